using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>
/// Reads a performance with its event and venue for other features. Lists join <see cref="PerformanceFacts"/>, SQL reads the views
/// <c>catalog_performances</c> and <c>catalog_tiers</c>.
/// </summary>
internal static class PerformanceReader
{
    public static async Task<(Performance Performance, Event Event, Venue Venue)> GetAsync(
        TicketingDbContext db, PerformanceId id, CancellationToken cancellationToken)
    {
        var performance = await db.Performances.AsNoTracking().SingleAsync(p => p.Id == id, cancellationToken);
        return (
            performance,
            await db.Events.AsNoTracking().SingleAsync(e => e.Id == performance.EventId, cancellationToken),
            await db.Venues.AsNoTracking().SingleAsync(v => v.Id == performance.VenueId, cancellationToken));
    }

    /// <summary>Null: there is no such event, or the context does not show it.</summary>
    public static Task<Event?> FindEventAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken) =>
        db.Events.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
}
