using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Inventory;

/// <summary>Why a hold was not created or changed. A refusal changes nothing, also not the expiry.</summary>
public enum HoldRefusal
{
    UnknownPerformance,

    /// <summary><see cref="RefusedHold.SaleState"/> is the current state.</summary>
    NotOnSale,

    /// <summary>No seat, or a quantity below one.</summary>
    NothingAsked,

    /// <summary><see cref="RefusedHold.Labels"/> are not of this performance.</summary>
    UnknownSeats,

    /// <summary><see cref="RefusedHold.Labels"/> occur more than once in the request.</summary>
    DuplicateSeats,

    /// <summary>More than <see cref="RefusedHold.SeatsMax"/> seats in one order.</summary>
    TooManySeats,

    /// <summary><see cref="RefusedHold.Labels"/> are companion seats without a wheelchair place of their own.</summary>
    CompanionWithoutWheelchair,

    /// <summary><see cref="RefusedHold.Labels"/> would stay free as single seats between taken ones.</summary>
    LeavesSingleSeat,

    /// <summary><see cref="RefusedHold.Labels"/> are held or sold to other buyers.</summary>
    SeatsTaken,

    /// <summary>The area, the tier or the venue has too few free seats, or too few side by side.</summary>
    NotEnoughSeats,

    /// <summary>The hold has ended or has another owner.</summary>
    HoldNotActive,

    /// <summary>Overload or a database outage: retry after <see cref="RefusedHold.RetryAfter"/>.</summary>
    Busy,

    /// <summary>The idempotency key was used with another request before.</summary>
    RequestKeyReused,

    /// <summary>
    /// The device, the account or the network has too many seats of the performance, held or just paid. <see cref="RefusedHold.Proof"/>
    /// is the way on; without one only time helps.
    /// </summary>
    OverBudget,

    /// <summary>The admission pass is in use for another owner's hold.</summary>
    PassTaken,

    /// <summary>The owner has held <see cref="RefusedHold.Labels"/> for as long as one buyer may; others get their turn.</summary>
    HoldTimeSpent,

    /// <summary>
    /// Only a presale sells at this time, or it alone sells <see cref="RefusedHold.Labels"/>, and no proof is of a usable code for it.
    /// </summary>
    AccessCodeNeeded,

    /// <summary>The access code's presale is not open now: the general sale has not begun, or the seats are sold by code only.</summary>
    PresaleClosed,

    /// <summary><see cref="RefusedHold.Labels"/> are of categories that the access code's presale does not sell.</summary>
    SeatsNotInPresale,

    /// <summary><see cref="RefusedHold.Labels"/> are of a price tier whose own sale is not open.</summary>
    TierNotOnSale,

    /// <summary>More than <see cref="RefusedHold.SeatsMax"/> seats of a price tier in one order; the label is the tier's name.</summary>
    TierMaximum,

    /// <summary>Fewer than <see cref="RefusedHold.SeatsMin"/> seats of a price tier in one order; the label is the tier's name.</summary>
    TierMinimum,
}

/// <summary>A refusal with its details.</summary>
public sealed record RefusedHold(HoldRefusal Reason)
{
    /// <summary>The affected seats, by label.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The same seats by index, where they are seats of the performance.</summary>
    public IReadOnlyList<SeatIndex> Seats { get; init; } = [];

    public int SeatsMax { get; init; }

    public int SeatsMin { get; init; }

    public SaleState? SaleState { get; init; }

    public TimeSpan RetryAfter { get; init; }

    /// <summary>The proof of work that raises the budget, for the requesting owner only.</summary>
    public WorkProof? Proof { get; init; }
}
