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
        services.AddSingleton<UndeliveredMails>();
        services.AddSingleton<CorrectOrderEmailHandler>();
        services.AddSingleton<OrderMails>();
        services.AddSingleton<AccountMailsConsumer>();
        services.AddSingleton<WebhookMails>();
        return services
            .AddOutboxConsumer<OrderMails>(
                "order.paid", (mails, outboxEvent, cancellationToken) => mails.ConfirmedAsync(outboxEvent, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.mail-requested", (mails, outboxEvent, cancellationToken) => mails.ConfirmedAsync(outboxEvent, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.link-requested", (mails, outboxEvent, cancellationToken) => mails.LinkAsync(outboxEvent, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.cancelled", (mails, outboxEvent, cancellationToken) => mails.CancelledAsync(outboxEvent, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.refunded", (mails, outboxEvent, cancellationToken) => mails.RefundedAsync(outboxEvent, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.partially-refunded", (mails, outboxEvent, cancellationToken) => mails.RefundedAsync(outboxEvent, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.refund-failed", (mails, outboxEvent, cancellationToken) => mails.RefundFailedAsync(outboxEvent, cancellationToken))
            .AddOutboxConsumer<OrderMails>(
                "order.late-payment-returned",
                (mails, outboxEvent, cancellationToken) => mails.LatePaymentReturnedAsync(outboxEvent, cancellationToken))
            .AddOutboxConsumer<WebhookMails>(
                "account.webhook-disabled", (mails, outboxEvent, cancellationToken) => mails.DisabledAsync(outboxEvent, cancellationToken))
            .AddAccountMail("account.confirm-email", AccountMailTemplates.ConfirmEmail)
            .AddAccountMail("account.reset-password", AccountMailTemplates.ResetPassword)
            .AddAccountMail("account.already-registered", AccountMailTemplates.AlreadyRegistered)
            .AddAccountMail("account.change-email", AccountMailTemplates.ChangeEmail)
            .AddAccountMail("account.email-changed", AccountMailTemplates.EmailChanged)
            .AddAccountMail("account.many-failures", AccountMailTemplates.ManyFailures)
            .AddAccountMail("account.password-changed", AccountMailTemplates.PasswordChanged);
    }

    private static IServiceCollection AddAccountMail(
        this IServiceCollection services, string type, Func<AccountMailFact, string, ResourceTexts, Mail> write) =>
        services.AddOutboxConsumer<AccountMailsConsumer>(
            type, (mails, outboxEvent, cancellationToken) => mails.SendAsync(outboxEvent, write, cancellationToken));
}
