using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>Lays sections of seats around an oval, divided by radial stairs of equal width.</summary>
internal sealed class Bowl(Oval inner, double seatSpacing, double rowSpacing)
{
    private const double StairsWidth = 120;
    private const double PlatformPlaceWidth = 88;

    public Oval Inner => inner;

    /// <summary>Divides arcs into equal parts, clockwise.</summary>
    public static IEnumerable<(double From, double To)> Wedges(params (double From, double To, int Count)[] arcs) =>
        arcs.SelectMany(arc => Enumerable.Range(0, arc.Count)
            .Select(i => (arc.From + ((arc.To - arc.From) * i / arc.Count), arc.From + ((arc.To - arc.From) * (i + 1) / arc.Count))));

    /// <summary>Rows between two angles of one arc of the oval; they get longer to the back, so that the stairs are straight.</summary>
    /// <param name="outside">From the oval to the first row.</param>
    public BlockObject Block(string id, string section, string category, double outside, int rows, double from, double to)
    {
        var (centre, innerRadius) = inner.ArcAt((from + to) / 2);
        var radius = innerRadius + outside;
        var span = (to - from) * Math.PI / 180;
        var width = (radius * span) - StairsWidth;
        var seats = (int)(width / seatSpacing);
        var spacing = width / seats;
        var at = Sketch.On(centre, radius, (from + to) / 2);
        return new BlockObject
        {
            Id = id,
            Section = section,
            Category = category,
            X = Math.Round(at.X, 1),
            Y = Math.Round(at.Y, 1),
            Angle = (from + to) / 2 % 360,
            Rows = rows,
            Seats = seats,
            SeatGrowth = rowSpacing * span / spacing,
            Spacing = spacing,
            RowSpacing = rowSpacing,
            Radius = radius,
            Justified = true,
            RowNumbering = new NumberingScheme { Style = NumberingStyle.Numbers },
        };
    }

    /// <summary>A row of wheelchair places: groups of two, each with a companion seat beside it.</summary>
    /// <param name="outside">From the oval to the row.</param>
    public RowObject Platform(string id, string section, string category, double outside, double from, double to)
    {
        var (centre, innerRadius) = inner.ArcAt((from + to) / 2);
        var radius = innerRadius + outside;
        var width = (radius * (to - from) * Math.PI / 180) - StairsWidth;
        var places = (int)(width / (4 * PlatformPlaceWidth)) * 4;
        var at = Sketch.On(centre, radius, (from + to) / 2);
        return new RowObject
        {
            Id = id,
            Section = section,
            Category = category,
            Name = "W",
            X = Math.Round(at.X, 1),
            Y = Math.Round(at.Y, 1),
            Angle = (from + to) / 2 % 360,
            Radius = radius,
            Seats = places,
            Spacing = width / places,
            Overrides =
            [
                .. Enumerable.Range(0, places)
                    .Select(seat => new SeatOverride(0, seat, Kind: seat % 4 is 0 or 3 ? SeatKind.Wheelchair : SeatKind.Companion)),
            ],
        };
    }

    /// <summary>The area inside of a closed line around the oval.</summary>
    public ShapeObject Ground(string id, ShapeFill fill, double outside) =>
        new() { Id = id, Fill = fill, Points = [.. inner.Line(outside, 0, 357.5)] };

    /// <summary>A text outside of the oval, parallel to it and never upside down.</summary>
    public TextObject Sign(string text, double angle, double outside)
    {
        var at = inner.On(angle, outside);
        return new TextObject
        {
            Id = text,
            Text = text,
            X = Math.Round(at.X),
            Y = Math.Round(at.Y),
            Angle = ((angle + 90) % 180) - 90,
            Size = 230,
        };
    }
}

/// <summary>A section of a bowl.</summary>
internal sealed record BowlSection(string Name, string Gate, IReadOnlyList<PlanObject> Objects);
