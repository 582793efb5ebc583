using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;

namespace Ticketing.Infrastructure.Notifications;

public static class NotificationsRegistration
{
    /// <summary>Adds mail: the sender and the outbox consumers.</summary>
    /// <param name="links">Builds the links in mails.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services, Func<IServiceProvider, MailLinks> links)
    {
        services.AddValidatedOptions<MailOptions, MailOptionsValidator>(MailOptions.Section);
        services.AddSingleton(links);
        services.AddSingleton<MailSender>();
        services.AddSingleton<SendOnce>();
        services.AddSingleton<OrderMails>();
        services.AddSingleton<AccountMailsConsumer>();
        return services
            .AddOutboxConsumer<OrderMails>(
                "order.paid", (mails, happened, cancellationToken) => mails.ConfirmedAsync(happened, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.mail-requested", (mails, happened, cancellationToken) => mails.ConfirmedAsync(happened, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.cancelled", (mails, happened, cancellationToken) => mails.CancelledAsync(happened, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.refunded", (mails, happened, cancellationToken) => mails.RefundedAsync(happened, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.partially-refunded", (mails, happened, cancellationToken) => mails.RefundedAsync(happened, cancellationToken))
            .AddOutboxConsumer<OrderMails>("order.late-payment-returned", (mails, happened, cancellationToken) => mails.LatePaymentReturnedAsync(happened, cancellationToken))
            .AddAccountMail("account.confirm-email", AccountMailTemplates.ConfirmEmail)
            .AddAccountMail("account.reset-password", AccountMailTemplates.ResetPassword)
            .AddAccountMail("account.already-registered", AccountMailTemplates.AlreadyRegistered)
            .AddAccountMail("account.change-email", AccountMailTemplates.ChangeEmail)
            .AddAccountMail("account.email-changed", AccountMailTemplates.EmailChanged)
            .AddAccountMail("account.password-changed", AccountMailTemplates.PasswordChanged);
    }

    private static IServiceCollection AddAccountMail(
        this IServiceCollection services, string type, Func<AccountMailFact, string, ResourceTexts, Mail> write) =>
        services.AddOutboxConsumer<AccountMailsConsumer>(
            type, (mails, happened, cancellationToken) => mails.SendAsync(happened, write, cancellationToken));
}
