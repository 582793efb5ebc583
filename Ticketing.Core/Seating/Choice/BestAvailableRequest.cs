using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Seating.Choice;

/// <summary>Parameters of <see cref="BestAvailable"/>.</summary>
/// <param name="Quantity">Number of places, wheelchair and companion places included.</param>
public sealed record BestAvailableRequest(int Quantity)
{
    /// <summary>True: only seats side by side. False: the party may be split into groups near each other.</summary>
    public bool Together { get; init; } = true;

    /// <summary>
    /// The numbers of the allowed categories (<see cref="CompiledPlan.FindCategory"/>); null for all seats. Places in an area are offered
    /// only if its category is listed, or if the plan has no seats.
    /// </summary>
    public IReadOnlyCollection<int>? Categories { get; init; }

    /// <summary>
    /// The rank of each category by number: 0 for the most expensive. Seats of a better rank are chosen first. Null: all are equal.
    /// </summary>
    public IReadOnlyList<int>? CategoryRanks { get; init; }

    /// <summary>
    /// The number of wheelchair places among them. 0 excludes wheelchair and companion places.
    /// </summary>
    public int Wheelchairs { get; init; }

    /// <summary>Whether seats with a restricted view are offered.</summary>
    public bool RestrictedViews { get; init; } = true;

    /// <summary>Whether <see cref="SingleSeatRule"/> applies. If not, choices that leave a single seat are only ranked lower.</summary>
    public bool AvoidSingleSeats { get; init; }

    /// <summary>Ranks seats by distance to this seat instead of the stage: a replacement for a seat lost to another buyer.</summary>
    public SeatIndex? Near { get; init; }

    /// <summary>
    /// The number of better, disjoint choices to skip. Concurrent buyers with different values do not contend for the same seats, and a
    /// retry increases it. Taken modulo the number of choices.
    /// </summary>
    public int Skip { get; init; }
}
