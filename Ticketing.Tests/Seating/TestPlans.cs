using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

/// <summary>Small plans for tests, fixed and generated.</summary>
internal static class TestPlans
{
    public static PlanDocument Document(params PlanObject[] objects) => new()
    {
        Name = "Test",
        Categories = [new("a", "First", "#1f8fd6"), new("b", "Second", "#0f9d7a")],
        Sections =
        [
            .. objects.Select(o => o switch { SeatedObject s => s.Section, AreaObject a => a.Section, _ => null })
                .OfType<string>().Distinct().Select(key => new PlanSection(key, Title(key))),
        ],
        Objects = objects,
    };

    /// <summary>A straight block; blocks with different numbers do not touch.</summary>
    public static BlockObject Block(int rows, int seats, string section = "stalls", int number = 0) => new()
    {
        Id = $"block-{number}",
        Section = section,
        Category = "a",
        X = number * 1_500,
        Rows = rows,
        Seats = seats,
    };

    public static AreaObject Area(int capacity, string section = "floor") => new()
    {
        Id = $"area-{section}",
        Section = section,
        Category = "b",
        Capacity = capacity,
        Points = [new(0, -3000), new(2000, -3000), new(2000, -1000), new(0, -1000)],
    };

    public static StageObject Stage(double x = 0) => new()
    {
        Id = "stage",
        Text = "Stage",
        Points = [new(x - 300, -600), new(x + 300, -600), new(x + 300, -200), new(x - 300, -200)],
    };

    public static CompiledPlan Compile(PlanDocument document)
    {
        var compilation = PlanCompiler.Compile(document);
        Assert.Empty(compilation.Problems);
        return compilation.Plan!;
    }

    public static CompiledPlan Compile(params PlanObject[] objects) => Compile(Document(objects));

    public static IEnumerable<SeatIndex> All(CompiledPlan plan) => Enumerable.Range(0, plan.PlaceCount).Select(i => new SeatIndex(i));

    /// <summary>Plans of one to four blocks in one to three sections, with aisles, holes, kinds, curves, and perhaps an area.</summary>
    public static Gen<PlanDocument> Documents =>
        from blocks in Gen.Choose(1, 4)
        from drawn in Gen.CollectToArray(Enumerable.Range(0, blocks).Select(RandomBlock))
        from area in Gen.Choose(0, 30)
        select Document([Stage(), .. drawn, .. area == 0 ? Array.Empty<PlanObject>() : [Area(area)]]);

    private static Gen<BlockObject> RandomBlock(int number) =>
        from rows in Gen.Choose(1, 4)
        from seats in Gen.Choose(1, 12)
        from growth in Gen.Elements(0.0, 0.5, 1, -0.25)
        from radius in Gen.Elements(0.0, 2500, -4000)
        from angle in Gen.Choose(-90, 90)
        from aisle in Gen.Choose(0, 12)
        from justified in Gen.Elements(true, false)
        from section in Gen.Elements("stalls", "circle", "loge-2")
        from reversed in Gen.Elements(true, false)
        from specials in Gen.ArrayOf(RandomOverride(rows, seats), 4)
        select Block(rows, seats, section, number) with
        {
            SeatGrowth = growth,
            Radius = radius,
            Angle = angle,
            Justified = justified,
            Aisles = aisle == 0 ? [] : [new Aisle(aisle, 120)],
            SeatNumbering = new NumberingScheme { Reversed = reversed },
            RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters, Start = 1 + (number * 10) },
            Overrides = growth < 0 ? [] : specials,
        };

    // Never the first seat, so that every object keeps one.
    private static Gen<SeatOverride> RandomOverride(int rows, int seats) =>
        from row in Gen.Choose(0, rows - 1)
        from seat in Gen.Choose(0, seats - 1)
        from kind in Gen.Elements(SeatKind.Regular, SeatKind.Wheelchair, SeatKind.Companion, SeatKind.RestrictedView)
        from removed in Gen.Frequency((1, Gen.Constant(true)), (2, Gen.Constant(false)))
        from category in Gen.Elements("a", "b")
        select new SeatOverride(row, seat, category, kind, Removed: removed && (row, seat) != (0, 0));

    private static string Title(string key) => char.ToUpperInvariant(key[0]) + key[1..];
}
