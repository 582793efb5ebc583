using Ticketing.Core.Catalog;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Inventory;

/// <summary>Why seats were not held or a hold not changed. Nothing has changed then: the hold and its timer are as before.</summary>
public enum HoldRefusal
{
    UnknownPerformance,

    /// <summary><see cref="RefusedHold.SaleState"/> says what it is instead.</summary>
    NotOnSale,

    /// <summary>No seat, or a quantity below one.</summary>
    NothingAsked,

    /// <summary><see cref="RefusedHold.Labels"/> are not of this performance.</summary>
    UnknownSeats,

    /// <summary><see cref="RefusedHold.Labels"/> were named more than once.</summary>
    DuplicateSeats,

    /// <summary>More than <see cref="RefusedHold.SeatsMax"/> in one order.</summary>
    TooManySeats,

    /// <summary><see cref="RefusedHold.Labels"/> are companion seats without a wheelchair place of their own.</summary>
    CompanionAlone,

    /// <summary><see cref="RefusedHold.Labels"/> would be left alone between taken seats.</summary>
    LeavesSingleSeat,

    /// <summary><see cref="RefusedHold.Labels"/> belong to somebody else.</summary>
    SeatsTaken,

    /// <summary>The area, the tier or the house has fewer free seats than asked for (or not side by side).</summary>
    NotEnoughSeats,

    /// <summary>The hold is over, or is not this buyer's.</summary>
    HoldGone,

    /// <summary>Too many ask at once, or the database is away: try again after <see cref="RefusedHold.RetryAfter"/>.</summary>
    Busy,

    /// <summary>The request's key was used with another request before.</summary>
    RequestKeyReused,
}

/// <summary>A refusal and what there is to say about it.</summary>
public sealed record RefusedHold(HoldRefusal Reason)
{
    /// <summary>The seats that it is about, by label.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The same seats by index, where they are seats of the performance.</summary>
    public IReadOnlyList<SeatIndex> Seats { get; init; } = [];

    public int SeatsMax { get; init; }

    public SaleState? SaleState { get; init; }

    public TimeSpan RetryAfter { get; init; }
}
