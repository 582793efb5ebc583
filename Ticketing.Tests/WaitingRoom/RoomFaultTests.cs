using StackExchange.Redis;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Join;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Crashes, loss of Redis data and wrong clocks: no place is assigned or used twice.</summary>
public sealed class RoomFaultTests(TestServers servers) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await servers.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Leader_Crashed_IsReplacedWithoutAJump()
    {
        var settings = RoomShop.Live with { PerMinute = 600, Burst = 1, ActiveMax = 10_000 };
        var sale = await RoomShop.OpenAsync(_database.DataSource, settings);
        var (first, second) = (Instance(sale), Instance(sale));
        await first.StepUntilAsync(view => view.Phase == RoomPhase.Live);
        await second.StepUntilAsync(view => view.Phase == RoomPhase.Live);
        var tickets = await first.JoinAllAsync(200);
        await first.StepUntilAsync(view => view.State!.Serving > 3);
        await second.StepAsync();
        Assert.Equal(first.State.Epoch, second.State.Epoch);

        // The first instance makes no further step.
        var (serving, at) = (second.State.Serving, second.State.Now);
        await second.StepUntilAsync(view =>
        {
            var passed = (view.State!.Now - at).TotalSeconds;
            Assert.InRange(view.State.Serving, serving, serving + (10 * passed) + 2);
            return view.State.Serving > serving + 5;
        });

        Assert.Equal(200, second.State.Tail);
        Assert.True((await second.ClaimAsync(tickets.Single(ticket => ticket.Number.Value == 0))).Succeeded);
    }

    [Fact]
    public async Task Leader_Outdated_CannotLowerTheMarks()
    {
        var sale = await RoomShop.OpenAsync(_database.DataSource, RoomShop.Live);
        var store = new RoomMarksStore(_database.DataSource);
        var room = Instance(sale);
        await room.StepUntilAsync(view => view.Phase == RoomPhase.Live);
        await room.JoinAllAsync(50);
        await room.StepUntilAsync(view => view.State!.Serving == 50);
        var marks = (await store.ReadAsync(TestContext.Current.CancellationToken)).Single().Marks;

        var old = new RoomMarks { PerformanceId = sale.Id, Epoch = marks.Epoch, NumbersReserved = 1, Lots = 3, LateLots = 3 };
        var after = await store.AdvanceAsync(old, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);

        Assert.Equal((marks.NumbersReserved, marks.ServingReserved, marks.Lots), (after!.NumbersReserved, after.ServingReserved, after.Lots));
        Assert.Null(await store.AdvanceAsync(
            new RoomMarks { PerformanceId = sale.Id, Epoch = marks.Epoch - 1 }, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Instances_Concurrent_AssignUniquePlaces()
    {
        var sale = await RoomShop.OpenAsync(_database.DataSource, RoomShop.Live with { ActiveMax = 10_000 });
        var (one, two) = (Instance(sale), Instance(sale));
        await one.StepUntilAsync(view => view.Phase == RoomPhase.Live);
        await two.StepUntilAsync(view => view.Phase == RoomPhase.Live);

        // A hundred of them join at both instances.
        var tickets = (await Task.WhenAll(one.JoinAllAsync(300), two.JoinAllAsync(100), two.JoinAllAsync(300, "q"))).SelectMany(all => all).ToList();
        Assert.Equal(600, tickets.Select(ticket => ticket.Number).Distinct().Count());
        await Task.WhenAll(one.StepUntilAsync(view => view.State!.Serving == 600), two.StepUntilAsync(view => view.State!.Serving == 600));

        var passes = await Task.WhenAll(tickets.SelectMany(ticket => new[] { one.ClaimAsync(ticket), two.ClaimAsync(ticket) }));
        Assert.All(passes, pass => Assert.True(pass.Succeeded));
        Assert.Equal(600, passes.Select(pass => pass.Value!.Place).Distinct().Count());
        await one.StepAsync();
        Assert.Equal((600, 600L), (one.State.Active, one.State.Admitted));
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task Clock_WrongOnOneInstance_HasNoEffect(int seconds)
    {
        var now = DateTimeOffset.UtcNow;
        var settings = RoomShop.Live with { Mode = RoomMode.Scheduled, PreQueueAt = now.AddSeconds(-20), StartsAt = now.AddSeconds(20) };
        var sale = await RoomShop.OpenAsync(_database.DataSource, settings);
        var right = Instance(sale);
        await right.StepUntilAsync(view => view.Phase == RoomPhase.PreQueue);
        var wrong = Instance(sale, new ShiftedTime(TimeSpan.FromSeconds(seconds)));
        for (var i = 0; i < 5; i++)
        {
            // The right instance does not renew its lease: the wrong one becomes leader.
            await wrong.StepAsync();
            Assert.Equal(RoomPhase.PreQueue, wrong.View.Phase);
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        var ticket = (await wrong.JoinAsync("one")).Value!;
        await RoomShop.SetAsync(_database.DataSource, sale.Id, settings with { StartsAt = now.AddSeconds(-1) });
        await wrong.StepUntilAsync(view => view.State!.Serving == 1);
        var pass = (await wrong.ClaimAsync(ticket)).Value!;
        Assert.InRange((pass.ExpiresAt - right.State.Now).TotalSeconds, 500, 700);
        Assert.True(wrong.View.Admits(pass, [ticket.Owner], wrong.View.Now(new ShiftedTime(TimeSpan.FromSeconds(seconds)))));
        Assert.True(right.View.Admits(pass, [ticket.Owner], right.View.Now(TimeProvider.System)));
    }

    [Fact]
    public async Task Redis_Emptied_ContinuesPastReservedNumbers()
    {
        var sale = await RoomShop.OpenAsync(_database.DataSource, RoomShop.Live with { ActiveMax = 10 });
        var room = Instance(sale);
        await room.StepUntilAsync(view => view.Phase == RoomPhase.Live);
        var tickets = await room.JoinAllAsync(30);
        var byPlace = tickets.ToDictionary(ticket => ticket.Number.Value);
        await room.StepUntilAsync(view => view.State!.Serving == 10);
        var bought = (await room.ClaimAsync(byPlace[0])).Value!;
        var inside = (await room.ClaimAsync(byPlace[1])).Value!;
        await room.Release.HandleAsync(bought, TestContext.Current.CancellationToken);
        await room.StepAsync();
        var (serving, tail, epoch) = (room.State.Serving, room.State.Tail, room.State.Epoch);

        await _database.Redis.GetDatabase().ExecuteAsync("FLUSHDB");
        Assert.Equal(JoinRefusal.Busy, (await room.JoinAsync("in between")).Refusal);
        await room.StepUntilAsync(view => view.State!.Epoch > epoch && view.Phase == RoomPhase.Live);
        await room.StepAsync();

        // Lost places count neither as waiting nor as active.
        Assert.InRange(room.State.Tail, tail + 1, long.MaxValue);
        Assert.InRange(room.State.Waiting, 0, 20);

        // Numbers continue, the pass is valid, and a released ticket is refused.
        Assert.InRange(room.State.Serving, serving, long.MaxValue);
        Assert.True((await room.JoinAsync("afterwards")).Value!.Number.Value >= tail);
        Assert.True(room.View.Admits(inside, [byPlace[1].Owner], room.View.Now(TimeProvider.System)));
        Assert.Equal(inside, (await room.ClaimAsync(byPlace[1])).Value);
        Assert.Equal(ClaimRefusal.Used, (await room.ClaimAsync(byPlace[0])).Refusal);

        // All earlier tickets are admitted, within the limit.
        var waiting = tickets.Where(ticket => ticket.Number.Value > 1).ToList();
        var passes = new Dictionary<long, AdmissionPass>();
        await Eventually.TrueAsync(async () =>
        {
            await room.StepAsync();
            foreach (var ticket in waiting.Where(ticket => !passes.ContainsKey(ticket.Number.Value)))
            {
                if (await room.ClaimAsync(ticket) is { Succeeded: true } claimed)
                {
                    passes[ticket.Number.Value] = claimed.Value;
                    await room.StepAsync();
                    Assert.InRange(room.State.Active, 1, 10);
                }
            }

            foreach (var pass in passes.Values.Where(_ => room.State.Active > 5))
            {
                await room.Release.HandleAsync(pass, TestContext.Current.CancellationToken);
            }

            return passes.Count == waiting.Count;
        });
    }

    [Fact]
    public async Task Redis_Killed_AssignsUniquePlaces()
    {
        await using var own = await OwnServers.StartAsync(postgres: false);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(own.Servers.RedisConnectionString + ",abortConnect=false,connectTimeout=500,asyncTimeout=1000");
        var sale = await RoomShop.OpenAsync(_database.DataSource, RoomShop.Live with { ActiveMax = 100_000, Command = RoomCommand.Pause });
        var room = new RoomInstance(_database.DataSource, redis, sale.Id);
        await room.StepUntilAsync(view => view.Phase == RoomPhase.Paused);

        // Joins continue while Redis is killed and restarts with a second of data missing.
        var numbers = new List<long>();
        for (var person = 0; person < 3_000; person++)
        {
            if (person is 1_000 or 2_000)
            {
                await own.KillRedisAsync();
            }

            if (person % 50 == 0)
            {
                await room.StepAsync();
            }

            var joined = await room.JoinAsync($"p{person}");
            if (joined.Succeeded)
            {
                numbers.Add(joined.Value.Number.Value);
            }
            else
            {
                Assert.Equal(JoinRefusal.Busy, joined.Refusal);
                await room.StepAsync();
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }

        Assert.True(numbers.Count > 1_000);
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
        Assert.Equal(numbers.Order(), numbers);
        await room.StepUntilAsync(view => !view.IsUnavailable);
        Assert.InRange(room.State.Epoch, 2, 10);
    }

    private RoomInstance Instance(TestSale sale, TimeProvider? time = null) => new(_database.DataSource, _database.Redis, sale.Id, time);

    private sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
