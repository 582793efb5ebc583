using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>
/// Holds seats for the performance's hold time. A buyer has one active hold per performance: further seats are added to it, all or
/// nothing, and its expiry stays.
/// </summary>
public sealed record HoldSeats(PerformanceId Performance, HoldOwner Owner, UserId? User, SeatWish Wish)
{
    /// <summary>
    /// The buyer is still picking seat by seat: the single-seat and companion rules run later (<see cref="CheckHold"/>), because the next
    /// click may satisfy them.
    /// </summary>
    public bool StillChoosing { get; init; }

    /// <summary>The owner's key was created for this request, so that no earlier hold of the owner can exist.</summary>
    public bool OwnerIsNew { get; init; }

    /// <summary>Where the request comes from; null: the application itself, which no budget limits.</summary>
    public HoldOrigin? Origin { get; init; }

    /// <summary>The idempotent request; null without an idempotency key.</summary>
    public RepeatableRequest? Request { get; init; }

    /// <summary>The client's proofs of access codes as they were sent, separated by spaces; null: none. Read in a presale only.</summary>
    public string? Access { get; init; }
}
