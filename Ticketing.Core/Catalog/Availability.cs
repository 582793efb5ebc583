using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>A performance's availability for buyers, from its sale state and its free seats.</summary>
public enum Availability
{
    Available,

    /// <summary>On sale with few free seats; see <see cref="Availabilities.FewMax"/>.</summary>
    Few,
    SoldOut,
    NotYetOnSale,
    Paused,
    Postponed,
    Ended,
    Cancelled,
}

/// <summary>Counts of a performance's seats by status; free and held ones without those that are sold by access code only.</summary>
/// <param name="Free">Seats that can be held now.</param>
/// <param name="Held">Seats in baskets, which may become free again.</param>
public readonly record struct SeatCount(int Free, int Held)
{
    public int Sold { get; init; }

    /// <summary>Keys of the seat categories with a free seat; null: not counted, every category if any seat is free.</summary>
    public IReadOnlySet<string>? FreeCategories { get; init; }
}

/// <summary>Seat counts that were made lately.</summary>
/// <param name="At">The time of the last one, by the database's clock; null: there was none.</param>
public sealed record RecentSeatCounts(IReadOnlyDictionary<PerformanceId, SeatCount> Counts, DateTimeOffset? At);

/// <summary>
/// The seat counts of performances for Catalog; implemented by Inventory, which keeps them as a projection of the facts about seats. Inventory
/// reads Catalog's views, so Catalog does not refer to Inventory.
/// </summary>
public interface ISeatCounter
{
    /// <summary>The kept counts of these performances; those that are not kept yet are counted.</summary>
    Task<Dictionary<PerformanceId, SeatCount>> OfAsync(IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken);

    /// <summary>The counts that were made since then, and some before, whose transactions may have ended later.</summary>
    /// <param name="since">From an earlier call; null: the last two hours.</param>
    Task<RecentSeatCounts> RecentAsync(DateTimeOffset? since, CancellationToken cancellationToken);

    /// <summary>Counts the seats of these performances now.</summary>
    Task RecountAsync(IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken);
}

public static class Availabilities
{
    /// <summary>The availability of a performance.</summary>
    /// <param name="sale">Its current sale state.</param>
    /// <param name="seats">All its seats.</param>
    public static Availability Of(SaleState sale, SeatCount count, int seats) => sale switch
    {
        SaleState.NotYetOnSale => Availability.NotYetOnSale,
        SaleState.Paused => Availability.Paused,
        SaleState.Postponed => Availability.Postponed,
        SaleState.Ended => Availability.Ended,
        SaleState.Cancelled => Availability.Cancelled,
        SaleState.OnSale when count.Free + count.Held == 0 => Availability.SoldOut,
        SaleState.OnSale when count.Free <= FewMax(seats) => Availability.Few,
        SaleState.OnSale => Availability.Available,
    };

    /// <summary>The number of free seats up to which a performance is <see cref="Availability.Few"/>: 5 %, between 10 and 100.</summary>
    public static int FewMax(int seats) => Math.Clamp(seats / 20, 10, 100);

    /// <summary>Whether seats can be bought.</summary>
    public static bool IsOpen(this Availability availability) => availability is Availability.Available or Availability.Few;
}
