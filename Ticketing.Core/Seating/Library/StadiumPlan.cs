using System.Globalization;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>
/// A stadium: one tier of 24 rows with 32 sections around a football pitch, wheelchair platforms behind it. About 20,000 seats.
/// </summary>
internal static class StadiumPlan
{
    private const double RowSpacing = 82;
    private const int Rows = 24;
    private const double PlatformsOutside = (Rows * RowSpacing) + 40;
    private const double BesideHalfwayLine = 20;

    private static readonly Bowl Bowl = new(new Oval(7300, 5300, 4400), 50, RowSpacing);

    public static PlanDocument Create()
    {
        var sections = Tier().ToArray();
        return new PlanDocument
        {
            Name = "Stadium",
            SeatRadius = 22,
            Focus = new PlanPoint(0, 0),
            Categories =
            [
                new("halfway", "Category 1, halfway line", "#8467ee"),
                new("side", "Category 2, sides", "#1f8fd6"),
                new("end", "Category 3, behind the goals", "#0f9d7a"),
            ],
            Sections = [.. sections.Select(section => new PlanSection(section.Name, section.Name, section.Gate))],
            Objects = [.. Building(), .. sections.SelectMany(section => section.Objects)],
        };
    }

    // Clockwise from below: an end, the left side, the other end, the right side.
    private static IEnumerable<BowlSection> Tier()
    {
        const int inEnd = 7;
        const int inSide = 9;
        var angle = Bowl.Inner.EndAngle;
        var number = 101;
        foreach (var (from, to) in Bowl.Wedges(
            (360 - angle, 360 + angle, inEnd), (360 + angle, 540 - angle, inSide), (540 - angle, 540 + angle, inEnd),
            (540 + angle, 720 - angle, inSide)))
        {
            var name = (number++).ToString(CultureInfo.InvariantCulture);
            var middle = (from + to) / 2 % 360;
            var category = CategoryAt(middle);
            yield return new BowlSection(name, GateAt(middle),
            [
                Bowl.Block($"block-{name}", name, category, 0, Rows, from, to),
                Bowl.Platform($"platform-{name}", name, category, PlatformsOutside, from, to),
            ]);
        }
    }

    private static string CategoryAt(double angle)
    {
        var fromSide = Math.Abs((angle % 180) - 90);
        return fromSide < BesideHalfwayLine ? "halfway" : fromSide < 90 - Bowl.Inner.EndAngle ? "side" : "end";
    }

    private static IEnumerable<PlanObject> Building()
    {
        const double outer = PlatformsOutside + 220;
        yield return Bowl.Ground("building", ShapeFill.Floor, outer);
        yield return Bowl.Ground("tier", ShapeFill.Platform, PlatformsOutside + 80);
        yield return Bowl.Ground("ground", ShapeFill.Floor, -90);
        foreach (var (gate, angle) in new[] { ("Gate A", 0.0), ("Gate B", 90), ("Gate C", 180), ("Gate D", 270) })
        {
            yield return Bowl.Sign(gate, angle, outer + 300);
        }

        yield return new StageObject { Id = "pitch", Text = "Pitch", Points = Sketch.Box(-3400, -5250, 3400, 5250) };
    }

    private static string GateAt(double angle) => angle switch
    {
        < 45 or >= 315 => "Gate A",
        < 135 => "Gate B",
        < 225 => "Gate C",
        _ => "Gate D",
    };
}
