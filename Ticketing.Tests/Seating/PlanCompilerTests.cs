using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

public class PlanCompilerTests
{
    [Fact]
    public void Compile_SeveralSections_NumbersSectionRowSeatAndAreasLast()
    {
        var document = TestPlans.Document(TestPlans.Area(3), TestPlans.Block(2, 3, "stalls"), TestPlans.Block(1, 2, "circle", 1));

        var plan = TestPlans.Compile(document);

        Assert.Equal(
            [
                "Stalls-A-1", "Stalls-A-2", "Stalls-A-3", "Stalls-B-1", "Stalls-B-2", "Stalls-B-3", "Circle-A-1", "Circle-A-2",
                "Floor-1", "Floor-2", "Floor-3",
            ],
            TestPlans.All(plan).Select(plan.LabelOf));
        Assert.Equal((11, 8), (plan.PlaceCount, plan.PlacedCount));
        Assert.Equal(["Stalls", "Circle", "Floor"], plan.Sections.Select(s => s.Name));
    }

    [Fact]
    public void Compile_SectionsReordered_FollowsTheirOrder()
    {
        var document = TestPlans.Document(TestPlans.Block(1, 1, "stalls"), TestPlans.Block(1, 1, "circle", 1));
        document.Sections = [.. document.Sections.Reverse()];

        Assert.Equal(["Circle-A-1", "Stalls-A-1"], TestPlans.All(TestPlans.Compile(document)).Select(TestPlans.Compile(document).LabelOf));
    }

    [Fact]
    public void Compile_TwoObjectsWithOneRowName_AreOneRowOfTwoRuns()
    {
        var left = TestPlans.Block(2, 2, number: 0);
        var right = TestPlans.Block(2, 2, number: 1) with { SeatNumbering = new() { Start = 3 } };

        var plan = TestPlans.Compile(left, right);

        Assert.Equal(["A-1", "A-2", "A-3", "A-4", "B-1", "B-2", "B-3", "B-4"],
            TestPlans.All(plan).Select(s => $"{plan.RowOf(s)}-{plan.NumberOf(s)}"));
        Assert.Equal([("A", 0, 2), ("A", 2, 2), ("B", 4, 2), ("B", 6, 2)], plan.Runs.Select(r => (r.Row, r.First, r.Count)));
    }

    [Fact]
    public void Compile_AisleAndHole_SplitRuns()
    {
        var plan = TestPlans.Compile(TestPlans.Block(1, 10) with { Aisles = [new(4, 100)], Overrides = [new(0, 7, Removed: true)] });

        Assert.Equal([(0, 4), (4, 3), (7, 2)], plan.Runs.Select(r => (r.First, r.Count)));
        Assert.Equal("1 2 3 4 5 6 7 9 10", string.Join(' ', TestPlans.All(plan).Select(plan.NumberOf)));
        Assert.Equal((new SeatIndex(2), null), plan.NeighboursOf(new SeatIndex(3)));
        Assert.Equal((null, new SeatIndex(5)), plan.NeighboursOf(new SeatIndex(4)));
    }

    [Fact]
    public void Compile_Overrides_SeatTakesPrecedenceOverRow()
    {
        var plan = TestPlans.Compile(TestPlans.Block(2, 3) with
        {
            Overrides = [new(1, 1, "a", SeatKind.Companion, "1bis"), new(1, Category: "b", Kind: SeatKind.RestrictedView)],
        });

        Assert.Equal("First First First Second First Second", string.Join(' ', TestPlans.All(plan).Select(s => plan.CategoryOf(s).Name)));
        Assert.Equal([SeatKind.RestrictedView, SeatKind.Companion, SeatKind.RestrictedView], TestPlans.All(plan).Skip(3).Select(plan.KindOf));
        Assert.Equal("Stalls-B-1bis", plan.LabelOf(new SeatIndex(4)));
    }

    [Fact]
    public void Compile_CurvedRow_SeatsAreOnTheCircleAndSpacedAlongIt()
    {
        var plan = TestPlans.Compile(new RowObject { Id = "r", Section = "s", Category = "a", Name = "A", Seats = 21, Spacing = 60, Radius = 1000 });

        var places = TestPlans.All(plan).Select(s => plan.PositionOf(s)).ToArray();
        Assert.Equal((0, 0), places[10]);
        Assert.All(places, p => Assert.Equal(1000, new PlanPoint(p.X, p.Y).DistanceTo(new(0, -1000)), 1.0));
        Assert.True(places[0].Y < -150);
        Assert.All(places.Zip(places.Skip(1)), p => Assert.Equal(60, new PlanPoint(p.First.X, p.First.Y).DistanceTo(new(p.Second.X, p.Second.Y)), 1.5));
    }

    [Fact]
    public void Compile_RotatedBlock_IsLeftFacingRight()
    {
        var plan = TestPlans.Compile(TestPlans.Block(2, 3) with { X = 500, Y = 700, Angle = 90 });

        Assert.Equal([(500, 648), (500, 700), (500, 752), (410, 648), (410, 700), (410, 752)],
            TestPlans.All(plan).Select(s => plan.PositionOf(s)));
    }

