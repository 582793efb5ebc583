using Microsoft.Extensions.Time.Testing;
using Ticketing.Infrastructure.Analytics.Views;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Analytics;

public sealed class EventViewsTests
{
    private readonly FakeTimeProvider _time = new(TestTimes.Start);

    [Fact]
    public void Count_OneVisitorTwice_CountsOnceForEachEvent()
    {
        var views = new EventViews(_time);
        views.Count("hamlet", 1);
        views.Count("hamlet", 1);
        views.Count("othello", 1);
        views.Count("hamlet", 2);
        Assert.Equal(new Dictionary<string, long> { ["hamlet"] = 2, ["othello"] = 1 }, views.Take());
        Assert.Empty(views.Take());
    }

    [Theory]
    [InlineData(29, 1)]
    [InlineData(61, 2)]
    public void Count_OneVisitorAgainLater_CountsAfterHalfAnHour(int minutes, long expected)
    {
        var views = new EventViews(_time);
        _time.Advance(TimeSpan.FromMinutes(7));
        views.Count("hamlet", 1);
        _time.Advance(TimeSpan.FromMinutes(minutes));
        views.Count("hamlet", 1);
        Assert.Equal(expected, views.Take()["hamlet"]);
    }

    [Fact]
    public void GiveBack_AfterNewViews_AddsThem()
    {
        var views = new EventViews(_time);
        views.Count("hamlet", 1);
        var taken = views.Take();
        views.Count("hamlet", 2);
        views.GiveBack(taken);
        Assert.Equal(2, views.Take()["hamlet"]);
    }
}
