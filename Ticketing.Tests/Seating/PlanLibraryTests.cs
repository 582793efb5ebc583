using Ticketing.App.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Development.Demo.Plans;

namespace Ticketing.Tests.Seating;

/// <summary>The plans that organizations copy.</summary>
public sealed class PlanLibraryTests
{
    private static readonly Dictionary<string, CompiledPlan> Plans =
        PlanLibrary.All.ToDictionary(template => template.Key, template => TestPlans.Compile(PlanLibrary.Document(template.Key)));

    public static TheoryData<string> Keys => [.. PlanLibrary.All.Select(template => template.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Template_Compiled_HasTheSeatsThatItSays(string key)
    {
        var plan = Plans[key];

        Assert.Equal(PlanLibrary.Find(key)!.Seats, plan.PlaceCount);
        Assert.Equal(plan.Categories.Length, TestPlans.All(plan).Select(plan.CategoryNumberOf).Distinct().Count());
        Assert.Equal(plan.Categories.Length, plan.Categories.Select(category => category.Color).Distinct().Count());
        Assert.NotEmpty(plan.Decor.OfType<CompiledStage>());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Template_Labels_AreUnique(string key) =>
        Assert.Equal(Plans[key].PlaceCount, TestPlans.All(Plans[key]).Select(Plans[key].LabelOf).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [MemberData(nameof(Keys))]
    public void Template_MadeTwice_IsTheSame(string key)
    {
        var json = PlanDocumentJson.Write(PlanLibrary.Document(key));

        Assert.Equal(json, PlanDocumentJson.Write(PlanLibrary.Document(key)));
        Assert.Equal(Plans[key].Id, TestPlans.Compile(PlanDocumentJson.Read(json)).Id);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Template_Wheelchairs_HaveTheirCompanionsBesideThem(string key)
    {
        var plan = Plans[key];
        var wheelchairs = TestPlans.All(plan).Where(seat => plan.KindOf(seat) == SeatKind.Wheelchair).ToArray();

        Assert.NotEmpty(wheelchairs);
        Assert.Equal(wheelchairs.Length, TestPlans.All(plan).Count(seat => plan.KindOf(seat) == SeatKind.Companion));
        Assert.All(wheelchairs, seat => Assert.Contains(
            new[] { plan.NeighboursOf(seat).Before, plan.NeighboursOf(seat).After }, beside => beside is { } at && plan.KindOf(at) == SeatKind.Companion));
    }

    // A section's name is drawn in it: not over the name of another one.
    [Theory]
    [MemberData(nameof(Keys))]
    public void Template_SectionNames_DoNotOverlap(string key)
    {
        var plan = Plans[key];
        var size = (plan.Bounds.MaxX - plan.Bounds.MinX) / 60;
        foreach (var a in plan.Sections)
        {
            Assert.All(plan.Sections.Where(b => b != a), b => Assert.False(
                Math.Abs(a.LabelX - b.LabelX) < (a.Name.Length + b.Name.Length) * size * 0.3 && Math.Abs(a.LabelY - b.LabelY) < size * 1.2,
                $"{a.Name} and {b.Name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Template_Seats_StandOutsideOfTheStage(string key)
    {
        var plan = Plans[key];
        var stages = plan.Decor.OfType<CompiledStage>().Select(stage => stage.Points.ToArray()).ToList();

        Assert.All(TestPlans.All(plan).Where(plan.IsPlaced), seat => Assert.DoesNotContain(stages, stage => Contains(stage, plan.PositionOf(seat))));
    }

    [Theory]
    [InlineData(PlanLibrary.Studio, "Studio-A")]
    [InlineData(PlanLibrary.Cabaret, "Front Tables-3")]
    [InlineData(PlanLibrary.ConcertHall, "Stalls-A")]
    [InlineData(PlanLibrary.Theatre, "Stalls-A")]
    public void Template_BestSeats_AreInFrontOfTheStage(string key, string row)
    {
        var plan = Plans[key];
        var seat = BestAvailable.Find(plan, new byte[plan.PlaceCount], new(2))[0];

        Assert.Equal(row, $"{plan.SectionOf(seat).Name}-{plan.RowOf(seat)}");
    }

    [Fact]
    public void Stadium_BestSeats_AreBesideTheHalfwayLine()
    {
        var plan = Plans[PlanLibrary.Stadium];
        var seat = BestAvailable.Find(plan, new byte[plan.PlaceCount], new(2))[0];

        Assert.Equal("halfway", plan.CategoryOf(seat).Key);
        Assert.InRange(Math.Abs(plan.PositionOf(seat).Y), 0, 1_500);
    }

    // Seats of tickets that the demo has sold, and tests, are named by these plans.
    [Fact]
    public void DemoPlans_SinceTheLibrary_AreUnchanged()
    {
        Assert.Equal("4a8de998910274dc63bb491dec09b0fc", Plans[PlanLibrary.Theatre].Id);
        Assert.Equal("f987b6bbc46b7a68b8a9a0f215a20477", TestPlans.Compile(ConcertHallPlan.Create()).Id);
        Assert.Equal("19506d8cedf0f518699ecec80f549314", TestPlans.Compile(ArenaPlan.Create()).Id);
    }

    [Fact]
    public void Template_Unknown_IsRefused()
    {
        Assert.Null(PlanLibrary.Find("opera"));
        Assert.Null(PlanLibrary.Find(null));
        Assert.Throws<ArgumentOutOfRangeException>(() => PlanLibrary.Document("opera"));
    }

    [Fact]
    public void Templates_InGerman_HaveTexts()
    {
        var file = System.Xml.Linq.XDocument.Load(Path.Combine(Architecture.Repository.Root, "Ticketing.App/Seating/Texts.de.resx"));
        var keys = file.Root!.Elements("data").Select(data => (string)data.Attribute("name")!).ToHashSet();

        Assert.All(PlanLibrary.All, template => Assert.True(keys.Contains(template.Name) && keys.Contains(template.Description), template.Key));
        Assert.Equal("Ticketing.App.Seating.Texts", typeof(Texts).FullName);
    }

    private static bool Contains(int[] outline, (int X, int Y) at)
    {
        var inside = false;
        for (int i = 0, j = outline.Length - 2; i < outline.Length; j = i, i += 2)
        {
            if (outline[i + 1] > at.Y != outline[j + 1] > at.Y
                && at.X < ((double)(outline[j] - outline[i]) * (at.Y - outline[i + 1]) / (outline[j + 1] - outline[i + 1])) + outline[i])
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
