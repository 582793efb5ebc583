using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Sends the mails about organizations: invitations, and admins' decisions.</summary>
internal sealed class OrganizationMails(SendOnce sendOnce, IOptions<SiteOptions> site, TimeProvider time)
{
    /// <summary>No mail for an invitation that has expired before it could be sent.</summary>
    public Task InvitedAsync(MailJob job, CancellationToken cancellationToken)
    {
        var fact = job.Read<InvitationMailFact>();
        var mail = fact.ExpiresAt <= time.GetUtcNow()
            ? null
            : OrganizationMailTemplates.Invited(fact, site.Value.Name, TextsOf(fact.Locale));
        return sendOnce.SendAsync(job.Id, _ => Task.FromResult(mail), cancellationToken);
    }

    /// <summary>To an owner.</summary>
    public Task DecidedAsync(
        MailJob job, Func<DecisionMailFact, string, ResourceTexts, Mail> write, CancellationToken cancellationToken)
    {
        var fact = job.Read<DecisionMailFact>();
        return sendOnce.SendAsync(
            job.Id, _ => Task.FromResult<Mail?>(write(fact, site.Value.Name, TextsOf(fact.Locale))), cancellationToken);
    }

    private static ResourceTexts TextsOf(string locale) => new(typeof(MailTexts), OrderLanguage.Of(locale));
}
