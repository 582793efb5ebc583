using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Inventory;

/// <summary>A buyer's tabs learn of every change of the hold, on the same and on another instance; other viewers do not.</summary>
public sealed class HoldSignalTests(TestServers servers)
{
    private readonly Dictionary<SeatSubscription, int> _last = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_ChangedExtendedOrderedAndReleased_IsSignalledToItsBuyerOnBothInstances()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database);
        await using var other = await TestApp.StartAsync(database);
        var sale = await TestSale.CreateAsync(database.DataSource);
        using var client = new HoldClient(app);
        using var orders = new OrderClient(app.BaseAddress);
        var hold = await client.HoldAsync(sale, sale.Label(0));
        var owner = HoldOwner.OfKey(hold.Secret);
        using var here = await SubscribeAsync(app, sale, owner);
        using var there = await SubscribeAsync(other, sale, owner);
        using var stranger = await SubscribeAsync(other, sale, HoldOwner.OfKey("somebody else"));

        foreach (var change in new Func<Task>[]
        {
            () => client.HoldAsAsync(hold.Secret, sale, sale.Label(5)),
            () => client.ExtendAsync(hold),
            () => client.ChangeAsync(hold, new { remove = new[] { sale.Label(5) } }),
        })
        {
            await change();
            var state = HoldSignal.StateOf(await app.Services.GetRequiredService<HoldReader>().FindAsync(sale.Id, owner, Stop));
            Assert.NotEqual(HoldSignal.Ended, state);
            Assert.Equal(state, await NextAsync(here));
            Assert.Equal(state, await NextAsync(there));
        }

        await orders.PlaceAsync(hold);
        Assert.Equal(HoldSignal.Ended, await NextAsync(here));
        Assert.Equal(HoldSignal.Ended, await NextAsync(there));

        // The last change of seats reaches everybody; what came before held no signal for the stranger.
        await client.HoldAsync(sale, sale.Label(15));
        Assert.DoesNotContain(await UntilAsync(stranger, 15), frame => frame.Signal is not null);
    }

    [Fact]
    public void Message_WithSignals_IsReadBack()
    {
        var performance = PerformanceId.New();
        SeatChange[] changes = [new(new SeatIndex(7), SeatStatus.Held, 3), new(new SeatIndex(8), SeatStatus.Sold, long.MaxValue)];
        HoldSignal[] signals = [new(int.MinValue, HoldSignal.Ended), new(-1, int.MaxValue)];

        Assert.True(SeatMessage.TryRead(SeatMessage.Write(performance, changes, signals), out var read, out var readChanges, out var readSignals));

        Assert.Equal(performance, read);
        Assert.Equal(changes, readChanges);
        Assert.Equal(signals, readSignals);
    }

    private static async Task<SeatSubscription> SubscribeAsync(TestApp app, TestSale sale, HoldOwner owner)
    {
        var seats = await app.Services.GetRequiredService<SeatFeed>().SubscribeAsync(sale.Id, owner: owner, cancellationToken: Stop);
        Assert.NotNull(seats);
        return seats;
    }

    // The state of the next signal that differs from the last one: an instance hears its own signals twice.
    private async Task<int> NextAsync(SeatSubscription seats)
    {
        await foreach (var frame in seats.ReadAllAsync(Stop))
        {
            if (frame.Signal is { } signal && signal.State != _last.GetValueOrDefault(seats, -1))
            {
                return _last[seats] = signal.State;
            }
        }

        throw new InvalidOperationException("The feed was closed.");
    }

    private static async Task<List<SeatFrame>> UntilAsync(SeatSubscription seats, int seat)
    {
        var frames = new List<SeatFrame>();
        await foreach (var frame in seats.ReadAllAsync(Stop))
        {
            frames.Add(frame);
            if (frame.Changes.Any(change => change.Index.Value == seat))
            {
                break;
            }
        }

        return frames;
    }
}
