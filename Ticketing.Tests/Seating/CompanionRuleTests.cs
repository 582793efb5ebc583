using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

public class CompanionRuleTests
{
    // 'w' wheelchair, 'c' companion, '.' a seat; capitals (and 'S') are chosen.
    [Theory]
    [InlineData("WC..", "")]
    [InlineData("wC..", "1")]
    [InlineData("Wc..", "")]
    [InlineData("WCC.", "")]
    [InlineData("wcCW", "")]
    [InlineData("WcCw", "")]
    [InlineData("W.C.", "2")]
    [InlineData("wCCw", "1 2")]
    [InlineData("SCW.", "")]
    [InlineData("SS..", "")]
    [InlineData("..C", "2")]
    public void Unaccompanied_ARow_ReturnsCompanionsWithoutWheelchairPlace(string row, string expected)
    {
        var kinds = row.Select((c, i) => new SeatOverride(0, i, Kind: char.ToLowerInvariant(c) switch
        {
            'w' => SeatKind.Wheelchair,
            'c' => SeatKind.Companion,
            _ => SeatKind.Regular,
        }));
        var plan = TestPlans.Compile(TestPlans.Block(1, row.Length) with { Overrides = [.. kinds] }, TestPlans.Area(3));
        var chosen = row.Select((c, i) => (c, i)).Where(s => char.IsUpper(s.c)).Select(s => new SeatIndex(s.i)).Append(new SeatIndex(row.Length)).ToArray();

        Assert.Equal(expected, string.Join(' ', CompanionRule.Unaccompanied(plan, chosen)));
    }
}
