using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Development.Demo.Plans;

namespace Ticketing.Tests.Seating;

public class DemoPlansTests
{
    private static readonly Dictionary<string, CompiledPlan> Plans = new()
    {
        ["theatre"] = TestPlans.Compile(PlanLibrary.Document(PlanLibrary.Theatre)),
        ["hall"] = TestPlans.Compile(ConcertHallPlan.Create()),
        ["arena"] = TestPlans.Compile(ArenaPlan.Create()),
    };

    [Theory]
    [InlineData("theatre", 420, 420, 4)]
    [InlineData("hall", 2_100, 2_100, 7)]
    [InlineData("arena", 20_000, 22_000, 41)]
    public void DemoPlan_Compiled_HasItsPlaces(string name, int placed, int places, int sections)
    {
        var plan = Plans[name];

        Assert.Equal((placed, places, sections), (plan.PlacedCount, plan.PlaceCount, plan.Sections.Length));
        Assert.InRange(plan.Categories.Length, 3, 5);
        Assert.Equal(plan.Categories.Length, TestPlans.All(plan).Select(plan.CategoryNumberOf).Distinct().Count());
        Assert.NotEmpty(plan.Decor.OfType<CompiledStage>());
    }

    [Theory]
    [InlineData("theatre")]
    [InlineData("hall")]
    [InlineData("arena")]
    public void DemoPlan_Wheelchairs_HaveTheirCompanionsBesideThem(string name)
    {
        var plan = Plans[name];
        var wheelchairs = TestPlans.All(plan).Where(s => plan.KindOf(s) == SeatKind.Wheelchair).ToArray();

        Assert.NotEmpty(wheelchairs);
        Assert.Equal(wheelchairs.Length, TestPlans.All(plan).Count(s => plan.KindOf(s) == SeatKind.Companion));
        Assert.All(wheelchairs, w => Assert.Contains(
            new[] { plan.NeighboursOf(w).Before, plan.NeighboursOf(w).After }, s => s is { } seat && plan.KindOf(seat) == SeatKind.Companion));
    }

    [Theory]
    [InlineData("theatre")]
    [InlineData("hall")]
    [InlineData("arena")]
    public void DemoPlan_Sections_ContainTheirSeatsOnly(string name)
    {
        var plan = Plans[name];
        foreach (var seat in TestPlans.All(plan).Where(plan.IsPlaced))
        {
            var (x, y) = plan.PositionOf(seat);
            var around = plan.Sections.Where(s => Contains(s, x, y)).ToArray();
            Assert.Equal([plan.SectionOf(seat).Name], around.Select(s => s.Name));
        }
    }

    [Theory]
    [InlineData("theatre")]
    [InlineData("hall")]
    [InlineData("arena")]
    public void DemoPlan_SectionNames_AreInsideAndDoNotOverlap(string name)
    {
        var plan = Plans[name];
        Assert.All(plan.Sections, s => Assert.True(Contains(s, s.LabelX, s.LabelY)));

        // A name's height is about a sixtieth of the drawing.
        var size = (plan.Bounds.MaxX - plan.Bounds.MinX) / 60;
        foreach (var a in plan.Sections)
        {
            Assert.All(plan.Sections.Where(b => b != a), b => Assert.False(
                Math.Abs(a.LabelX - b.LabelX) < (a.Name.Length + b.Name.Length) * size * 0.3 && Math.Abs(a.LabelY - b.LabelY) < size * 1.2,
                $"{a.Name} and {b.Name}"));
        }
    }

    [Fact]
    public void DemoPlan_BestSeats_AreInTheExpectedRows()
    {
        Assert.Equal("Stalls-A", Row(Plans["theatre"], 2));
        Assert.Equal("Stalls Centre-1", Row(Plans["hall"], 2));
    }

    [Fact]
    public void DemoPlan_Documents_RoundTripAsJson()
    {
        foreach (var document in new[] { PlanLibrary.Document(PlanLibrary.Theatre), ConcertHallPlan.Create(), ArenaPlan.Create() })
        {
            Assert.Equal(TestPlans.Compile(document).Id, TestPlans.Compile(PlanDocumentJson.Read(PlanDocumentJson.Write(document))).Id);
        }
    }

    private static string Row(CompiledPlan plan, int quantity)
    {
        var seat = BestAvailable.Find(plan, new byte[plan.PlaceCount], new(quantity))[0];
        return $"{plan.SectionOf(seat).Name}-{plan.RowOf(seat)}";
    }

    private static bool Contains(CompiledSection section, int x, int y)
    {
        var inside = false;
        var outline = section.Outline;
        for (int i = 0, j = outline.Length - 2; i < outline.Length; j = i, i += 2)
        {
            if (outline[i + 1] > y != outline[j + 1] > y
                && x < ((double)(outline[j] - outline[i]) * (y - outline[i + 1]) / (outline[j + 1] - outline[i + 1])) + outline[i])
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
