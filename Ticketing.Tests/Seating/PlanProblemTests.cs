using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

public class PlanProblemTests
{
    private static readonly PlanPoint[] Square = [new(0, 0), new(100, 0), new(100, 100), new(0, 100)];

    // The problem, the document, and the faulty object.
    private static readonly (PlanProblemKind Kind, string? ObjectId, PlanDocument Document)[] Cases =
    [
        (PlanProblemKind.UnknownFormat, null, Good() with { Format = 3 }),
        (PlanProblemKind.WithoutName, null, Good() with { Name = " " }),
        (PlanProblemKind.WithoutName, null, Good() with { Sections = [new("stalls", "A\nB")] }),
        (PlanProblemKind.WithoutName, null, Good() with { Categories = [new("a", "", "#000000")] }),
        (PlanProblemKind.WithoutPlaces, null, TestPlans.Document(TestPlans.Stage())),
        (PlanProblemKind.TooLarge, null, TestPlans.Document(TestPlans.Area(100_000), TestPlans.Area(100_000, "terrace"))),
        (PlanProblemKind.TooLarge, null, TestPlans.Document(Many(TestPlans.Block(500, 200)))),
        (PlanProblemKind.TooLarge, null, Good() with { Categories = [.. Enumerable.Range(0, 65).Select(i => new PlanCategory(i == 0 ? "a" : $"c{i}", "C", "#000000"))] }),
        (PlanProblemKind.ValueOutOfRange, null, Good() with { SeatRadius = 0 }),
        (PlanProblemKind.ValueOutOfRange, null, Good() with { Focus = new(double.NaN, 0) }),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { Rows = 0 })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { Seats = -1 })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { Seats = int.MaxValue })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { Spacing = 0 })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { RowSpacing = double.PositiveInfinity })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { X = double.NaN })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { Rows = 20, Radius = -900 })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { Aisles = [new(1, -5)] })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { SeatNumbering = new() { Step = 0 } })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { RowNumbering = new() { Style = NumberingStyle.Letters, Start = 0 } })),
        (PlanProblemKind.ValueOutOfRange, "block-0", Bad(b => b with { Overrides = [new(0, 0, Label: "")] })),
        (PlanProblemKind.ValueOutOfRange, "", Bad(b => b with { Id = "" })),
        (PlanProblemKind.ValueOutOfRange, "t", TestPlans.Document(new TableObject { Id = "t", Section = "s", Category = "a", Name = "T", Seats = 4, EndSeats = 3 })),
        (PlanProblemKind.ValueOutOfRange, "r", TestPlans.Document(new RowObject { Id = "r", Section = "s", Category = "a", Name = "" })),
        (PlanProblemKind.ValueOutOfRange, "x", TestPlans.Document(TestPlans.Block(1, 1), new TextObject { Id = "x", Text = "" })),
        (PlanProblemKind.DuplicateObjectId, "block-0", TestPlans.Document(TestPlans.Block(1, 1), TestPlans.Block(1, 1, "circle") with { X = 5000 })),
        (PlanProblemKind.DuplicateFloor, null, Good() with { Floors = [new("f", "Ground floor"), new("f", "Circle")] }),
        (PlanProblemKind.DuplicateSection, null, Good() with { Sections = [new("stalls", "Stalls"), new("other", "Stalls")] }),
        (PlanProblemKind.DuplicateCategory, null, Good() with { Categories = [new("a", "A", "#000000"), new("a", "B", "#111111")] }),
        (PlanProblemKind.InvalidColor, null, Good() with { Categories = [new("a", "A", "red; background: url(x)")] }),
        (PlanProblemKind.UnknownFloor, null, Good() with { Sections = [new("stalls", "Stalls", Floor: "f")] }),
        (PlanProblemKind.UnknownSection, "block-0", Good() with { Sections = [] }),
        (PlanProblemKind.UnknownSection, "block-0", Bad(b => b with { Section = null })),
        (PlanProblemKind.UnknownCategory, "block-0", Bad(b => b with { Category = "z" })),
        (PlanProblemKind.UnknownCategory, "block-0", Bad(b => b with { Overrides = [new(0, 0, "z")] })),
        (PlanProblemKind.SeatsWithoutCategory, "block-0", Bad(b => b with { Category = null, Overrides = [new(0, 0, "a")] })),
        (PlanProblemKind.SeatsWithoutCategory, "area-floor", TestPlans.Document(TestPlans.Area(5) with { Category = null })),
        (PlanProblemKind.AreaWithoutCapacity, "area-floor", TestPlans.Document(TestPlans.Area(0))),
        (PlanProblemKind.AreaWithoutCapacity, "area-floor", TestPlans.Document(TestPlans.Area(-3))),
        (PlanProblemKind.AreaSharesSection, "area-stalls", TestPlans.Document(TestPlans.Block(1, 1), TestPlans.Area(5, "stalls"))),
        (PlanProblemKind.AreaSharesSection, "second", TestPlans.Document(TestPlans.Area(5), TestPlans.Area(5) with { Id = "second" })),
        (PlanProblemKind.InvalidPolygon, "area-floor", TestPlans.Document(TestPlans.Area(5) with { Points = [new(0, 0), new(1, 1)] })),
        (PlanProblemKind.InvalidPolygon, "w", TestPlans.Document(TestPlans.Block(1, 1), new ShapeObject { Id = "w", Points = [.. Square, new(1e9, 0)] })),
        (PlanProblemKind.InvalidPolygon, "stage", TestPlans.Document(TestPlans.Block(1, 1), TestPlans.Stage() with { Points = [] })),
        (PlanProblemKind.EmptySection, null, Good() with { Sections = [new("stalls", "Stalls"), new("balcony", "Balcony")] }),
        (PlanProblemKind.EmptyObject, "block-0", Bad(b => b with { Rows = 1, Overrides = [new(0, Removed: true)] })),
        (PlanProblemKind.OverrideWithoutSeat, "block-0", Bad(b => b with { Overrides = [new(0, 3)] })),
        (PlanProblemKind.OverrideWithoutSeat, "block-0", Bad(b => b with { Overrides = [new(-1)] })),
        (PlanProblemKind.DuplicateLabel, "block-1", TestPlans.Document(TestPlans.Block(1, 3), TestPlans.Block(1, 3, number: 1))),
        (PlanProblemKind.DuplicateLabel, "block-0", Bad(b => b with { Overrides = [new(0, 0, Label: "2")] })),
        (PlanProblemKind.OverlappingSeats, "block-1", TestPlans.Document(TestPlans.Block(2, 3), TestPlans.Block(2, 3, "circle", 1) with { X = 30 })),
        (PlanProblemKind.OverlappingSeats, "block-0", Bad(b => b with { Spacing = 40 })),
    ];

    public static TheoryData<int> CaseNumbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(CaseNumbers))]
    public void Compile_FaultyDocument_ReportsKindAndObject(int number)
    {
        var (kind, objectId, document) = Cases[number];

        var compilation = PlanCompiler.Compile(document);

        Assert.Null(compilation.Plan);
        Assert.Contains(compilation.Problems, p => p.Kind == kind && p.ObjectId == objectId && p.Detail.Length > 10);
    }

    [Fact]
    public void Problems_EachKind_HasACase() =>
        Assert.Equal(Enum.GetValues<PlanProblemKind>(), Cases.Select(c => c.Kind).Distinct().Order());

    [Fact]
    public void Compile_ManyFaults_ReportsAll()
    {
        var document = TestPlans.Document(
            TestPlans.Block(1, 2),
            TestPlans.Block(1, 2, number: 1),
            TestPlans.Block(1, 2, "circle", 2) with { Category = null },
            TestPlans.Area(0));
        document.Sections = [.. document.Sections, new("balcony", "Balcony")];

        var compilation = PlanCompiler.Compile(document);

        Assert.Equal(
            [PlanProblemKind.SeatsWithoutCategory, PlanProblemKind.AreaWithoutCapacity, PlanProblemKind.EmptySection, PlanProblemKind.DuplicateLabel],
            compilation.Problems.Select(p => p.Kind).Order());
    }

    [Fact]
    public void Compile_DuplicateBlock_ReportsTwoProblems()
    {
        var document = TestPlans.Document(TestPlans.Block(10, 10), TestPlans.Block(10, 10) with { Id = "copy" });

        var problems = PlanCompiler.Compile(document).Problems;

        Assert.Equal([PlanProblemKind.DuplicateLabel, PlanProblemKind.OverlappingSeats], problems.Select(p => p.Kind));
        Assert.All(problems, p => Assert.Contains("99 more", p.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public void Compile_AreaLabelLikeASeatLabel_IsADuplicate()
    {
        // A section called "Floor" with a row "1", and an area called "Floor-1".
        var document = TestPlans.Document(TestPlans.Block(1, 2, "floor") with { RowNumbering = new() }, TestPlans.Area(5, "floor-1"));

        Assert.Contains(PlanCompiler.Compile(document).Problems, p => p.Kind == PlanProblemKind.DuplicateLabel && p.ObjectId == "area-floor-1");
    }

    private static PlanDocument Good() => TestPlans.Document(TestPlans.Block(2, 3));

    private static PlanDocument Bad(Func<BlockObject, BlockObject> spoil) => Good() with { Objects = [spoil(TestPlans.Block(2, 3))] };

    private static PlanObject[] Many(BlockObject block) =>
        [.. Enumerable.Range(0, 3).Select(i => block with { Id = $"many-{i}", X = i * 100_000, RowNumbering = new() { Start = 1 + (i * 1000) } })];
}
