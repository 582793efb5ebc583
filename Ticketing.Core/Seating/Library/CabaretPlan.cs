using System.Globalization;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>A cabaret: 30 round tables in four arcs around a small stage, the front ones with four seats, the others with six.</summary>
internal static class CabaretPlan
{
    private const double FirstRadius = 900;
    private const double BetweenArcs = 330;
    private const double BetweenTables = 330;

    // Of the two front arcs.
    private const int FrontTables = 12;

    private static readonly int[] TablesOnArc = [5, 7, 8, 10];

    // Centre of all arcs, behind the stage.
    private static readonly PlanPoint Centre = new(0, -600);

    public static PlanDocument Create() => new()
    {
        Name = "Cabaret",
        Focus = new PlanPoint(0, -180),
        Categories = [new("front", "Tables at the stage", "#8467ee"), new("table", "Tables", "#1f8fd6")],
        Sections = [new("front", "Front Tables"), new("rear", "Tables")],
        Objects = [.. Room(), .. Tables()],
    };

    private static IEnumerable<PlanObject> Tables()
    {
        var number = 1;
        for (var arc = 0; arc < TablesOnArc.Length; arc++)
        {
            var (count, radius) = (TablesOnArc[arc], FirstRadius + (arc * BetweenArcs));
            var step = BetweenTables / radius * 180 / Math.PI;
            for (var i = 0; i < count; i++, number++)
            {
                // From the left of the hall to its right.
                yield return Table(number, radius, (((count - 1) / 2.0) - i) * step);
            }
        }
    }

    private static TableObject Table(int number, double radius, double angle)
    {
        var at = Sketch.On(Centre, radius, angle);
        var isFront = number <= FrontTables;
        var seats = isFront ? 4 : 6;
        return new TableObject
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"table-{number}"),
            Section = isFront ? "front" : "rear",
            Category = isFront ? "front" : "table",
            Name = number.ToString(CultureInfo.InvariantCulture),
            X = Math.Round(at.X, 1),
            Y = Math.Round(at.Y, 1),

            // Turned by half a seat, so that no seat has its back straight to the stage.
            Angle = angle + (180.0 / seats),
            Shape = TableShape.Round,
            Seats = seats,
            Width = isFront ? 100 : 140,
            Overrides = number is 21 or 30 ? [.. Sketch.Mark(0, [0], SeatKind.Wheelchair), .. Sketch.Mark(0, [1], SeatKind.Companion)] : [],
        };
    }

    private static IEnumerable<PlanObject> Room()
    {
        yield return new ShapeObject
        {
            Id = "floor",
            Fill = ShapeFill.Floor,
            Points = [new(-1580, -620), new(1580, -620), new(1580, 900), .. Sketch.Arc(Centre, 2180, -44, 44), new(-1580, 900)],
        };
        yield return new StageObject
        {
            Id = "stage",
            Text = "Stage",
            Points = [new(-420, -520), new(420, -520), new(420, -200), .. Sketch.Arc(Centre, 560, -38, 38), new(-420, -200)],
        };
    }
}
