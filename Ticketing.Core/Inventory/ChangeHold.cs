using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>Adds seats to an active hold and removes seats from it, all or nothing. A hold left without seats is released.</summary>
public sealed record ChangeHold(HoldId Hold, HoldOwner Owner)
{
    public SeatWish? Add { get; init; }

    /// <summary><see cref="SeatWish.Seats"/> or <see cref="SeatWish.Labels"/>; seats that the hold does not contain are ignored.</summary>
    public SeatWish? Remove { get; init; }

    /// <inheritdoc cref="HoldSeats.Origin"/>
    public HoldOrigin? Origin { get; init; }

    /// <inheritdoc cref="HoldSeats.StillChoosing"/>
    public bool StillChoosing { get; init; }

    /// <inheritdoc cref="HoldSeats.Access"/>
    public string? Access { get; init; }
}
