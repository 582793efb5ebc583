using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Inventory;

/// <summary>Read model of a buyer's active hold.</summary>
/// <param name="Extended">Whether it was extended; a hold can be extended once.</param>
public sealed record HeldSeats(
    HoldId Id,
    PerformanceId Performance,
    IReadOnlyList<HeldSeat> Seats,
    DateTimeOffset ExpiresAt,
    DateTimeOffset ExpiresHardAt,
    bool Extended,
    string Currency)
{
    /// <summary>JSON of the reductions chosen for the seats (<c>ChosenReductions</c>); null: not read, they are as before.</summary>
    public string? Reductions { get; init; }

    /// <summary>Sum of all full prices and fees.</summary>
    public Money Total => new(Seats.Sum(seat => seat.Price.Amount + seat.Fee.Amount), Currency);

    /// <summary>Time until expiry. Screens count down from it, so that a wrong client clock does no harm.</summary>
    public TimeSpan Remaining(DateTimeOffset now) => ExpiresAt > now ? ExpiresAt - now : TimeSpan.Zero;
}

/// <summary>A seat in a hold, with the price at the time of the hold.</summary>
/// <param name="Tier">The ordinal of its price tier.</param>
public sealed record HeldSeat(SeatIndex Index, string Label, short Tier, string TierName, Money Price, Money Fee);
