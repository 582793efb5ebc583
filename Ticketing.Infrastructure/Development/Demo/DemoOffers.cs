using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>Reduced prices for children and students, and a price for groups, of the demo's events that have them.</summary>
internal static class DemoOffers
{
    public static IEnumerable<StoredTierOffers> All(DemoShop shop, DateTimeOffset now) =>
        from performance in shop.Performances
        where performance.Event.Offers
        from tier in performance.Tiers
        where tier.Price > 0
        select new StoredTierOffers
        {
            Id = Guid.CreateVersion7(now),
            TierId = tier.Id,
            PerformanceId = tier.PerformanceId,
            Terms = Of(tier, now).Write(),
            FromAt = now,
        };

    private static TierOffers Of(PriceTier tier, DateTimeOffset now) => new(
        [
            new ReducedPrice(Guid.CreateVersion7(now), "Child", Share(tier, 5_000), "Up to 14 years"),
            new ReducedPrice(Guid.CreateVersion7(now), "Student", Share(tier, 7_000), "ID at the door", PerOrderMax: 4),
        ],
        new GroupPrice(8, Share(tier, 8_500)));

    private static long Share(PriceTier tier, int basisPoints) => new Money(tier.Price, tier.Currency).Share(basisPoints).Amount;
}
