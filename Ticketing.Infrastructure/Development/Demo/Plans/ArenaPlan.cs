using System.Globalization;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Infrastructure.Development.Demo.Plans;

/// <summary>
/// An arena with an end stage: two tiers with 40 sections around a standing floor. 20,000 seats, including wheelchair platforms behind the
/// lower tier, and 2,000 standing places.
/// </summary>
internal static class ArenaPlan
{
    private const double RowSpacing = 86;
    private const double SeatSpacing = 50;
    private const double StairsWidth = 120;
    private const int LowerRows = 18;
    private const int UpperRows = 20;
    private const int StairwayRow = 6;

    // Behind the lower tier: a row of platforms, then the concourse.
    private const double PlatformsOutside = (LowerRows * RowSpacing) + 40;
    private const double UpperOutside = PlatformsOutside + 420;

    private static readonly Oval Bowl = new(4200, 2600, 2000);

    public static PlanDocument Create()
    {
        var sections = LowerTier().Concat(UpperTier()).ToArray();
        return new PlanDocument
        {
            Name = "Arena",
            SeatRadius = 22,
            Focus = new PlanPoint(0, -2350),
            Categories =
            [
                new("floor", "Floor, standing", "#d1457f"),
                new("premium", "Lower tier, premium", "#8467ee"),
                new("lower", "Lower tier", "#1f8fd6"),
                new("upper", "Upper tier", "#0f9d7a"),
                new("side", "Upper tier, side view", "#c9790a"),
            ],
            Sections = [.. sections.Select(s => new PlanSection(s.Key, s.Name, s.Gate)), new("floor", "Floor", "Gate A")],
            Objects = [.. Building(), .. sections.SelectMany(s => s.Objects), Floor()],
        };
    }

    // Clockwise from the stage's right: beside the stage, along the side, around the end, and back.
    private static IEnumerable<Section> LowerTier()
    {
        var end = Bowl.EndAngle;
        var wedge = end / 3;
        var number = 101;
        foreach (var (from, to) in Wedges((180 + end - wedge, 180 + end, 1), (180 + end, 360 - end, 5), (360 - end, 360 + end, 6),
            (360 + end, 540 - end, 5), (540 - end, 540 - end + wedge, 1)))
        {
            var name = Text(number++);
            var middle = (from + to) / 2;
            var besideFloor = Math.Abs(Math.Abs(middle - 360) - 90) < 20;
            var block = Block($"lower-{name}", name, besideFloor ? "premium" : "lower", 0, LowerRows, from, to);
            var platform = Platform($"platform-{name}", name, from, to);
            yield return new Section(name, name, GateAt(middle), [block, platform]);
        }
    }

    private static IEnumerable<Section> UpperTier()
    {
        var end = Bowl.EndAngle;
        var wedge = end / 3;
        var number = 201;
        foreach (var (from, to) in Wedges((180 + end - (2 * wedge), 180 + end, 2), (180 + end, 360 - end, 6), (360 - end, 360 + end, 6),
            (360 + end, 540 - end, 6), (540 - end, 540 - end + (2 * wedge), 2)))
        {
            var name = Text(number++);
            var middle = (from + to) / 2;
            var besideStage = Math.Abs(middle - 360) > 180 - end;
            var block = Block($"upper-{name}", name, besideStage ? "side" : "upper", UpperOutside, UpperRows, from, to);
            var atTheEnd = Math.Abs(middle - 360) < end;
            block.Overrides =
            [
                .. name is "201" or "222" ? BehindTheStage() : [],
                .. atTheEnd ? Stairway(block, rows: 5, seats: 3) : Stairway(block, rows: 4, seats: 4),
            ];
            yield return new Section(name, name, GateAt(middle), [block]);
        }
    }

    private static IEnumerable<SeatOverride> BehindTheStage() =>
        Enumerable.Range(0, UpperRows).Select(row => new SeatOverride(row, Kind: SeatKind.RestrictedView));

    // The entrance: seats removed from the block.
    private static IEnumerable<SeatOverride> Stairway(BlockObject block, int rows, int seats)
    {
        for (var row = StairwayRow; row < StairwayRow + rows; row++)
        {
            var first = ((int)(block.Seats + (row * block.SeatGrowth)) - seats) / 2;
            for (var seat = first; seat < first + seats; seat++)
            {
                yield return new SeatOverride(row, seat, Removed: true);
            }
        }
    }