    [Fact]
    public void Compile_JustifiedBlock_HasStraightSides()
    {
        var plan = TestPlans.Compile(TestPlans.Block(9, 6) with { SeatGrowth = 0.4, Justified = true, Spacing = 60 });

        // Half of a row's exact width minus half a seat.
        Assert.All(plan.Runs, run =>
        {
            var width = (6 + (run.ObjectRow * 0.4)) * 60;
            Assert.Equal((-width / 2) + (width / run.Count / 2), plan.PositionOf(new SeatIndex(run.First)).X, 1.0);
        });
        Assert.Equal("6 6 6 7 7 8 8 8 9", string.Join(' ', plan.Runs.Select(r => r.Count)));
    }

    [Fact]
    public void Compile_Tables_SeatsAreAroundThem()
    {
        var round = new TableObject { Id = "t1", Section = "s", Category = "a", Name = "T1", Seats = 8, Width = 150 };
        var long12 = new TableObject { Id = "t2", Section = "s", Category = "a", Name = "T2", X = 1000, Seats = 12, EndSeats = 1, Width = 320, Depth = 90, Shape = TableShape.Rectangular };

        var plan = TestPlans.Compile(round, long12);

        Assert.All(TestPlans.All(plan).Take(8).Select(s => plan.PositionOf(s)), p => Assert.Equal(110, new PlanPoint(p.X, p.Y).DistanceTo(default), 1.0));
        Assert.Equal([-80, -80, -80, -80, -80, 0, 80, 80, 80, 80, 80, 0], TestPlans.All(plan).Skip(8).Select(s => plan.PositionOf(s).Y));
        Assert.All(plan.Runs, r => Assert.True(r.IsTable));
        Assert.Equal(2, plan.Decor.OfType<CompiledShape>().Count(s => s.Fill == ShapeFill.Table));
        Assert.Equal("S-T2-12", plan.LabelOf(new SeatIndex(19)));
    }

    [Fact]
    public void Compile_Pictures_AreNotPublished()
    {
        var with = TestPlans.Compile(TestPlans.Block(1, 1), new PictureObject { Id = "p", Url = "/secret", X = 99_999 });

        Assert.Empty(with.Decor);
        Assert.Equal(TestPlans.Compile(TestPlans.Block(1, 1)).Id, with.Id);
    }

    [Fact]
    public void Compile_Generated_IsDenseUniqueAndStable() =>
        Prop.ForAll(TestPlans.Documents.ToArbitrary(), document =>
        {
            var plan = TestPlans.Compile(document);
            var seats = TestPlans.All(plan).ToArray();

            // Dense: sections and runs are contiguous, areas last.
            Assert.Equal(plan.PlaceCount, plan.Sections.Aggregate(0, (next, s) => s.First == next ? next + s.Count : -1));
            Assert.Equal(plan.PlacedCount, plan.Runs.Aggregate(0, (next, r) => r.First == next ? r.End : -1));
            Assert.True(plan.Sections.SkipWhile(s => s.Area is null).All(s => s.Area is not null));
            Assert.True(plan.Runs.Zip(plan.Runs.Skip(1)).All(r => r.First.Section <= r.Second.Section));

            // Labels are unique and find their seat; keys are unique.
            Assert.Equal(seats.Length, seats.Select(plan.LabelOf).Distinct().Count());
            Assert.Equal(seats.Length, seats.Select(plan.KeyOf).Distinct().Count());
            Assert.All(seats, s => Assert.Equal((true, s), (plan.TryFind(plan.LabelOf(s), out var found), found)));

            // Rows of one name are contiguous.
            var rows = seats.Where(plan.IsPlaced).Select(s => (plan.SectionNumberOf(s), plan.RowOf(s))).ToArray();
            var changes = rows.Zip(rows.Skip(1)).Count(r => r.First != r.Second);
            Assert.Equal(rows.Distinct().Count(), changes + 1);

            // Deterministic.
            Assert.Equal(plan.Id, TestPlans.Compile(document).Id);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compile_AfterAnEdit_UnchangedSeatsKeepTheirKeys() =>
        Prop.ForAll(TestPlans.Documents.ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), (document, edit) =>
        {
            var before = TestPlans.Compile(document);
            var block = document.Objects.OfType<BlockObject>().First();
            PlanObject edited = edit switch
            {
                0 => block with { Rows = block.Rows + 1 },
                1 => block with { X = block.X - 5_000, Angle = 45 },
                2 => block with { Overrides = [.. block.Overrides, new SeatOverride(0, 0, Label: "Z1", Kind: SeatKind.Wheelchair)] },
                _ => TestPlans.Block(3, 3, "new", 9) with { RowNumbering = new() },
            };
            var after = TestPlans.Compile(TestPlans.Document([edited, .. document.Objects.Where(o => edit == 3 || o.Id != block.Id)]));

            var keys = TestPlans.All(after).ToDictionary(after.KeyOf);
            return TestPlans.All(before).All(seat =>
                keys.TryGetValue(before.KeyOf(seat), out var same)
                && (after.LabelOf(same) == before.LabelOf(seat) || after.NumberOf(same) == "Z1"));
        }).QuickCheckThrowOnFailure();
}
