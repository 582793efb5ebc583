using Ticketing.App.Hosting.Circuits;

namespace Ticketing.Tests.Hosting;

/// <summary>Calls into a circuit are limited, whatever they do.</summary>
public sealed class CircuitFloodGuardTests
{
    [Fact]
    public async Task Calls_InABurst_RunAtOnce()
    {
        using var guard = new CircuitFloodGuard();
        var ran = 0;
        var call = guard.CreateInboundActivityHandler(_ => Task.FromResult(++ran));

        for (var i = 0; i < CircuitFloodGuard.CallsBurst; i++)
        {
            await call(null!);
        }

        Assert.Equal(CircuitFloodGuard.CallsBurst, ran);
    }

    [Fact]
    public async Task Calls_OfAFlood_EndTheCircuit()
    {
        using var guard = new CircuitFloodGuard();
        var call = guard.CreateInboundActivityHandler(_ => Task.CompletedTask);
        var flood = Enumerable.Range(0, 2 * (CircuitFloodGuard.CallsBurst + CircuitFloodGuard.CallsWaitingMax)).Select(_ => call(null!)).ToList();

        Assert.Contains(flood, each => each.IsFaulted);
        await Assert.ThrowsAsync<InvalidOperationException>(() => flood.First(each => each.IsFaulted));
        guard.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(flood));
    }
}
