using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>An event of an organization's list.</summary>
/// <param name="Dates">The number of its performances.</param>
public sealed record OrganizationEvent(string Slug, string Title, EventStatus Status, int Dates, DateTimeOffset CreatedAt);

/// <summary>The newest events of an organization.</summary>
/// <param name="Total">The number of all.</param>
public sealed record OrganizationEventList(IReadOnlyList<OrganizationEvent> Rows, int Total);

/// <summary>An event to choose.</summary>
public sealed record EventChoice(EventId Id, string Title);

/// <summary>Lists an organization's events, public or not, for its members and admins.</summary>
public sealed class OrganizationEvents(OrganizationContexts contexts)
{
    private const int RowsMax = 50;
    private const int ChoicesMax = 500;

    /// <summary>Empty for an organization that the caller is no member of.</summary>
    public async Task<OrganizationEventList> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForMember(caller);
        var events = db.Events.AsNoTracking().Where(entry => entry.OrganizationId == organization);
        var rows = await events.OrderByDescending(entry => entry.CreatedAt).ThenBy(entry => entry.Slug).Take(RowsMax)
            .Select(entry => new OrganizationEvent(
                entry.Slug, entry.Title, entry.Status, db.Performances.Count(performance => performance.EventId == entry.Id), entry.CreatedAt))
            .ToListAsync(cancellationToken);
        return new OrganizationEventList(rows, await events.CountAsync(cancellationToken));
    }

    /// <summary>The events to choose from, the newest first, at most 500.</summary>
    public async Task<IReadOnlyList<EventChoice>> ChoicesAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForMember(caller);
        return await db.Events.Where(entry => entry.OrganizationId == organization)
            .OrderByDescending(entry => entry.CreatedAt).ThenBy(entry => entry.Slug).Take(ChoicesMax)
            .Select(entry => new EventChoice(entry.Id, entry.Title)).ToListAsync(cancellationToken);
    }
}
