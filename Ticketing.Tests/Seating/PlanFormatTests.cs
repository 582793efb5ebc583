using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

/// <summary>What format 2 adds to plans, compiled: segmented rows, nudged seats, drawn outlines, floors.</summary>
public sealed class PlanFormatTests
{
    [Fact]
    public void Row_OnAPath_StandsOnItsSegments()
    {
        // 2 m to the right, then 2 m down: four seats, 1 m apart, about the corner.
        var row = Row(4) with { Spacing = 100, Path = [new(0, 0), new(200, 0), new(200, 200)] };

        Assert.Equal([(50, 0), (150, 0), (200, 50), (200, 150)], PositionsOf(row));
        Assert.Equal([(50, 0), (150, 0), (200, 50), (200, 150)], PositionsOf(row with { Radius = 900 }));
    }

    [Fact]
    public void Row_LongerThanItsPath_GoesOnStraight() => Assert.Equal(
        [(-150, 0), (-50, 0), (50, 0), (150, 0)], PositionsOf(Row(4) with { Spacing = 100, Path = [new(-50, 0), new(50, 0)] }));

    [Fact]
    public void Row_OnAPath_TurnsAndMovesLikeAnyOther() => Assert.Equal(
        [(1000, 475), (1000, 525)], PositionsOf(Row(2) with { Spacing = 50, X = 1000, Y = 500, Angle = 90, Path = [new(-50, 0), new(50, 0)] }));

    [Fact]
    public void Row_OnAPathWithAnAisle_HasAGap() => Assert.Equal(
        [(-100, 0), (100, 0)], PositionsOf(Row(2) with { Spacing = 60, Aisles = [new(1, 140)], Path = [new(-500, 0), new(500, 0)] }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Row_OnAPathWithoutLength_IsAProblem(int points)
    {
        var compilation = PlanCompiler.Compile(TestPlans.Document(Row(2) with { Path = [.. Enumerable.Repeat(new PlanPoint(1, 1), points)] }));

        Assert.Contains(compilation.Problems, problem => problem is { Kind: PlanProblemKind.ValueOutOfRange, ObjectId: "r" });
    }

    [Fact]
    public void Seats_Nudged_AreMovedWithTheObject()
    {
        var row = Row(2) with { Spacing = 100, Overrides = [new(0, Dx: 10), new(0, 1, Dy: 30)] };

        Assert.Equal([(-40, 0), (60, 30)], PositionsOf(row));
        Assert.Equal([(0, -40), (-30, 60)], PositionsOf(row with { Angle = 90 }));
    }

    [Fact]
    public void Section_WithADrawnOutline_KeepsIt()
    {
        var document = TestPlans.Document(TestPlans.Block(2, 4));
        document.Sections = [document.Sections[0] with { Outline = [new(-500, -200), new(500, -200), new(0, 600)] }];

        Assert.Equal([-500, -200, 500, -200, 0, 600], TestPlans.Compile(document).Sections[0].Outline.AsEnumerable());
        Assert.Empty(PlanCompiler.Compile(document).Problems);

        document.Sections = [document.Sections[0] with { Outline = [new(0, 0), new(1, 1)] }];
        Assert.Equal([PlanProblemKind.InvalidPolygon], PlanCompiler.Compile(document).Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void Section_OnAFloorThatIsNotThere_IsAProblem()
    {
        var document = TestPlans.Document(TestPlans.Block(2, 4));
        document.Sections = [document.Sections[0] with { Floor = "circle" }];
        Assert.Equal([PlanProblemKind.UnknownFloor], PlanCompiler.Compile(document).Problems.Select(problem => problem.Kind));

        document.Floors = [new("circle", "Circle"), new("circle", "Again")];
        Assert.Equal([PlanProblemKind.DuplicateFloor], PlanCompiler.Compile(document).Problems.Select(problem => problem.Kind));

        document.Floors = [new("circle", "Circle")];
        Assert.Empty(PlanCompiler.Compile(document).Problems);
    }

    [Fact]
    public void Review_OfADraft_CountsAndWarns()
    {
        var document = TestPlans.Document(
            Row(40) with { Overrides = [new(0, 0, Kind: SeatKind.Companion), new(0, 3, Kind: SeatKind.Wheelchair), new(0, 4, Kind: SeatKind.Companion)] },
            Row(2) with { Id = "i", Name = "1", Y = 300 },
            Row(2) with { Id = "l", Name = "I", Y = 600 },
            Row(2) with { Id = "bare", Name = "X", Y = 900, Category = null },
            new ShapeObject { Id = "wall", Fill = ShapeFill.Wall, Points = [new(-60, 250), new(0, 250), new(0, 350), new(-60, 350)] });

        var review = PlanReview.Of(document);

        Assert.Equal([PlanProblemKind.SeatsWithoutCategory], review.Problems.Select(problem => problem.Kind));
        Assert.Equal((46, 46), (review.Statistics.Seats, review.Statistics.Places));
        Assert.Equal([("a", 44), ("b", 0)], review.Statistics.ByCategory.Select(category => (category.Key, category.Count)));
        Assert.Equal([("s", 46)], review.Statistics.BySection.Select(section => (section.Key, section.Count)));
        Assert.Equal(
            [(SeatKind.Regular, 43), (SeatKind.Wheelchair, 1), (SeatKind.Companion, 2)], review.Statistics.ByKind.Select(kind => (kind.Kind, kind.Count)));
        Assert.Equal(
            [
                (PlanWarningKind.UnusedCategory, null), (PlanWarningKind.WithoutFocus, null), (PlanWarningKind.CompanionWithoutWheelchair, "r"),
                (PlanWarningKind.LongRow, "r"), (PlanWarningKind.SimilarRowNames, "l"), (PlanWarningKind.SeatsUnderShape, "wall"),
            ],
            review.Warnings.Select(warning => (warning.Kind, warning.ObjectId)));
    }

    private static RowObject Row(int seats) => new() { Id = "r", Section = "s", Category = "a", Name = "A", Seats = seats };

    private static List<(int X, int Y)> PositionsOf(RowObject row)
    {
        var plan = TestPlans.Compile(row);
        return [.. TestPlans.All(plan).Select(plan.PositionOf)];
    }
}
