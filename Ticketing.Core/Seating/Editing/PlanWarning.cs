namespace Ticketing.Core.Seating.Editing;

/// <summary>Something in a plan that is probably a mistake. It does not prevent publishing.</summary>
/// <param name="ObjectId">The affected object; null: the document itself, or a category.</param>
/// <param name="Arguments">For the text of its kind: names and counts.</param>
/// <param name="Row">The name of the affected row; null: none in particular.</param>
/// <param name="Seat">The number of the affected seat; null: none in particular.</param>
public sealed record PlanWarning(
    PlanWarningKind Kind, string? ObjectId, IReadOnlyList<string> Arguments, string? Section = null, string? Row = null, string? Seat = null);

public enum PlanWarningKind
{
    /// <summary>No place has this category: {0}.</summary>
    UnusedCategory,

    /// <summary>There is neither a stage nor a focus: best seats are those nearest the front.</summary>
    WithoutFocus,

    /// <summary>A companion seat without a wheelchair place beside it: {0} {1}.</summary>
    CompanionWithoutWheelchair,

    /// <summary>Two rows of a section have names that read alike: {0}, {1}.</summary>
    SimilarRowNames,

    /// <summary>Seats stand inside a wall or under a raised shape: {0} of them.</summary>
    SeatsUnderShape,

    /// <summary>More than 30 seats beside each other without an aisle: row {0}.</summary>
    LongRow,
}
