using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Inventory;

/// <summary>A buyer's active hold as pages and the API show it.</summary>
/// <param name="Extended">Whether its one extension is used up.</param>
public sealed record HeldSeats(
    HoldId Id,
    PerformanceId Performance,
    IReadOnlyList<HeldSeat> Seats,
    DateTimeOffset ExpiresAt,
    DateTimeOffset ExpiresHardAt,
    bool Extended,
    string Currency)
{
    /// <summary>Prices and fees of all seats.</summary>
    public Money Total => new(Seats.Sum(seat => seat.Price.Amount + seat.Fee.Amount), Currency);

    /// <summary>What is left of its time at <paramref name="now"/>: screens count down from this, not from their own clock.</summary>
    public TimeSpan Remaining(DateTimeOffset now) => ExpiresAt > now ? ExpiresAt - now : TimeSpan.Zero;
}

/// <summary>A seat in a hold, at the price of the moment when it was held.</summary>
/// <param name="Tier">The ordinal of its price tier.</param>
public sealed record HeldSeat(SeatIndex Index, string Label, short Tier, string TierName, Money Price, Money Fee);
