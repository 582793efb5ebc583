using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// Rights on what belongs to a performance. Only for members who are limited to some events its event is looked up; others are answered from
/// their membership.
/// </summary>
internal static class EventRights
{
    /// <summary>Whether the caller serves the buyers of a performance.</summary>
    /// <param name="organization">The performance's.</param>
    public static async ValueTask<bool> ServesBuyersOfAsync(
        this TicketingDbContext db, Caller caller, OrganizationId organization, PerformanceId performance, CancellationToken cancellationToken) =>
        caller.ServesBuyersOf(organization)
        || (caller.ServesSomeBuyersOf(organization) && await EventOfAsync(db, performance, cancellationToken) is { } of
            && caller.ServesBuyersOf(organization, of));

    /// <summary>Whether the caller runs the sales of a performance.</summary>
    /// <param name="organization">The performance's.</param>
    public static async ValueTask<bool> RunsAsync(
        this TicketingDbContext db, Caller caller, OrganizationId organization, PerformanceId performance, CancellationToken cancellationToken) =>
        caller.Runs(organization)
        || (caller.RunsSomeOf(organization) && await EventOfAsync(db, performance, cancellationToken) is { } of && caller.Runs(organization, of));

    /// <summary>Whether a membership can be limited to these events: they are of the organization, published or drafts.</summary>
    public static async Task<bool> AreOfAsync(
        this TicketingDbContext db, OrganizationId organization, IReadOnlyCollection<EventId> events, CancellationToken cancellationToken)
    {
        var known = await db.Events.Where(entry => entry.OrganizationId == organization && events.Contains(entry.Id)).Select(entry => entry.Id)
            .Union(db.Set<StoredDraft>().Where(draft => draft.OrganizationId == organization && events.Contains(draft.EventId)).Select(draft => draft.EventId))
            .ToListAsync(cancellationToken);
        return events.All(known.Contains);
    }

    private static Task<EventId?> EventOfAsync(TicketingDbContext db, PerformanceId performance, CancellationToken cancellationToken) =>
        db.Performances.Where(found => found.Id == performance).Select(found => (EventId?)found.EventId).SingleOrDefaultAsync(cancellationToken);
}
