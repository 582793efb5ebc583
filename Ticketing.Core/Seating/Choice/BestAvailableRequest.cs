using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Seating.Choice;

/// <summary>What somebody wants who leaves the choice of seats to us.</summary>
/// <param name="Quantity">All places together, wheelchair places and companions included.</param>
public sealed record BestAvailableRequest(int Quantity)
{
    /// <summary>Seats side by side, or none at all. Otherwise the party may be split into groups that sit near each other.</summary>
    public bool Together { get; init; } = true;

    /// <summary>The numbers of the categories to choose from (<see cref="CompiledPlan.FindCategory"/>); null for all seats. Places
    /// in an area are offered only when its category is among these, or when the plan has nothing else.</summary>
    public IReadOnlyCollection<int>? Categories { get; init; }

    /// <summary>
    /// How many of the places are to be wheelchair places; companion places come only with them. With 0 neither kind is offered.
    /// </summary>
    public int Wheelchairs { get; init; }

    /// <summary>Offers seats from which one does not see everything.</summary>
    public bool RestrictedViews { get; init; } = true;

    /// <summary>Offers only what <see cref="SingleSeatRule"/> allows.</summary>
    public bool AvoidSingleSeats { get; init; }

    /// <summary>Near this seat, for somebody who just lost it, instead of near the stage.</summary>
    public SeatIndex? Near { get; init; }

    /// <summary>
    /// Leaves out so many better choices that have no seat in common: concurrent buyers with different numbers do not fight for
    /// the same seats, and who lost a race goes on with the next. Where there are fewer choices, it starts over.
    /// </summary>
    public int Skip { get; init; }
}
