using Microsoft.Extensions.Time.Testing;
using Ticketing.Infrastructure.Telemetry;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Telemetry;

public sealed class LoadMonitorTests
{
    private const int Many = 1000;
    private const int Few = 20;

    private readonly FakeTimeProvider _time = new(TestTimes.Start);
    private TimeSpan _used;

    [Theory]
    [InlineData(Many, 0.9, true)]
    [InlineData(Many, 0.05, false)]
    [InlineData(Few, 0.9, false)]
    public void IsPeak_NeedsManyRequestsAndBusyProcessors(int requests, double share, bool isPeak)
    {
        var monitor = new LoadMonitor(_time, () => _used);
        for (var second = 0; second < 3; second++)
        {
            monitor.Count(requests);
            Pass(share);
        }

        Assert.Equal(isPeak, monitor.IsPeak);
    }

    [Fact]
    public void IsPeak_AfterTheLastRequests_Ends()
    {
        var monitor = new LoadMonitor(_time, () => _used);
        monitor.Count(Many);
        Pass(0.9);
        Assert.True(monitor.IsPeak);
        Pass(0.9);
        Pass(0.9);
        Assert.False(monitor.IsPeak);
    }

    private void Pass(double share)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _used += TimeSpan.FromSeconds(share * Environment.ProcessorCount);
    }
}
