using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>
/// Keeps seats for a buyer for the performance's hold time. A buyer has one active hold a performance: when there is one already,
/// the seats are added to it, all or none, and its timer runs on.
/// </summary>
public sealed record HoldSeats(PerformanceId Performance, HoldOwner Owner, UserId? User, SeatWish Wish)
{
    /// <summary>
    /// The buyer picks seat by seat and is not done: whether a single seat is left is asked later
    /// (<see cref="CheckHold"/>), because the next click may take it.
    /// </summary>
    public bool StillChoosing { get; init; }

    /// <summary>The owner's key was made for this request: there is no other hold of this owner to look for.</summary>
    public bool OwnerIsNew { get; init; }

    /// <summary>The request that asks for it, where its sender may repeat it.</summary>
    public RepeatableRequest? Request { get; init; }
}
