using System.Globalization;
using Bunit;
using Ticketing.App.Analytics.Charts;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Seating;

namespace Ticketing.Tests.Components;

/// <summary>Charts of dashboards.</summary>
public sealed class FigureChartTests : IDisposable
{
    private readonly BunitContext _context = SeatMapFixtures.English();

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Bars_WithReturns_AreAboveAndBelowTheAxis()
    {
        var chart = Bars(new ChartBar("1", "first", 4, 0), new ChartBar("2", "second", 0, 4), new ChartBar("3", "third", 0, 0));

        var (up, down) = (Assert.Single(chart.FindAll(".up")), Assert.Single(chart.FindAll(".down")));
        Assert.Equal(("0", "80"), (up.GetAttribute("y"), up.GetAttribute("height")));
        Assert.Equal(("80", "80"), (down.GetAttribute("y"), down.GetAttribute("height")));
        Assert.Equal(["first", "second", "third"], chart.FindAll(".bar > title").Select(title => title.TextContent));
        Assert.Equal("title text", string.Join(' ', chart.Find("svg").GetAttribute("aria-labelledby")!.Split(' ').Select(id => id[(id.LastIndexOf('-') + 1)..])));
    }

    [Fact]
    public void Bars_WithoutReturns_UseTheWholeHeight() =>
        Assert.Equal("160", Bars(new ChartBar("1", "", 10, 0)).Find(".up").GetAttribute("height"));

    [Fact]
    public void Pace_OfTwoPerformances_IsTwoLinesOfSteps()
    {
        var chart = _context.Render<PaceChart>(parameters => parameters
            .Add(c => c.Id, "pace").Add(c => c.Title, "Pace").Add(c => c.Description, "")
            .Add(c => c.Pace, new SalesPace([new(10, 2), new(5, 4)]))
            .Add(c => c.Comparison, new SalesPace([new(10, 1), new(0, 3)])));

        Assert.Equal("M0 160V80H300V0", chart.Find(".line:not(.other)").GetAttribute("d"));
        Assert.Equal("M0 160V120H600V40", chart.Find(".line.other").GetAttribute("d"));
        Assert.Equal(["10 days before", "day of the performance"], chart.FindAll(".ends > span").Select(end => end.TextContent));
    }

    [Fact]
    public void Heat_OfASmallPlan_ShowsSeatsAndTheSameNumbersInATable()
    {
        var plan = SeatMapFixtures.Sale().Plan;
        var statuses = new SeatStatus[plan.PlaceCount];
        (statuses[0], statuses[1], statuses[2], statuses[^1]) = (SeatStatus.Sold, SeatStatus.Sold, SeatStatus.Held, SeatStatus.Blocked);

        var heat = _context.Render<SeatHeat>(parameters => parameters.Add(h => h.Seats, new PerformanceSeats(plan, statuses)));

        Assert.Equal(2, heat.FindAll(".dots.sold").Sum(path => path.GetAttribute("d")!.Count(letter => letter == 'M')));
        Assert.Equal(1, heat.FindAll(".dots.held").Sum(path => path.GetAttribute("d")!.Count(letter => letter == 'M')));
        var rows = heat.FindAll("tbody tr").Select(row => row.QuerySelectorAll("td").Take(4).Sum(cell => int.Parse(cell.TextContent, CultureInfo.InvariantCulture))).ToList();
        Assert.Equal(plan.Sections.Select(section => section.Count), rows);

        // An area has no seats to draw: it is shaded.
        Assert.Single(heat.FindAll(".fill"));
    }

    [Fact]
    public void Sections_OfALargePlan_HaveNoDots()
    {
        var plan = SeatMapFixtures.Sale().Plan;

        var sections = HeatSection.Of(new PerformanceSeats(plan, new SeatStatus[plan.PlaceCount]), dotsMax: plan.PlacedCount - 1);

        Assert.All(sections, section => Assert.Equal(("", 0.0, section.Seats), (section.FreeDots, section.Share, section.Free)));
    }

    private IRenderedComponent<BarChart> Bars(params ChartBar[] bars) => _context.Render<BarChart>(parameters => parameters
        .Add(c => c.Id, "chart").Add(c => c.Title, "Chart").Add(c => c.Description, "").Add(c => c.Bars, bars)
        .Add(c => c.First, "a").Add(c => c.Last, "b"));
}
