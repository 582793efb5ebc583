using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Publishing;

/// <summary>Sells a date by the newest published version of its plan.</summary>
/// <param name="Hash">The <see cref="PlanUpdate.Hash"/> that its editor has seen.</param>
public sealed record ApplyPlanUpdate(PerformanceId Performance, string Hash, Caller Caller);

/// <summary>What the newest published version of its plan changes of a date.</summary>
/// <param name="Version">The plan's version.</param>
/// <param name="Hash">Names the result; another one follows from another version or another state of the date.</param>
/// <param name="Seats">All places afterwards.</param>
/// <param name="Moved">Seats at another position of the drawing.</param>
/// <param name="OtherCategory">Places whose price is that of another category; what is sold or held keeps its price.</param>
/// <param name="OtherKind">Seats that become or are no longer wheelchair places and the like.</param>
/// <param name="Blocks">Why it cannot be applied; empty: it can.</param>
public sealed record PlanUpdate(
    PerformanceId Performance, int Version, string Hash, int Seats, int Added, int Moved, int OtherCategory, int OtherKind,
    IReadOnlyList<PlanUpdateBlock> Blocks);

/// <summary>Places that keep a plan from being applied.</summary>
/// <param name="Places">How many.</param>
/// <param name="Labels">Of the first <see cref="LabelsMax"/>, or names of categories.</param>
public sealed record PlanUpdateBlock(PlanUpdateBlockKind Kind, int Places, IReadOnlyList<string> Labels)
{
    public const int LabelsMax = 100;
}

public enum PlanUpdateBlockKind
{
    /// <summary>Sold seats are missing in the newer version.</summary>
    SoldSeatWouldVanish,

    /// <summary>Held seats are missing in it.</summary>
    HeldSeatWouldVanish,

    /// <summary>Other seats are missing in it: numbers of seats are never given again, so a seat is set aside instead.</summary>
    SeatWouldVanish,

    /// <summary>Seats have another label: buyers and tickets name them by the one that they have.</summary>
    SeatWouldBeRenamed,

    /// <summary>New or changed places are in a category without a price for the date.</summary>
    PriceMissing,

    /// <summary>Places of areas, which have the last numbers, would get other ones: new seats need a date of their own there.</summary>
    PlacesOfAreasFollow,
}

/// <summary>A date that is sold by a plan.</summary>
/// <param name="TimeZone">The venue's IANA zone.</param>
/// <param name="IsCurrent">Whether it is sold by the newest published version.</param>
public sealed record PlanDate(PerformanceId Performance, string Title, DateTimeOffset StartsAt, string TimeZone, bool IsCurrent);

/// <summary>Why a plan was not applied to a date. Nothing is changed.</summary>
/// <param name="Update">With <see cref="PlanUpdateRefusal.Blocked"/> and <see cref="PlanUpdateRefusal.Outdated"/>: as it is now.</param>
public sealed record RefusedPlanUpdate(PlanUpdateRefusal Reason, PlanUpdate? Update = null);

public enum PlanUpdateRefusal
{
    /// <summary>There is no such date, or the caller may not change it.</summary>
    NotFound,

    TooOften,

    /// <summary>The event is not published, or the date is over or cancelled.</summary>
    WrongState,

    /// <summary>The date is sold by the newest version, or its event names no plan.</summary>
    NothingNewer,

    /// <summary>The hash is of another difference.</summary>
    Outdated,

    /// <summary>See <see cref="PlanUpdate.Blocks"/>.</summary>
    Blocked,
}
