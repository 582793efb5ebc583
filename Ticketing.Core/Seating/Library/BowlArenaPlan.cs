using System.Globalization;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>
/// An arena with an end stage: two tiers around three sides of a standing floor, wheelchair platforms behind the lower tier. About 6,300
/// seats and 1,700 standing places.
/// </summary>
internal static class BowlArenaPlan
{
    private const double RowSpacing = 86;
    private const int LowerRows = 12;
    private const int UpperRows = 9;

    // Behind the lower tier: a row of platforms, then the concourse.
    private const double PlatformsOutside = (LowerRows * RowSpacing) + 40;
    private const double UpperOutside = PlatformsOutside + 400;

    private static readonly Bowl Bowl = new(new Oval(3000, 1900, 1400), 50, RowSpacing);

    public static PlanDocument Create()
    {
        var sections = LowerTier().Concat(UpperTier()).ToArray();
        return new PlanDocument
        {
            Name = "Arena",
            SeatRadius = 22,
            Focus = new PlanPoint(0, -1700),
            Categories =
            [
                new("floor", "Floor, standing", "#d1457f"),
                new("premium", "Lower tier, sides", "#8467ee"),
                new("lower", "Lower tier", "#1f8fd6"),
                new("upper", "Upper tier", "#0f9d7a"),
            ],
            Sections =
            [
                .. sections.Select(section => new PlanSection(section.Name, section.Name, section.Gate)), new("floor", "Floor", "Gate A"),
            ],
            Objects = [.. Building(), .. sections.SelectMany(section => section.Objects), Floor()],
        };
    }

    private static IEnumerable<BowlSection> LowerTier()
    {
        var number = 101;
        foreach (var (from, to) in Wedges(6, 4))
        {
            var name = (number++).ToString(CultureInfo.InvariantCulture);
            var middle = (from + to) / 2;
            var isBesideFloor = Math.Abs(Math.Abs(middle - 360) - 90) < 20;
            var block = Bowl.Block($"lower-{name}", name, isBesideFloor ? "premium" : "lower", 0, LowerRows, from, to);
            var platform = Bowl.Platform($"platform-{name}", name, "lower", PlatformsOutside, from, to);
            yield return new BowlSection(name, GateAt(middle), [block, platform]);
        }
    }

    private static IEnumerable<BowlSection> UpperTier()
    {
        var number = 201;
        foreach (var (from, to) in Wedges(6, 4))
        {
            var name = (number++).ToString(CultureInfo.InvariantCulture);
            yield return new BowlSection(
                name, GateAt((from + to) / 2), [Bowl.Block($"upper-{name}", name, "upper", UpperOutside, UpperRows, from, to)]);
        }
    }

    // Clockwise from the stage's right: along one side, around the end, along the other side.
    private static IEnumerable<(double From, double To)> Wedges(int side, int end)
    {
        var angle = Bowl.Inner.EndAngle;
        return Bowl.Wedges((180 + angle, 360 - angle, side), (360 - angle, 360 + angle, end), (360 + angle, 540 - angle, side));
    }

    private static AreaObject Floor() => new()
    {
        Id = "floor",
        Section = "floor",
        Category = "floor",
        Capacity = 1_700,
        Points = [.. Bowl.Inner.Line(-220, 250, 470)],
    };

    private static IEnumerable<PlanObject> Building()
    {
        const double outer = UpperOutside + (UpperRows * RowSpacing) + 100;
        yield return Bowl.Ground("building", ShapeFill.Floor, outer);
        yield return Bowl.Ground("concourse", ShapeFill.Platform, UpperOutside - 110);
        yield return Bowl.Ground("ground", ShapeFill.Floor, -110);
        foreach (var (gate, angle) in new[] { ("Gate A", 270.0), ("Gate B", 318), ("Gate C", 402), ("Gate D", 450) })
        {
            yield return Bowl.Sign(gate, angle, outer + 260);
        }

        yield return new StageObject { Id = "stage", Text = "Stage", Points = Sketch.Box(-900, -2400, 900, -1600) };
    }

    private static string GateAt(double angle) => angle switch { < 300 => "Gate A", < 360 => "Gate B", < 420 => "Gate C", _ => "Gate D" };
}
