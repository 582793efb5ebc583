using Ticketing.Core.Analytics;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Ordering;

namespace Ticketing.Tests.Analytics.Dashboards;

/// <summary>Periods of charts, pace, cursors: rules without a database.</summary>
public sealed class DashboardRulesTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Now = new(2027, 3, 28, 19, 30, 20, TimeSpan.Zero);

    [Theory]
    [InlineData(DashboardRange.Hour, 60, "2027-03-28T20:31:00+02:00")]
    [InlineData(DashboardRange.Day, 24, "2027-03-27T21:00:00+01:00")]
    [InlineData(DashboardRange.Month, 30, "2027-02-27T00:00:00+01:00")]
    [InlineData(DashboardRange.Quarter, 90, "2026-12-29T00:00:00+01:00")]
    public void Series_WithoutSales_HasEveryPeriod(DashboardRange range, int periods, string begin)
    {
        var series = SalesSeries.Of([], range, Berlin, Now);

        Assert.Equal(periods, series.Periods.Count);
        Assert.Equal(begin, series.Periods[0].Period.Start.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(series.Periods[^1].Period.Start <= Now && Now < series.Periods[^1].Period.End);
        Assert.All(series.Periods.Zip(series.Periods.Skip(1)), pair => Assert.Equal(pair.First.Period.End, pair.Second.Period.Start));
    }

    // Days have 23, 24 or 25 hours.
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Santiago")]
    [InlineData("Australia/Lord_Howe")]
    public void Series_AtAnyHourOfTheYear_HasOnePeriodForEachDay(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        for (var now = Now; now < Now.AddYears(1); now = now.AddHours(1))
        {
            Assert.Equal(90, SalesSeries.Of([], DashboardRange.Quarter, zone, now).Periods.Count);
            var usual = SalesRange.Of(null, null, SalesStep.Day, zone, now).Value!;
            Assert.Equal(29, LocalDay(usual.To, zone).DayNumber - LocalDay(usual.From, zone).DayNumber);
        }

        static DateOnly LocalDay(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }

    [Fact]
    public void Series_OfTwoCurrencies_DoesNotAddThemUp()
    {
        var today = new DateTimeOffset(2027, 3, 27, 23, 0, 0, TimeSpan.Zero);
        PeriodSums[] sums =
        [
            new(today, "EUR", new SalesSums { Seats = 2, Gross = 9000 }),
            new(today, "CHF", new SalesSums { Seats = 1, SeatsReturned = 1, Gross = 5000, Refunded = 5000 }),
            new(today.AddDays(-40), "EUR", new SalesSums { Seats = 100 }),
        ];

        var last = SalesSeries.Of(sums, DashboardRange.Month, Berlin, Now).Periods[^1];

        Assert.Equal(["CHF 0", "EUR 9000"], last.Totals.Select(total => $"{total.Currency} {total.Sums.Net}"));
        Assert.Equal((3, 1), (last.Seats, last.SeatsReturned));
    }

    [Fact]
    public void Pace_OfDaysInAnyOrder_AddsUpTowardsThePerformance()
    {
        var pace = SalesPace.Of([new(5, -1), new(30, 4), new(12, 6)], daysLeft: 3);

        Assert.Equal([new PacePoint(30, 4), new(12, 10), new(5, 9), new(3, 9)], pace.Points);
        Assert.Equal([0, 4, 4, 10, 9, 9], ((int[])[31, 30, 13, 12, 5, 0]).Select(pace.At));
    }

    [Theory]
    [InlineData(-2, 0)]
    [InlineData(12, 12)]
    public void Pace_OfAPerformanceThatIsOver_EndsAtItsDay(int daysLeft, int last) =>
        Assert.Equal(last, SalesPace.Of([new(12, 6)], daysLeft).Points[^1].DaysBefore);

    [Fact]
    public void Pace_WithoutSales_IsEmpty()
    {
        Assert.Empty(SalesPace.Of([], daysLeft: 10).Points);
        Assert.Equal(0, SalesPace.None.At(0));
    }

    [Fact]
    public void Cursor_Written_IsReadBack()
    {
        var cursor = new EventCursor(Now.AddTicks(10), Guid.CreateVersion7());

        Assert.Equal(cursor, EventCursor.Read(cursor.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1_00000000000070008000000000000001")]
    [InlineData("9999999999999999999_00000000000070008000000000000001")]
    [InlineData("1_nonsense")]
    public void Cursor_OfOtherText_IsNone(string? text) => Assert.Null(EventCursor.Read(text));

    [Theory]
    [InlineData("de:30 en:12", "de 30, en 12")]
    [InlineData("de:30 en:6 fr:7", "de 30,  13")]
    [InlineData("de:30 en:20 fr:3", "de 30,  23")]
    [InlineData("de:30 fr:3", " 33")]
    [InlineData("de:4 fr:3", " 7")]
    [InlineData("", "")]
    public void Buyers_InSmallGroups_AreNotToldApart(string orders, string expected)
    {
        var counts = orders.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split(':'))
            .Select(each => new BuyerCount(each[0], 2, false, long.Parse(each[1], System.Globalization.CultureInfo.InvariantCulture))).ToList();

        Assert.Equal(expected, string.Join(", ", BuyerGroups.Of(counts).Languages.Select(group => $"{group.Key} {group.Orders}")));
    }
}
