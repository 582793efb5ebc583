using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>What a buyer is told of a performance: its sale's state and its seats in one word.</summary>
public enum Availability
{
    Available,

    /// <summary>On sale, and nearly gone.</summary>
    Few,
    SoldOut,
    NotYetOnSale,
    Paused,
    Postponed,
    Ended,
    Cancelled,
}

/// <summary>Seats of a performance that can be held now, and seats in other people's baskets, which may come back.</summary>
public readonly record struct SeatCount(int Free, int Held)
{
    public int Sold { get; init; }
}

/// <summary>
/// Counts the seats of performances for Catalog; implemented by Inventory. Inventory reads Catalog's views, so Catalog does not refer to
/// Inventory.
/// </summary>
public interface ISeatCounter
{
    /// <summary>Counts the seats of all performances that have not ended.</summary>
    Task<Dictionary<PerformanceId, SeatCount>> OfAllAsync(CancellationToken cancellationToken);

    /// <summary>Counts the seats of these performances.</summary>
    Task<Dictionary<PerformanceId, SeatCount>> OfAsync(IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken);

    /// <summary>
    /// Counts the seats of the performances with recent holds. Other performances change by refunds and blocks only, which the next
    /// <see cref="OfAllAsync"/> counts.
    /// </summary>
    Task<Dictionary<PerformanceId, SeatCount>> OfBusyAsync(CancellationToken cancellationToken);
}

public static class Availabilities
{
    /// <summary>The word for a performance.</summary>
    /// <param name="sale">Its sale's state now.</param>
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

    /// <summary>Up to how many free seats of a house are few: a twentieth, within what a person calls few.</summary>
    public static int FewMax(int seats) => Math.Clamp(seats / 20, 10, 100);

    /// <summary>Seats can be bought.</summary>
    public static bool IsOpen(this Availability availability) => availability is Availability.Available or Availability.Few;
}
