using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>A studio stage: 96 seats in eight straight rows, with an aisle in the middle.</summary>
internal static class StudioPlan
{
    private const int Rows = 8;
    private const int Seats = 12;
    private const double RowSpacing = 95;
    private const double FirstRow = 150;

    public static PlanDocument Create() => new()
    {
        Name = "Studio",
        Focus = new PlanPoint(0, -60),
        Categories = [new("front", "Front rows", "#8467ee"), new("standard", "Standard", "#1f8fd6")],
        Sections = [new("seats", "Studio")],
        Objects = [.. Room(), Block()],
    };

    private static BlockObject Block() => new()
    {
        Id = "seats",
        Section = "seats",
        Category = "standard",
        X = 0,
        Y = FirstRow,
        Rows = Rows,
        Seats = Seats,
        RowSpacing = RowSpacing,
        Aisles = [new(Seats / 2, 110)],
        RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters, SkipIO = true },
        Overrides =
        [
            .. Enumerable.Range(0, 3).Select(row => new SeatOverride(row, Category: "front")),
            .. Sketch.Mark(0, [0, Seats - 1], SeatKind.Wheelchair),
            .. Sketch.Mark(0, [1, Seats - 2], SeatKind.Companion),
        ],
    };

    private static IEnumerable<PlanObject> Room()
    {
        const double back = FirstRow + (Rows * RowSpacing) + 40;
        yield return new ShapeObject { Id = "floor", Fill = ShapeFill.Floor, Points = Sketch.Box(-560, -500, 560, back) };
        yield return new ShapeObject
        {
            Id = "rostra",
            Fill = ShapeFill.Platform,
            Points = Sketch.Box(-450, FirstRow + (3 * RowSpacing) - 50, 450, FirstRow + (Rows * RowSpacing) - 40),
        };
        yield return new StageObject { Id = "stage", Text = "Stage", Points = Sketch.Box(-430, -430, 430, -20) };
    }
}
