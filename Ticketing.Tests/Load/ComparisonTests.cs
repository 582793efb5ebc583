using Ticketing.Load;
using Ticketing.Load.Comparing;
using Ticketing.Load.Stack;

namespace Ticketing.Tests.Load;

/// <summary>Comparison of two versions by alternating runs, without processes.</summary>
public sealed class ComparisonTests
{
    [Fact]
    public void Turns_OfThreePairs_Alternate() =>
        Assert.Equal("A1 B1 B2 A2 A3 B3", string.Join(' ', Comparison.Turns(3).Select(turn => $"{(turn.IsB ? 'B' : 'A')}{turn.Pair}")));

    [Fact]
    public void Leaves_OfNestedJson_AreNamedByTheirPath() => Assert.Equal(
        [new RunFigure("perSecond", 4684), new RunFigure("cpu.app", 0.95), new RunFigure("invariants.soldTwice", 0)],
        Comparison.Read("""{"scenario":"bookings","perSecond":4684,"cpu":{"app":0.95},"invariants":{"soldTwice":0},"note":null}"""));

    [Theory]
    [InlineData("")]
    [InlineData("Interrupted.")]
    [InlineData("[1]")]
    [InlineData("""{"scenario":"bookings"}""")]
    public void Line_WithoutFigures_IsNotRead(string line) => Assert.Null(Comparison.Read(line));

    [Fact]
    public void Headline_WithoutPerSecond_IsTheFirstFigure()
    {
        Assert.Equal("perSecond", Comparison.Headline(Run(("p50Ms", 1), ("perSecond", 2))).Name);
        Assert.Equal("sold", Comparison.Headline(Run(("sold", 1), ("buyers", 2))).Name);
    }

    [Theory]
    [InlineData(new[] { 5.0, 1.0, 3.0 }, 3.0)]
    [InlineData(new[] { 4.0, 1.0, 3.0, 2.0 }, 2.5)]
    public void Median_OfValues_IsInTheMiddle(double[] values, double median) => Assert.Equal(median, Comparison.Median(values));

    [Fact]
    public void Ratio_OfThreePairs_IsOfTheMediansWithThePairsSpread()
    {
        var figures = Comparison.Of(
            [Run(("perSecond", 100)), Run(("perSecond", 200)), Run(("perSecond", 400))],
            [Run(("perSecond", 150)), Run(("perSecond", 250)), Run(("perSecond", 300))]);

        Assert.Equal([new ComparedFigure("perSecond", 200, 250, 1.25, 0.75, 1.5)], figures);
    }

    [Fact]
    public void Ratio_OfAZero_DoesNotExist() => Assert.Equal(
        [new ComparedFigure("errors", 0, 1, null, null, null)], Comparison.Of([Run(("errors", 0))], [Run(("errors", 1))]));

    [Fact]
    public void Figures_MissingInARun_AreNotCompared() => Assert.Equal(
        ["perSecond"],
        Comparison.Of([Run(("perSecond", 1), ("old", 1))], [Run(("new", 1), ("perSecond", 1))]).Select(figure => figure.Name));

    [Fact]
    public void Run_WithoutCounterpart_IsIgnored()
    {
        Assert.Empty(Comparison.Of([Run(("perSecond", 1))], []));
        Assert.Equal(1, Assert.Single(Comparison.Of([Run(("perSecond", 1))], [Run(("perSecond", 1)), Run(("perSecond", 9))])).B);
    }

    [Fact]
    public void Json_OfFigures_HasFlatNames() => Assert.Equal(
        """{"cpu.app":{"a":1.5,"b":1,"ratio":0.6667,"min":0.6667,"max":0.6667},"errors":{"a":0,"b":0,"ratio":null,"min":null,"max":null}}""",
        Comparison.ToJson(Comparison.Of([Run(("cpu.app", 1.5), ("errors", 0))], [Run(("cpu.app", 1), ("errors", 0))])).ToJsonString());

    [Fact]
    public void Arguments_OfAComparison_ArePassedOnWithoutPairs()
    {
        var options = Options.Parse(
            ["compare", "old", "new", "growth", "--pairs", "3", "--seconds", "10", "--contended", "--data", "somewhere"]);

        Assert.Equal(["old", "new"], options.Compared);
        Assert.Equal("growth", options.ComparedScenario);
        Assert.Equal(3, options.Pairs);
        Assert.Equal(["--seconds", "10", "--contended", "--data", "somewhere"], options.PassedOn);
    }

    [Theory]
    [InlineData("bookings extra")]
    [InlineData("compare a b bookings extra")]
    [InlineData("--pairs 0")]
    [InlineData("--unknown")]
    public void Arguments_Invalid_AreRefused(string arguments) => Assert.Throws<FormatException>(() => Options.Parse(arguments.Split(' ')));

    [Theory]
    [InlineData("0-7", 0, 2, "0 1 2 3")]
    [InlineData("0-7", 1, 2, "4 5 6 7")]
    [InlineData("0-1,4", 2, 3, "4")]
    [InlineData("0-3", 1, 3, "1")]
    [InlineData("0-3", 2, 3, "2 3")]
    [InlineData("0-1", 2, 3, "0")]
    public void Cores_OfAnApplication_AreItsShare(string list, int number, int count, string share) =>
        Assert.Equal(share, string.Join(' ', CoreShare.Of(CoreShare.Parse(list), number, count)));

    private static IReadOnlyList<RunFigure> Run(params (string Name, double Value)[] figures) =>
        [.. figures.Select(figure => new RunFigure(figure.Name, figure.Value))];
}
