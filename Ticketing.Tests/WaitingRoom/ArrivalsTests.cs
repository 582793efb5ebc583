using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>People, not requests, bring a room up.</summary>
public sealed class ArrivalsTests
{
    private const long Now = 1_000_000_020;

    private readonly Arrivals _arrivals = new();

    [Fact]
    public void Visitor_ReloadingThePage_CountsOnce()
    {
        for (var reload = 0; reload < 1_000; reload++)
        {
            _arrivals.Count(Now, QueueOwner.OfDevice("me"), "home");
        }

        Assert.Equal(1, _arrivals.LastMinute(Now));
    }

    [Fact]
    public void Requests_WithoutCookies_CountAsOneVisitorOfTheirLine()
    {
        for (var request = 0; request < 1_250; request++)
        {
            _arrivals.Count(Now, null, "home");
        }

        Assert.Equal(1, _arrivals.LastMinute(Now));
    }

    [Fact]
    public void Line_WithInventedVisitors_IsBounded()
    {
        for (var visitor = 0; visitor < 1_250; visitor++)
        {
            _arrivals.Count(Now, QueueOwner.OfDevice($"invented {visitor}"), "home");
        }

        Assert.Equal(Arrivals.PerLineMax, _arrivals.LastMinute(Now));
    }

    [Fact]
    public void Visitors_OfManyLines_AllCount()
    {
        for (var visitor = 0; visitor < 1_250; visitor++)
        {
            _arrivals.Count(Now + (visitor % 2), QueueOwner.OfDevice($"person {visitor}"), $"line {visitor}");
        }

        Assert.Equal(1_250, _arrivals.LastMinute(Now + 1));
    }

    [Fact]
    public void Visitor_StayingForMinutes_CountsOncePerMinute()
    {
        for (var second = 0; second < 300; second++)
        {
            _arrivals.Count(Now + second, QueueOwner.OfDevice("me"), "home");
        }

        Assert.InRange(_arrivals.LastMinute(Now + 299), 1, 2);
    }
}
