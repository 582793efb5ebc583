using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>The seat counts of some performances, and what buyers see of them: the lowest price and the availability.</summary>
public sealed class CatalogSeats(IReadOnlyDictionary<PerformanceId, SeatCount> counts)
{
    /// <summary>The counts of no performance.</summary>
    public static IReadOnlyDictionary<PerformanceId, SeatCount> NoCounts { get; } = new Dictionary<PerformanceId, SeatCount>();

    public static CatalogSeats None { get; } = new(NoCounts);

    /// <summary>The count of a performance; without any seat if it was not counted.</summary>
    public SeatCount Of(CatalogPerformance performance) => counts.GetValueOrDefault(performance.Id);

    /// <summary>The lowest final price of a free seat; null: none is free.</summary>
    public Money? PriceFrom(CatalogPerformance performance)
    {
        var seats = Of(performance);
        var tiers = performance.Tiers.Where(tier => seats.Free > 0 && seats.FreeCategories?.Contains(tier.Category) != false).ToList();
        return tiers.Count == 0 ? null : tiers.MinBy(tier => tier.AllIn.Amount)!.AllIn;
    }

    /// <summary>The lowest of some performances; currencies are compared by <see cref="ReferenceRates"/>. Null: none has a free seat.</summary>
    public Money? PriceFrom(IEnumerable<CatalogPerformance> performances) =>
        performances.Select(PriceFrom).OfType<Money>().OrderBy(ReferenceRates.EuroCents).Select(price => (Money?)price).FirstOrDefault();

    public Availability AvailabilityOf(CatalogPerformance performance, DateTimeOffset now) =>
        Availabilities.Of(performance.SaleStateAt(now), Of(performance), performance.SeatCount);
}

/// <summary>A public event with its seat counts.</summary>
public sealed record CatalogDetails(CatalogEvent Event, CatalogSeats Seats);
