using Ticketing.Core.Analytics;

namespace Ticketing.Tests.Analytics;

public sealed class TrendingScoreTests
{
    [Fact]
    public void Of_ViewsOrdersAndSoldPart_AddsTheirPoints() =>
        Assert.Equal(30 + (10 * 4) + (5 * 20), TrendingScore.Of([new EventHour(0, 30, 4)], soldPercent: 20), 6);

    [Fact]
    public void Of_AnHourOfYesterday_CountsHalf() =>
        Assert.Equal(TrendingScore.Of([new EventHour(0, 50, 3)], 0) / 2, TrendingScore.Of([new EventHour(24, 50, 3)], 0), 6);

    [Fact]
    public void Of_ManyHours_IsTheSumOfEach()
    {
        EventHour[] hours = [new(0, 3, 1), new(5, 8, 0), new(23, 0, 7)];
        Assert.Equal(hours.Sum(hour => TrendingScore.Of([hour], 0)), TrendingScore.Of(hours, 0), 6);
    }

    [Fact]
    public void Of_ASoldOutEvent_IsNothing() => Assert.Equal(0, TrendingScore.Of([new EventHour(0, 1000, 100)], soldPercent: 100));
}
