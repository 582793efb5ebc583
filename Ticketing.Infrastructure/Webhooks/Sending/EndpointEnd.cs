using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.Infrastructure.Webhooks.Sending;

/// <summary>Payload of the outbox message that asks for a mail to an owner about a disabled endpoint.</summary>
internal sealed record WebhookDisabledMail(string Email, string Name, string Link, string Locale, string Organization, string Url);

/// <summary>Disables endpoints that their receivers gave up; tells the owners of those that failed too long.</summary>
internal sealed class EndpointEnd(IDbContextFactory<TicketingDbContext> contexts, WebhookLinks links, TimeProvider time)
{
    /// <summary>The outbox type of a <see cref="WebhookDisabledMail"/>.</summary>
    public const string MailType = "account.webhook-disabled";

    /// <summary>The receiver answered 410 Gone.</summary>
    public Task<bool> DisableGoneAsync(Guid endpoint, CancellationToken cancellationToken) =>
        DisableAsync(endpoint, WebhookEnd.Gone, _ => true, cancellationToken);

    /// <summary>If it has been failing for <see cref="WebhookEndpoint.FailingTimeMax"/>, with a mail to the owners.</summary>
    public Task<bool> DisableFailingAsync(Guid endpoint, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - WebhookEndpoint.FailingTimeMax;
        return DisableAsync(endpoint, WebhookEnd.Failing, found => found.FailingSince <= before, cancellationToken);
    }

    private async Task<bool> DisableAsync(
        Guid id, WebhookEnd reason, Func<WebhookEndpoint, bool> condition, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockEndpointAsync(id, cancellationToken) is not { Status: WebhookStatus.Active } endpoint || !condition(endpoint))
        {
            return false;
        }

        var (before, now) = (endpoint.ToAuditJson(), time.GetUtcNow());
        endpoint.Disable(reason, now);
        AuditLog.Add(db, WebhookAudit.Entry("webhook.disabled", endpoint.Id, before, endpoint.ToAuditJson(), Actor.System, now));
        if (reason == WebhookEnd.Failing)
        {
            await AddMailsAsync(db, endpoint, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task AddMailsAsync(
        TicketingDbContext db, WebhookEndpoint endpoint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var organization = await OrganizationReader.GetAsync(db, endpoint.OrganizationId, cancellationToken);
        await OwnerMails.AddAsync(
            db, organization.Id, MailType,
            owner => new WebhookDisabledMail(
                owner.Email, owner.Name, links.Endpoint(endpoint.Id).AbsoluteUri, owner.Locale, organization.Name, endpoint.Url),
            now, cancellationToken);
    }
}
