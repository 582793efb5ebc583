using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;
using Ticketing.Infrastructure.Organizations.Team;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Sends the mails about organizations: invitations, admins' decisions, and news to followers.</summary>
internal sealed class OrganizationMails(
    SendOnce sendOnce, IDbContextFactory<TicketingDbContext> contexts, IOptions<SiteOptions> site, TimeProvider time)
{
    /// <summary>No mail whose link works no more: the invitation has ended, or a later mail has replaced the link.</summary>
    public Task InvitedAsync(MailJob job, CancellationToken cancellationToken)
    {
        var fact = job.Read<InvitationMailFact>();
        return sendOnce.SendAsync(job.Id, stop => ComposeAsync(fact, stop), cancellationToken);
    }

    /// <summary>To an owner.</summary>
    public Task DecidedAsync(
        MailJob job, Func<DecisionMailFact, string, ResourceTexts, Mail> write, CancellationToken cancellationToken)
    {
        var fact = job.Read<DecisionMailFact>();
        return sendOnce.SendAsync(
            job.Id, _ => Task.FromResult<Mail?>(write(fact, site.Value.Name, TextsOf(fact.Locale))), cancellationToken);
    }

    /// <summary>To a follower, about new events.</summary>
    public Task NewsAsync(MailJob job, CancellationToken cancellationToken)
    {
        var fact = job.Read<FollowerMailFact>();
        return sendOnce.SendAsync(
            job.Id, _ => Task.FromResult<Mail?>(FollowerMailTemplate.Write(fact, site.Value.Name, TextsOf(fact.Locale))), cancellationToken);
    }

    private async Task<Mail?> ComposeAsync(InvitationMailFact fact, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await InvitationRows.IsCurrentAsync(db, fact.Link, time.GetUtcNow(), cancellationToken)
            ? OrganizationMailTemplates.Invited(fact, site.Value.Name, TextsOf(fact.Locale))
            : null;
    }

    private static ResourceTexts TextsOf(string locale) => new(typeof(MailTexts), OrderLanguage.Of(locale));
}
