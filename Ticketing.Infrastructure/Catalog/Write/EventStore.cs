using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Write;

/// <summary>Reads events for who prepares and publishes them, public or not. The caller has judged who asks.</summary>
internal static class EventStore
{
    /// <summary>Null: the catalogue has no such event.</summary>
    public static async Task<StoredEvent?> FindAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken) =>
        await db.Events.AsNoTracking().SingleOrDefaultAsync(entry => entry.Id == id, cancellationToken) is { } found
            ? await ReadAsync(db, found, isTracked: false, cancellationToken)
            : null;

    /// <summary>
    /// The same, locked and to be changed in the caller's transaction: first the event's row, then its dates in the order of their ids, as by
    /// every change of states.
    /// </summary>
    public static async Task<StoredEvent?> LockAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events WHERE id = {id.Value} FOR NO KEY UPDATE", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM performances WHERE event_id = {id.Value} ORDER BY id FOR NO KEY UPDATE", cancellationToken);
        return await db.Events.SingleOrDefaultAsync(entry => entry.Id == id, cancellationToken) is { } found
            ? await ReadAsync(db, found, isTracked: true, cancellationToken)
            : null;
    }

    /// <summary>The event of a performance and its organization; null: there is no such performance.</summary>
    public static async Task<(EventId Event, OrganizationId Organization)?> FindOwnerAsync(
        TicketingDbContext db, PerformanceId performance, CancellationToken cancellationToken)
    {
        var found = await db.Performances.Where(date => date.Id == performance).Select(date => new { date.EventId, date.OrganizationId })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.EventId, found.OrganizationId);
    }

    /// <summary>The organization of an event; null: the catalogue has no such event.</summary>
    public static async Task<OrganizationId?> FindOwnerAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken) =>
        await db.Events.Where(entry => entry.Id == id).Select(entry => (OrganizationId?)entry.OrganizationId).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The status of each of these events that the catalogue has.</summary>
    public static Task<Dictionary<EventId, EventStatus>> StatusesAsync(
        TicketingDbContext db, IReadOnlyCollection<EventId> ids, CancellationToken cancellationToken) =>
        db.Events.Where(entry => ids.Contains(entry.Id)).Select(entry => new { entry.Id, entry.Status })
            .ToDictionaryAsync(entry => entry.Id, entry => entry.Status, cancellationToken);

    /// <summary>How many events an organization has published, whatever has become of them, without this one.</summary>
    public static Task<int> CountPublishedAsync(
        TicketingDbContext db, OrganizationId organization, EventId except, CancellationToken cancellationToken) =>
        db.Events.CountAsync(
            entry => entry.OrganizationId == organization && entry.Id != except && entry.Status != EventStatus.Draft, cancellationToken);

    /// <summary>How many events an organization has on sale (<see cref="StoredEvent.IsOnSaleAt"/>), without this one.</summary>
    public static Task<int> CountOnSaleAsync(
        TicketingDbContext db, OrganizationId organization, EventId except, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Events.CountAsync(
            entry => entry.OrganizationId == organization && entry.Id != except && entry.Status == EventStatus.Published
                && db.Performances.Any(date => date.EventId == entry.Id
                    && (date.EndsAt > now || date.Status == PerformanceStatus.Postponed)
                    && date.Status != PerformanceStatus.Cancelled && date.Status != PerformanceStatus.Completed),
            cancellationToken);

    /// <summary>Those of these dates that belong to other events: a draft's ids come from its editor.</summary>
    public static Task<List<PerformanceId>> ForeignAsync(
        TicketingDbContext db, EventId id, IReadOnlyCollection<PerformanceId> dates, CancellationToken cancellationToken) =>
        db.Performances.Where(date => dates.Contains(date.Id) && date.EventId != id).Select(date => date.Id).ToListAsync(cancellationToken);

    private static async Task<StoredEvent> ReadAsync(
        TicketingDbContext db, Event found, bool isTracked, CancellationToken cancellationToken)
    {
        var tracking = isTracked ? QueryTrackingBehavior.TrackAll : QueryTrackingBehavior.NoTracking;
        var performances = await db.Performances.AsTracking(tracking).Where(date => date.EventId == found.Id)
            .OrderBy(date => date.StartsAt).ThenBy(date => date.Id).ToListAsync(cancellationToken);
        var ids = performances.ConvertAll(date => date.Id);
        var tiers = await db.PriceTiers.AsTracking(tracking).Where(tier => ids.Contains(tier.PerformanceId)).OrderBy(tier => tier.Ordinal)
            .ToListAsync(cancellationToken);
        var venue = performances.Count == 0
            ? null
            : await db.Venues.AsNoTracking().SingleAsync(place => place.Id == performances[0].VenueId, cancellationToken);
        var offers = await db.TierOffers.AsNoTracking().Where(offer => ids.Contains(offer.PerformanceId) && offer.UntilAt == null)
            .ToDictionaryAsync(offer => offer.TierId, offer => TierOffers.Read(offer.Terms), cancellationToken);
        return new StoredEvent(found, performances, tiers.ToLookup(tier => tier.PerformanceId), venue) { Offers = offers };
    }
}