    private static BlockObject Block(string id, string section, string category, double outside, int rows, double from, double to)
    {
        var (centre, baseRadius) = Bowl.ArcAt((from + to) / 2);
        var radius = baseRadius + outside;
        var span = (to - from) * Math.PI / 180;
        var width = (radius * span) - StairsWidth;
        var seats = (int)(width / SeatSpacing);
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
            SeatGrowth = RowSpacing * span / spacing,
            Spacing = spacing,
            RowSpacing = RowSpacing,
            Radius = radius,
            Justified = true,
            RowNumbering = new NumberingScheme { Style = NumberingStyle.Numbers },
        };
    }

    // Groups of two wheelchair places, each with a companion seat: W C C W.
    private static RowObject Platform(string id, string section, double from, double to)
    {
        var (centre, baseRadius) = Bowl.ArcAt((from + to) / 2);
        var radius = baseRadius + PlatformsOutside;
        var width = (radius * (to - from) * Math.PI / 180) - StairsWidth;
        var groups = (int)(width / (4 * 88));
        var at = Sketch.On(centre, radius, (from + to) / 2);
        return new RowObject
        {
            Id = id,
            Section = section,
            Category = "lower",
            Name = "W",
            X = Math.Round(at.X, 1),
            Y = Math.Round(at.Y, 1),
            Angle = (from + to) / 2 % 360,
            Radius = radius,
            Seats = groups * 4,
            Spacing = width / (groups * 4),
            Overrides =
            [
                .. Enumerable.Range(0, groups * 4)
                    .Select(seat => new SeatOverride(0, seat, Kind: seat % 4 is 0 or 3 ? SeatKind.Wheelchair : SeatKind.Companion)),
            ],
        };
    }

    private static AreaObject Floor() => new()
    {
        Id = "floor",
        Section = "floor",
        Category = "floor",
        Capacity = 2_000,
        Points =
        [
            new(-350, -1900), new(-350, -1150), new(350, -1150), new(350, -1900), new(2035, -1900),
            .. Bowl.Line(-260, 252, 344), new(480, 3250), new(-480, 3250), .. Bowl.Line(-260, 376, 468), new(-2035, -1900),
        ],
    };

    private static IEnumerable<PlanObject> Building()
    {
        var outer = UpperOutside + (UpperRows * RowSpacing) + 100;
        yield return new ShapeObject { Id = "building", Fill = ShapeFill.Floor, Points = [.. Bowl.Line(outer, 0, 357.5)] };
        yield return new ShapeObject { Id = "concourse", Fill = ShapeFill.Platform, Points = [.. Bowl.Line(UpperOutside - 110, 0, 357.5)] };
        yield return new ShapeObject { Id = "ground", Fill = ShapeFill.Floor, Points = [.. Bowl.Line(-110, 0, 357.5)] };
        foreach (var (gate, angle) in new[] { ("Gate A", 270.0), ("Gate B", 318), ("Gate C", 402), ("Gate D", 450) })
        {
            var at = Bowl.On(angle, outer + 260);
            yield return new TextObject { Id = gate, Text = gate, X = Math.Round(at.X), Y = Math.Round(at.Y), Angle = UprightAngle(angle), Size = 230 };
        }

        yield return new ShapeObject { Id = "mixing-desk", Fill = ShapeFill.Wall, Points = Sketch.Box(-390, 3340, 390, 3800) };
        yield return new StageObject
        {
            Id = "stage",
            Text = "Stage",
            Points =
            [
                new(-1300, -3500), new(1300, -3500), new(1300, -2150), new(250, -2150), new(250, -1250), new(-250, -1250), new(-250, -2150),
                new(-1300, -2150),
            ],
        };
    }

    private static IEnumerable<(double From, double To)> Wedges(params (double From, double To, int Count)[] arcs) =>
        arcs.SelectMany(a => Enumerable.Range(0, a.Count)
            .Select(i => (a.From + ((a.To - a.From) * i / a.Count), a.From + ((a.To - a.From) * (i + 1) / a.Count))));

    private static string GateAt(double angle) => angle switch { < 300 => "Gate A", < 360 => "Gate B", < 420 => "Gate C", _ => "Gate D" };

    // Parallel to the wall, never upside down.
    private static double UprightAngle(double angle) => ((angle + 90) % 180) - 90;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Section(string Key, string Name, string Gate, IReadOnlyList<PlanObject> Objects);
}
