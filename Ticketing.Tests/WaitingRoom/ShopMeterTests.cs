using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Telemetry;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.WaitingRoom;

public sealed class ShopMeterTests
{
    private readonly FakeTimeProvider _time = new(TestTimes.Start);
    private readonly PerformanceId _performance = PerformanceId.New();

    [Fact]
    public void Holds_OfTheLastSeconds_AreCounted()
    {
        var meter = new ShopMeter(_time);
        meter.CountHold(_performance, failed: true);
        _time.Advance(TimeSpan.FromSeconds(3));
        meter.CountHold(_performance, failed: false);
        meter.CountHold(PerformanceId.New(), failed: true);

        Assert.Equal((2, 1), (meter.Read(_performance).Holds, meter.Read(_performance).FailedHolds));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((1, 0), (meter.Read(_performance).Holds, meter.Read(_performance).FailedHolds));
    }

    [Fact]
    public void Checkout_Pending_CountsItsElapsedTime()
    {
        var meter = new ShopMeter(_time);
        var checkout = meter.BeginCheckout();
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(7_000, meter.Read(_performance).CheckoutMilliseconds, 1.0);

        checkout.Dispose();
        checkout.Dispose();
        Assert.Equal(7_000, meter.Read(_performance).CheckoutMilliseconds, 1.0);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(0, meter.Read(_performance).CheckoutMilliseconds);
    }

    [Fact]
    public void Backlog_OfAllQueues_IsTheirSum()
    {
        var meter = new ShopMeter(_time);
        using (meter.CountBacklog(() => 3))
        using (meter.CountBacklog(() => 4))
        {
            Assert.Equal(7, meter.Read(_performance).Backlog);
        }

        Assert.Equal(0, meter.Read(_performance).Backlog);
    }
}
