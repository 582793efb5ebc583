using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Write;

/// <summary>Writes what tiers offer below their full price, in the caller's transaction. A change ends the period in force and begins another one.</summary>
internal static class OffersWriter
{
    /// <summary>The offers of a tier that nothing was published of, to be saved by the caller.</summary>
    /// <param name="offers"><see cref="TierOffers"/> as JSON.</param>
    public static void Add(TicketingDbContext db, PriceTier tier, string offers, DateTimeOffset now)
    {
        if (!TierOffers.Read(offers).IsEmpty)
        {
            db.TierOffers.Add(new StoredTierOffers
            {
                Id = Guid.CreateVersion7(now),
                TierId = tier.Id,
                PerformanceId = tier.PerformanceId,
                Terms = offers,
                FromAt = now,
            });
        }
    }

    /// <summary>Ends the periods in force of some tiers.</summary>
    public static Task<int> EndAsync(
        TicketingDbContext db, IReadOnlyCollection<PriceTierId> tiers, DateTimeOffset now, CancellationToken cancellationToken) => tiers.Count == 0
        ? Task.FromResult(0)
        : db.TierOffers.Where(offer => tiers.Contains(offer.TierId) && offer.UntilAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(offer => offer.UntilAt, offer => offer.FromAt > now ? offer.FromAt : now), cancellationToken);
}
