using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

public class SingleSeatRuleTests
{
    // A row as text: '.' free, 'x' taken, 'C' chosen, 'H' chosen and already held by the buyer, 'w' a free wheelchair place.
    [Theory]
    [InlineData("CC......", "")]
    [InlineData(".CC.....", "0")]
    [InlineData("..CC....", "")]
    [InlineData(".....CC.", "7")]
    [InlineData(".C.", "0 2")]
    [InlineData(".CC", "")]
    [InlineData("x.CC", "")]
    [InlineData("x.CCx", "")]
    [InlineData("x..CCx", "")]
    [InlineData("x.CC..x", "1")]
    [InlineData("x.CC.x", "1 4")]
    [InlineData("C.C.....", "1")]
    [InlineData("C.C", "")]
    [InlineData("H.C.....", "1")]
    [InlineData("HCC.....", "")]
    [InlineData("H..C", "")]
    [InlineData(".x.CC", "")]
    [InlineData(".x.CC.", "2 5")]
    [InlineData("wCC...", "")]
    [InlineData("w.CC..", "1")]
    [InlineData("........", "")]
    [InlineData("CCCCCCCC", "")]
    public void LeftAlone_ARow_ReturnsAvoidableSingles(string row, string alone)
    {
        var wheelchairs = row.Select((c, i) => (c, i)).Where(s => s.c == 'w').Select(s => new SeatOverride(0, s.i, Kind: SeatKind.Wheelchair));
        var plan = TestPlans.Compile(TestPlans.Block(1, row.Length) with { Overrides = [.. wheelchairs] });
        var statuses = row.Select(c => (byte)(c is 'x' ? 2 : c is 'H' ? 1 : 0)).ToArray();
        var chosen = row.Select((c, i) => (c, i)).Where(s => s.c is 'C' or 'H').Select(s => new SeatIndex(s.i)).Reverse().ToArray();

        Assert.Equal(alone, string.Join(' ', SingleSeatRule.SinglesLeft(plan, statuses, chosen)));
    }

    [Fact]
    public void LeftAlone_AcrossAnAisle_IsASeparateRun()
    {
        var plan = TestPlans.Compile(TestPlans.Block(1, 8) with { Aisles = [new(4, 100)] });

        Assert.Empty(SingleSeatRule.SinglesLeft(plan, new byte[8], [new(2), new(3)]));
        Assert.Equal([new SeatIndex(3)], SingleSeatRule.SinglesLeft(plan, new byte[8], [new(1), new(2)]).Skip(1));
    }

    [Fact]
    public void LeftAlone_AtATableOrInAnArea_IsEmpty()
    {
        var plan = TestPlans.Compile(
            new TableObject { Id = "t", Section = "s", Category = "a", Name = "T", Seats = 8 }, TestPlans.Area(10));

        Assert.Empty(SingleSeatRule.SinglesLeft(plan, new byte[18], [new(1), new(3), new(9), new(11)]));
    }

    [Fact]
    public void LeftAlone_Generated_EqualsBruteForce() =>
        Prop.ForAll(Gen.Choose(0, 3).ArrayOf(8).ToArbitrary(), cells =>
        {
            // 0 and 1 free, 2 taken, 3 chosen.
            var plan = TestPlans.Compile(TestPlans.Block(1, 8));
            var statuses = Array.ConvertAll(cells, c => (byte)(c == 2 ? 2 : 0));
            var chosen = Enumerable.Range(0, 8).Where(i => cells[i] == 3).ToArray();

            var alone = SingleSeatRule.SinglesLeft(plan, statuses, [.. chosen.Select(i => new SeatIndex(i))]);

            return alone.Select(s => s.Value).Order().SequenceEqual(Expected(statuses, chosen));
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<int> Expected(byte[] statuses, int[] chosen)
    {
        for (var first = 0; first < statuses.Length; first++)
        {
            var end = first;
            while (end < statuses.Length && statuses[end] == 0)
            {
                end++;
            }

            var stretch = Enumerable.Range(first, end - first).ToArray();
            var picked = stretch.Intersect(chosen).ToArray();
            var avoidable = Choices(stretch, picked.Length).Any(choice => !Singles(stretch, choice).Any());
            foreach (var single in picked.Length > 0 && avoidable ? Singles(stretch, picked) : [])
            {
                yield return single;
            }

            first = end;
        }
    }

    private static IEnumerable<int> Singles(int[] stretch, int[] picked) =>
        stretch.Except(picked).Where(s => !stretch.Except(picked).Contains(s - 1) && !stretch.Except(picked).Contains(s + 1));

    private static IEnumerable<int[]> Choices(int[] stretch, int count) =>
        Enumerable.Range(0, 1 << stretch.Length)
            .Select(bits => stretch.Where((_, i) => (bits >> i & 1) == 1).ToArray())
            .Where(choice => choice.Length == count);
}
