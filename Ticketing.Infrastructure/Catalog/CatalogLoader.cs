using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>Reads public events (<see cref="EventVisibility"/>) from the catalogue's tables.</summary>
public sealed class CatalogLoader(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    // Links in old mails stay valid.
    private static readonly TimeSpan RetentionAfterEnd = TimeSpan.FromDays(30);

    /// <summary>The public ones of these events.</summary>
    public async Task<IReadOnlyList<CatalogEvent>> LoadAsync(IReadOnlyCollection<EventId> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await LoadAsync(db, [.. ids], cancellationToken);
    }

    /// <summary>The public event with this slug; null: there is none.</summary>
    public async Task<CatalogEvent?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await EventVisibility.PublicEvents(db).Where(e => e.Slug == slug).Select(e => e.Id).ToListAsync(cancellationToken);
        return ids.Count == 0 ? null : (await LoadAsync(db, ids, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The event of a performance; null: there is none, or it is not public.</summary>
    public async Task<CatalogEvent?> FindAsync(PerformanceId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await db.Performances.Where(p => p.Id == id).Select(p => p.EventId).ToListAsync(cancellationToken);
        return ids.Count == 0 ? null : (await LoadAsync(db, ids, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The events of these performances.</summary>
    public async Task<IReadOnlyList<EventId>> EventsOfAsync(IReadOnlyCollection<PerformanceId> performances, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Performances.Where(p => performances.Contains(p.Id)).Select(p => p.EventId).Distinct().ToListAsync(cancellationToken);
    }

    /// <summary>The next ids of all events behind one, ascending; for walking through all of them.</summary>
    public async Task<IReadOnlyList<EventId>> IdsAsync(EventId after, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM events WHERE id > {after.Value} ORDER BY id LIMIT {count}")
            .ToListAsync(cancellationToken);
        return [.. ids.Order().Select(id => new EventId(id))];
    }

    /// <summary>Slugs of published events for the sitemap, the newest first.</summary>
    public async Task<IReadOnlyList<string>> SlugsAsync(int countMax, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await EventVisibility.PublicEvents(db).Where(e => e.Status == EventStatus.Published)
            .OrderByDescending(e => e.CreatedAt).ThenBy(e => e.Slug).Take(countMax).Select(e => e.Slug).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// The next published events by date, from the catalogue's tables alone, without cancelled and postponed dates: the list while the search
    /// is unavailable.
    /// </summary>
    public async Task<IReadOnlyList<CatalogEvent>> NextAsync(int count, CancellationToken cancellationToken)
    {
        const int DatesPerEvent = 5;
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dates = await (
            from performance in db.Performances
            join entry in EventVisibility.PublicEvents(db) on performance.EventId equals entry.Id
            where performance.StartsAt > now && entry.Status == EventStatus.Published
                && performance.Status != PerformanceStatus.Cancelled && performance.Status != PerformanceStatus.Postponed
            orderby performance.StartsAt
            select performance.EventId).Take(count * DatesPerEvent).ToListAsync(cancellationToken);
        return await LoadAsync(db, [.. dates.Distinct().Take(count)], cancellationToken);
    }

    /// <summary>The published events of an organizer with a date to come, by the next one.</summary>
    public async Task<IReadOnlyList<CatalogEvent>> NextOfAsync(OrganizationId organizer, int count, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await (
            from performance in db.Performances
            join entry in PublishedBy(db, organizer) on performance.EventId equals entry.Id
            where performance.StartsAt > now
                && performance.Status != PerformanceStatus.Cancelled && performance.Status != PerformanceStatus.Postponed
            group performance.StartsAt by performance.EventId into starts
            orderby starts.Min()
            select starts.Key).Take(count).ToListAsync(cancellationToken);
        return await LoadAsync(db, ids, cancellationToken);
    }

    /// <summary>The published events of an organizer whose dates are over, with their last ones; the newest first.</summary>
    public async Task<IReadOnlyList<CatalogHit>> PastOfAsync(OrganizationId organizer, int count, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await (
            from performance in db.Performances.AsNoTracking()
            join entry in PublishedBy(db, organizer) on performance.EventId equals entry.Id
            join venue in db.Venues on performance.VenueId equals venue.Id
            where performance.EndsAt <= now && !db.Performances.Any(
                later => later.EventId == performance.EventId && later.Id != performance.Id
                    && (later.EndsAt > now || later.StartsAt > performance.StartsAt))
            orderby performance.StartsAt descending
            select new { performance.Id, performance.StartsAt, Event = entry, Venue = venue }).Take(count).ToListAsync(cancellationToken);
        var name = last.Count == 0 ? "" : (await OrganizationReader.GetAsync(db, organizer, cancellationToken)).Name;
        return
        [
            .. last.DistinctBy(row => row.Event.Id).Select(row => new CatalogHit(
                new CatalogEntry(
                    row.Event.Id, row.Event.Slug, row.Event.Title, row.Event.Category, row.Event.Summary, row.Event.ArtworkSeed, name)
                {
                    Picture = row.Event.Picture,
                },
                new CatalogDate(row.Id, Venue(row.Venue), row.StartsAt), 1, null, Availability.Ended, 0, null,
                -row.StartsAt.ToUnixTimeSeconds())),
        ];
    }

    private static IQueryable<Event> PublishedBy(TicketingDbContext db, OrganizationId organizer) =>
        EventVisibility.PublicEvents(db).Where(entry => entry.OrganizationId == organizer && entry.Status == EventStatus.Published);

    /// <summary>Whether an event that was published has this artwork. Mails and tickets show it when the event is no longer public.</summary>
    public async Task<bool> HasArtworkAsync(string category, int seed, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Events.AnyAsync(e => e.ArtworkSeed == seed && e.Category == category && e.Status != EventStatus.Draft, cancellationToken);
    }

    private async Task<IReadOnlyList<CatalogEvent>> LoadAsync(TicketingDbContext db, List<EventId> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var since = time.GetUtcNow() - RetentionAfterEnd;
        var events = await EventVisibility.PublicEvents(db).AsNoTracking().Where(e => ids.Contains(e.Id)).ToListAsync(cancellationToken);
        var performances = await db.Performances.AsNoTracking().Where(p => ids.Contains(p.EventId) && p.EndsAt > since)
            .ToListAsync(cancellationToken);
        var dates = performances.ConvertAll(performance => performance.Id);
        var tiers = await db.PriceTiers.AsNoTracking().Where(t => dates.Contains(t.PerformanceId)).ToListAsync(cancellationToken);
        var offers = (await db.TierOffers.AsNoTracking().Where(o => dates.Contains(o.PerformanceId) && o.UntilAt == null).ToListAsync(cancellationToken))
            .ToDictionary(offer => offer.TierId, offer => TierOffers.Read(offer.Terms));
        var places = performances.Select(performance => performance.VenueId).Distinct().ToList();
        var venues = (await db.Venues.AsNoTracking().Where(v => places.Contains(v.Id)).ToListAsync(cancellationToken))
            .ToDictionary(venue => venue.Id, Venue);
        var sellers = events.Select(@event => @event.OrganizationId).Distinct().ToList();
        var organizers = (await OrganizationReader.OfAsync(db, sellers, cancellationToken)).ToDictionary(o => o.Id, Organizer);

        var tiersOf = tiers.ToLookup(tier => tier.PerformanceId);
        var performancesOf = performances.ToLookup(performance => performance.EventId);
        return
        [
            .. events.OrderBy(@event => @event.Id.Value).Select(@event =>
            {
                var organizer = organizers[@event.OrganizationId];
                var own = performancesOf[@event.Id].OrderBy(p => p.StartsAt)
                    .Select(p => Performance(@event, p, venues[p.VenueId], tiersOf[p.Id], offers, organizer));
                return new CatalogEvent(
                    @event.Id, @event.Slug, @event.Title, @event.Category, @event.Summary, @event.Description, @event.ArtworkSeed,
                    @event.Status == EventStatus.Cancelled, organizer, @event.CreatedAt, [.. own])
                {
                    Picture = @event.Picture,
                };
            }),
        ];
    }

    private static CatalogPerformance Performance(
        Event @event, Performance performance, CatalogVenue venue, IEnumerable<PriceTier> tiers,
        Dictionary<PriceTierId, TierOffers> offers, CatalogOrganizer organizer)
    {
        var all = tiers.OrderBy(tier => tier.Ordinal).Select(tier => Tier(tier, offers.GetValueOrDefault(tier.Id, TierOffers.None), organizer)).ToList();
        return new CatalogPerformance(
            performance.Id, venue, performance.StartsAt, performance.DoorsAt, performance.EndsAt, performance.OnSaleAt, performance.OffSaleAt,
            // A cancelled event cancels all its performances; holds are refused too.
            @event.Status == EventStatus.Cancelled ? PerformanceStatus.Cancelled : performance.Status,
            performance.Currency, performance.SeatCount, performance.CompiledPlanId, performance.SeatsPerOrderMax, performance.SeatsPerBuyerMax,
            performance.NoSingleSeats, performance.AttendeeNames, [.. all.Where(tier => !tier.Rules.ByCode)])
        {
            ByCode = [.. all.Where(tier => tier.Rules.ByCode)],
            Revision = performance.Revision,
            RevisedAt = performance.RevisedAt,
        };
    }

    private static CatalogTier Tier(PriceTier tier, TierOffers offers, CatalogOrganizer organizer) =>
        new TierPrices(tier.Category, tier.Price, tier.Fee, tier.TaxBasisPoints, tier.Currency, organizer.PricesIncludeTax)
            .Of(tier.Ordinal, tier.Name, tier.Color, offers, tier.Rules);

    private static CatalogVenue Venue(Venue venue) => new(
        venue.Id, venue.Name, venue.Slug, venue.Street, venue.PostalCode, venue.City, venue.Country,
        new GeoPoint(venue.Latitude, venue.Longitude), venue.TimeZone);

    private static CatalogOrganizer Organizer(Organization organization) => new(
        organization.Id, organization.Name, organization.Email, organization.PricesIncludeTax, organization.RefundHoursBefore,
        organization.RefundKeepsFee)
    {
        Slug = organization.Slug,
    };
}
