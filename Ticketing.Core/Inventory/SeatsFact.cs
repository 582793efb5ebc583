using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>
/// Payload of a fact about seats: one for each statement that changed some, whatever the number of its holds and performances. Counts are
/// columns, one entry per performance; a column that is missing is zero for all of them. Seats that orders sell, free or lose have the
/// order's facts.
/// </summary>
/// <remarks>
/// The fact is an aggregate of its own: consumers add or recount, so no two of them need an order, and one that cannot be applied blocks no
/// other. It belongs to no organization, since a batch can have performances of several.
/// </remarks>
/// <param name="Performances">The performances with changed seats, each once.</param>
/// <param name="Held">Seats that became held.</param>
/// <param name="Freed">Seats that became available.</param>
/// <param name="Holds">New holds.</param>
/// <param name="Released">Holds that their owners ended, by giving up the hold or its last seat.</param>
/// <param name="Expired">Holds that ended by time.</param>
public sealed record SeatsFact(
    IReadOnlyList<Guid> Performances, IReadOnlyList<int>? Held = null, IReadOnlyList<int>? Freed = null, IReadOnlyList<int>? Holds = null,
    IReadOnlyList<int>? Released = null, IReadOnlyList<int>? Expired = null)
{
    /// <summary>The type of the aggregate, whose id is the fact's.</summary>
    public const string Aggregate = "seats";

    /// <summary>The fact's type.</summary>
    public const string Type = "seats.changed";

    /// <summary>The changes by performance.</summary>
    /// <exception cref="InvariantException">A column has another number of entries.</exception>
    public IEnumerable<SeatsChange> ToChanges()
    {
        foreach (var column in new[] { Held, Freed, Holds, Released, Expired })
        {
            Invariant.Holds(column is null || column.Count == Performances.Count);
        }

        return Performances.Select((performance, i) => new SeatsChange(
            performance, Held?[i] ?? 0, Freed?[i] ?? 0, Holds?[i] ?? 0, Released?[i] ?? 0, Expired?[i] ?? 0));
    }
}

/// <summary>What a statement changed in one performance; the numbers are <see cref="SeatsFact"/>'s.</summary>
public readonly record struct SeatsChange(Guid PerformanceId, int Held, int Freed, int Holds, int Released, int Expired);
