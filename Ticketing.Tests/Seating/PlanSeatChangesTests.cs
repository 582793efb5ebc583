using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

/// <summary>Newer versions of a plan that is sold: seats keep their numbers, and what changes is known by their keys.</summary>
public sealed class PlanSeatChangesTests
{
    private static readonly PlanDocument Drawn = TestPlans.Document(TestPlans.Block(2, 3), TestPlans.Block(2, 3, "circle", 1));

    [Fact]
    public void Plan_WithARowAdded_KeepsTheNumbersOfItsSeats()
    {
        var before = TestPlans.Compile(Drawn);
        var after = Compile(Drawn with { Objects = [TestPlans.Block(3, 3), Drawn.Objects[1]] }, before);

        var changes = PlanSeatChanges.Between(before, after);

        Assert.True(changes.KeepsNumbers);
        Assert.Equal([12, 13, 14], changes.Added.Select(seat => seat.Value));
        Assert.Empty(changes.Moved.Concat(changes.Renamed).Concat(changes.Vanished).Concat(changes.OtherCategory).Concat(changes.OtherKind));
        Assert.All(TestPlans.All(before), seat => Assert.Equal(before.LabelOf(seat), after.LabelOf(seat)));
        Assert.Equal(["Stalls", "Circle", "Stalls"], after.Sections.Select(section => section.Name));
        Assert.Equal("Stalls-C-1", after.LabelOf(new SeatIndex(12)));
        Assert.True(after.TryFind("Stalls-C-3", out var added) && added.Value == 14);
        Assert.Equal(9, after.FindSection("Stalls").Sum(part => part.Count));
        Assert.Equal((null, new SeatIndex(13)), after.NeighboursOf(new SeatIndex(12)));
        Assert.Equal(after.Id, CompiledPlan.FromBytes(after.ToBytes()).Id);
    }

    [Fact]
    public void Plan_WithASeatAddedToARow_HasNoNeighbourAtTheSeam()
    {
        var before = TestPlans.Compile(Drawn);
        var after = Compile(Drawn with { Objects = [TestPlans.Block(2, 4), Drawn.Objects[1]] }, before);

        Assert.True(PlanSeatChanges.Between(before, after).KeepsNumbers);
        Assert.Equal("Stalls-A-4", after.LabelOf(new SeatIndex(12)));
        Assert.Equal((new SeatIndex(1), null), after.NeighboursOf(new SeatIndex(2)));
        Assert.Equal((null, null), after.NeighboursOf(new SeatIndex(12)));
    }

    [Fact]
    public void Changes_OfEveryKind_AreToldApart()
    {
        var before = TestPlans.Compile(Drawn);
        var changed = TestPlans.Block(2, 3) with
        {
            Overrides =
            [
                new SeatOverride(0, 0, Removed: true), new SeatOverride(0, 1, Label: "99"),
                new SeatOverride(1, 0, Category: "b"), new SeatOverride(1, 1, Kind: SeatKind.Wheelchair),
            ],
        };
        var after = Compile(Drawn with { Objects = [changed, (SeatedObject)Drawn.Objects[1] with { Y = 700 }] }, before);

        var changes = PlanSeatChanges.Between(before, after);

        Assert.Equal(["Stalls-A-1"], changes.Vanished.Select(before.LabelOf));
        Assert.Equal(["Stalls-A-2"], changes.Renamed.Select(before.LabelOf));
        Assert.Equal(["Stalls-B-1"], changes.OtherCategory.Select(after.LabelOf));
        Assert.Equal(["Stalls-B-2"], changes.OtherKind.Select(after.LabelOf));
        Assert.Equal(6, changes.Moved.Count);
        Assert.All(changes.Moved, seat => Assert.StartsWith("Circle", after.LabelOf(seat), StringComparison.Ordinal));
        Assert.False(changes.KeepsNumbers);
    }

    [Fact]
    public void Plan_WithAreas_ChangesNumbersWhenSeatsAreAdded()
    {
        var document = TestPlans.Document(TestPlans.Block(2, 3), TestPlans.Area(5));
        var before = TestPlans.Compile(document);

        Assert.True(PlanSeatChanges.Between(before, Compile(TestPlans.Document(TestPlans.Block(2, 3), TestPlans.Area(8)), before)).KeepsNumbers);
        Assert.False(PlanSeatChanges.Between(before, Compile(TestPlans.Document(TestPlans.Block(3, 3), TestPlans.Area(5)), before)).KeepsNumbers);
    }

    // Whatever is drawn in addition and in whatever order: a seat that is sold keeps number and label.
    [Fact]
    public void Seats_OfAnyPlan_KeepTheirNumbersWhenOthersAreAdded()
    {
        Prop.ForAll(TestPlans.Documents.ToArbitrary(), document =>
        {
            var seated = document with { Objects = [.. document.Objects.Where(drawn => drawn is not AreaObject)] };
            seated = seated with { Sections = [.. seated.Sections.Where(section => seated.Objects.OfType<SeatedObject>().Any(drawn => drawn.Section == section.Key))] };
            if (PlanCompiler.Compile(seated).Plan is not { } before)
            {
                return true;
            }

            var grown = seated with
            {
                Objects = [.. seated.Objects.Reverse(), TestPlans.Block(1, 2, "stalls", 9) with { Id = "added", RowNumbering = new NumberingScheme { Prefix = "New" } }],
                Sections = [.. seated.Sections.Where(section => section.Key != "stalls").Reverse(), new PlanSection("stalls", "Stalls")],
            };
            var after = Compile(grown, before);
            var changes = PlanSeatChanges.Between(before, after);
            return changes.KeepsNumbers && changes.Added.Count == 2 && changes.Vanished.Count == 0
                && TestPlans.All(after).All(seat => after.TryFind(after.LabelOf(seat), out var found) && found == seat);
        }).QuickCheckThrowOnFailure();
    }

    private static CompiledPlan Compile(PlanDocument document, CompiledPlan kept)
    {
        var compilation = PlanCompiler.Compile(document, kept);
        Assert.Empty(compilation.Problems);
        return compilation.Plan!;
    }
}
