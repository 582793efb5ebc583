using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>Adds seats to an active hold and gives seats of it back, all or nothing. A hold without seats is released.</summary>
public sealed record ChangeHold(HoldId Hold, HoldOwner Owner)
{
    public SeatWish? Add { get; init; }

    /// <summary><see cref="SeatWish.Seats"/> or <see cref="SeatWish.Labels"/>; what the hold does not have is ignored.</summary>
    public SeatWish? Remove { get; init; }

    /// <inheritdoc cref="HoldSeats.StillChoosing"/>
    public bool StillChoosing { get; init; }
}
