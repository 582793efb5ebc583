using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>Reads the public catalogue: published events, and events cancelled after publication.</summary>
public sealed class CatalogLoader(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    // Links in old mails stay valid.
    private static readonly TimeSpan RetentionAfterEnd = TimeSpan.FromDays(30);

    public async Task<CatalogSnapshot> LoadAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - RetentionAfterEnd;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var events = await db.Events.AsNoTracking().Where(e => e.Status != EventStatus.Draft).ToListAsync(cancellationToken);
        var performances = await db.Performances.AsNoTracking().Where(p => p.EndsAt > since).ToListAsync(cancellationToken);
        var tiers = await db.PriceTiers.AsNoTracking()
            .Where(t => db.Performances.Any(p => p.Id == t.PerformanceId && p.EndsAt > since)).ToListAsync(cancellationToken);
        var venues = (await db.Venues.AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(venue => venue.Id, Venue);
        var organizers = (await OrganizationReader.AllAsync(db, cancellationToken)).ToDictionary(o => o.Id, Organizer);

        var tiersOf = tiers.ToLookup(tier => tier.PerformanceId);
        var performancesOf = performances.ToLookup(performance => performance.EventId);
        return new CatalogSnapshot(
        [
            .. events.OrderBy(@event => @event.Id.Value).Select(@event =>
            {
                var organizer = organizers[@event.OrganizationId];
                var dates = performancesOf[@event.Id].OrderBy(p => p.StartsAt)
                    .Select(p => Performance(@event, p, venues[p.VenueId], tiersOf[p.Id], organizer));
                return new CatalogEvent(
                    @event.Id, @event.Slug, @event.Title, @event.Category, @event.Summary, @event.Description, @event.ArtworkSeed,
                    @event.Status == EventStatus.Cancelled, organizer, @event.CreatedAt, [.. dates]);
            }),
        ]);
    }

    private static CatalogPerformance Performance(
        Event @event, Performance performance, CatalogVenue venue, IEnumerable<PriceTier> tiers, CatalogOrganizer organizer) => new(
        performance.Id, venue, performance.StartsAt, performance.DoorsAt, performance.EndsAt, performance.OnSaleAt, performance.OffSaleAt,
        // A cancelled event cancels all its performances; holds are refused too.
        @event.Status == EventStatus.Cancelled ? PerformanceStatus.Cancelled : performance.Status,
        performance.Currency, performance.SeatCount, performance.CompiledPlanId, performance.SeatsPerOrderMax, performance.SeatsPerBuyerMax,
        performance.NoSingleSeats, performance.AttendeeNames, [.. tiers.OrderBy(tier => tier.Ordinal).Select(tier => Tier(tier, organizer))])
        {
            Revision = performance.Revision,
            RevisedAt = performance.RevisedAt,
        };

    private static CatalogTier Tier(PriceTier tier, CatalogOrganizer organizer)
    {
        // The same calculation as in the basket.
        var amounts = OrderPricing.Calculate(
            [new PricedItem(tier.Category, tier.Price, tier.Fee, tier.TaxBasisPoints)], null, organizer.PricesIncludeTax, tier.Currency);
        return new CatalogTier(
            tier.Ordinal, tier.Name, tier.Category, tier.Color, new Money(tier.Price, tier.Currency), new Money(tier.Fee, tier.Currency),
            tier.TaxBasisPoints, new Money(amounts[0].Total, tier.Currency));
    }

    private static CatalogVenue Venue(Venue venue) => new(
        venue.Id, venue.Name, venue.Slug, venue.Street, venue.PostalCode, venue.City, venue.Country,
        new GeoPoint(venue.Latitude, venue.Longitude), venue.TimeZone);

    private static CatalogOrganizer Organizer(Organization organization) => new(
        organization.Id, organization.Name, organization.Email, organization.PricesIncludeTax, organization.RefundHoursBefore,
        organization.RefundKeepsFee);
}
