using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Privacy;

namespace Ticketing.Infrastructure.Notifications;

public static class NotificationsRegistration
{
    /// <summary>Adds mail: the sender, the consumer of facts, and the worker of mail jobs.</summary>
    /// <param name="links">Builds the links in mails.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services, Func<IServiceProvider, MailLinks> links)
    {
        services.AddValidatedOptions<MailOptions, MailOptionsValidator>(MailOptions.Section);
        services.AddSingleton(links);
        services.AddSingleton(MailJobs.WaitingGauge);
        services.AddSingleton(MailJobs.ParkedGauge);
        services.AddSingleton<MailSender>();
        services.AddSingleton<SendOnce>();
        services.AddSingleton<UndeliveredMails>();
        services.AddSingleton<OrderMailLog>();
        services.AddSingleton<CorrectOrderEmailHandler>();
        services.AddSingleton<OrderMails>();
        services.AddSingleton<AccountMailsHandler>();
        services.AddSingleton<WebhookMails>();
        services.AddSingleton<OrganizationMails>();
        services.AddSingleton<FollowerDigests>();
        services.AddHostedService<FollowerDigestWorker>();
        services.AddSingleton<EventMails>();
        services.AddSingleton<MailJobs>();
        services.AddSingleton<MailJobDesk>();
        services.AddSingleton(provider => new AccountEraser(provider.GetRequiredService<MailJobs>().ForgetAsync));
        services.AddSingleton(provider => new AddressEraser(provider.GetRequiredService<MailJobs>().ForgetAsync));
        services
            .AddMailJob<OrderMails>("order.paid", (mails, job, cancellationToken) => mails.ConfirmedAsync(job, cancellationToken))
            .AddMailJob<OrderMails>("order.mail-requested", (mails, job, cancellationToken) => mails.ConfirmedAsync(job, cancellationToken))
            .AddMailJob<OrderMails>("order.link-requested", (mails, job, cancellationToken) => mails.LinkAsync(job, cancellationToken))
            .AddMailJob<OrderMails>("order.cancelled", (mails, job, cancellationToken) => mails.CancelledAsync(job, cancellationToken))
            .AddMailJob<OrderMails>("order.changed", (mails, job, cancellationToken) => mails.ChangedAsync(job, cancellationToken))
            .AddMailJob<OrderMails>("order.refunded", (mails, job, cancellationToken) => mails.RefundedAsync(job, cancellationToken))
            .AddMailJob<OrderMails>(
                "order.partially-refunded", (mails, job, cancellationToken) => mails.RefundedAsync(job, cancellationToken))
            .AddMailJob<OrderMails>("order.refund-failed", (mails, job, cancellationToken) => mails.RefundFailedAsync(job, cancellationToken))
            .AddMailJob<OrderMails>(
                "order.late-payment-returned", (mails, job, cancellationToken) => mails.LatePaymentReturnedAsync(job, cancellationToken))
            .AddMailJob<OrganizationMails>("member.invited", (mails, job, cancellationToken) => mails.InvitedAsync(job, cancellationToken))
            .AddMailJob<OrganizationMails>(
                "account.organization-approved",
                (mails, job, cancellationToken) => mails.DecidedAsync(job, OrganizationMailTemplates.Approved, cancellationToken))
            .AddMailJob<OrganizationMails>(
                "account.organization-suspended",
                (mails, job, cancellationToken) => mails.DecidedAsync(job, OrganizationMailTemplates.Suspended, cancellationToken))
            .AddMailJob<OrganizationMails>(FollowerDigests.Type, (mails, job, cancellationToken) => mails.NewsAsync(job, cancellationToken))
            .AddMailJob<OrderMails>(
                DateNotice.CancelledType, (mails, job, cancellationToken) => mails.DateChangedAsync(job, DateMailTemplates.Cancelled, cancellationToken))
            .AddMailJob<OrderMails>(
                DateNotice.PostponedType, (mails, job, cancellationToken) => mails.DateChangedAsync(job, DateMailTemplates.Postponed, cancellationToken))
            .AddMailJob<EventMails>(
                "account.event-approved", (mails, job, cancellationToken) => mails.SendAsync(job, EventMailTemplates.Approved, cancellationToken))
            .AddMailJob<EventMails>(
                "account.event-returned", (mails, job, cancellationToken) => mails.SendAsync(job, EventMailTemplates.Returned, cancellationToken))
            .AddMailJob<EventMails>(
                "account.event-unscheduled", (mails, job, cancellationToken) => mails.SendAsync(job, EventMailTemplates.Unscheduled, cancellationToken))
            .AddMailJob<WebhookMails>("account.webhook-disabled", (mails, job, cancellationToken) => mails.DisabledAsync(job, cancellationToken))
            .AddAccountMail("account.confirm-email", AccountMailTemplates.ConfirmEmail)
            .AddAccountMail("account.reset-password", AccountMailTemplates.ResetPassword)
            .AddAccountMail("account.already-registered", AccountMailTemplates.AlreadyRegistered)
            .AddAccountMail("account.change-email", AccountMailTemplates.ChangeEmail)
            .AddAccountMail("account.email-changed", AccountMailTemplates.EmailChanged)
            .AddAccountMail("account.many-failures", AccountMailTemplates.ManyFailures)
            .AddAccountMail("account.password-changed", AccountMailTemplates.PasswordChanged);
        return services.AddMailWorker();
    }

    private static IServiceCollection AddAccountMail(
        this IServiceCollection services, string type, Func<AccountMailFact, string, ResourceTexts, Mail> write) =>
        services.AddMailJob<AccountMailsHandler>(
            type, (mails, job, cancellationToken) => mails.SendAsync(job, write, cancellationToken));

    // The consumer takes the types that have a handler.
    private static IServiceCollection AddMailWorker(this IServiceCollection services)
    {
        string[] types =
        [
            .. services.Where(service => service.ServiceType == typeof(MailJobHandler))
                .Select(service => ((MailJobHandler)service.ImplementationInstance!).Type),
        ];
        return services
            .AddSingleton<MailsConsumer>()
            .AddFactConsumer<MailsConsumer>(MailsConsumer.Name, types)
            .AddSingleton<MailJobDispatcher>()
            .AddHostedService<MailJobWorker>();
    }
}
