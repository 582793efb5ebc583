namespace Ticketing.Core.Seating.Exchange;

/// <summary>The words of written tables and drawings in the reader's language.</summary>
public sealed record PlanPrintTexts
{
    public string Section { get; init; } = "Section";

    public string Row { get; init; } = "Row";

    public string Seat { get; init; } = "Seat";

    public string Label { get; init; } = "Label";

    public string Category { get; init; } = "Category";

    public string Kind { get; init; } = "Kind";

    public string Entrance { get; init; } = "Entrance";

    public string Places { get; init; } = "Places";

    public string Regular { get; init; } = "Seat";

    public string Wheelchair { get; init; } = "Wheelchair place";

    public string Companion { get; init; } = "Companion seat";

    public string RestrictedView { get; init; } = "Restricted view";

    public string Standing { get; init; } = "Standing";

    public string FreeSeating { get; init; } = "Free seating";
}
