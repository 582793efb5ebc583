using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Webhooks.Manage;

/// <summary>An endpoint of a list.</summary>
public sealed record WebhookRow(WebhookEndpoint Endpoint, string Organization);

/// <summary>The beginning of the list of endpoints.</summary>
/// <param name="Total">The number of all.</param>
public sealed record WebhookList(IReadOnlyList<WebhookRow> Rows, int Total);

/// <summary>An endpoint with its history.</summary>
/// <param name="MayChange">False: the caller may look only.</param>
public sealed record WebhookView(WebhookEndpoint Endpoint, string Organization, bool MayChange, IReadOnlyList<AuditEntry> Trail);

/// <summary>An organization that the caller may create endpoints for.</summary>
public sealed record WebhookOwner(OrganizationId Id, string Name);

/// <summary>Reads endpoints of organizations whose sales the caller manages. Secrets stay encrypted.</summary>
public sealed class WebhookReader(OrganizationContexts contexts, IDbContextFactory<TicketingDbContext> all)
{
    private const int TakeMax = 500;
    private const int EntriesMax = 50;

    /// <summary>By organization, the oldest endpoint first.</summary>
    public async Task<WebhookList> ListAsync(Caller caller, int take, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var total = await db.Set<WebhookEndpoint>().CountAsync(cancellationToken);
        var endpoints = await db.Set<WebhookEndpoint>().AsNoTracking()
            .OrderBy(endpoint => endpoint.OrganizationId).ThenBy(endpoint => endpoint.Id)
            .Take(Math.Clamp(take, 1, TakeMax)).ToListAsync(cancellationToken);
        var organizations = (await OrganizationReader.AllAsync(db, cancellationToken)).ToDictionary(organization => organization.Id);
        return new WebhookList([.. endpoints.Select(endpoint => new WebhookRow(endpoint, organizations[endpoint.OrganizationId].Name))], total);
    }

    /// <summary>Null: the caller has no such endpoint.</summary>
    public async Task<WebhookView?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = contexts.ForRunner(caller);
        var endpoint = await db.Set<WebhookEndpoint>().AsNoTracking().SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        if (endpoint is null)
        {
            return null;
        }

        var organization = await OrganizationReader.GetAsync(db, endpoint.OrganizationId, cancellationToken);
        await using var log = await all.CreateDbContextAsync(cancellationToken);
        var trail = await AuditLog.Of(log, WebhookAudit.Subject, id.ToString())
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(EntriesMax).ToListAsync(cancellationToken);
        return new WebhookView(endpoint, organization.Name, caller.IsOwnerOf(endpoint.OrganizationId), trail);
    }

    /// <summary>The organizations that the caller may create endpoints for, by name.</summary>
    public async Task<IReadOnlyList<WebhookOwner>> OwnersAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = contexts.ForRunner(caller);
        return
        [
            .. (await OrganizationReader.AllAsync(db, cancellationToken))
                .Where(organization => caller.IsOwnerOf(organization.Id))
                .Select(organization => new WebhookOwner(organization.Id, organization.Name))
                .OrderBy(owner => owner.Name, StringComparer.CurrentCulture),
        ];
    }
}
