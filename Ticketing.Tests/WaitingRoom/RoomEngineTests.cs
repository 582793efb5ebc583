using System.Net;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Join;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Places, the draw and admission on real Redis and PostgreSQL, stepped by the test.</summary>
public sealed class RoomEngineTests(TestServers servers) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TestSale _sale = null!;

    public async ValueTask InitializeAsync() => _database = await servers.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Join_SameOwnerTwice_IsOnePlace()
    {
        var room = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });

        var tickets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => room.JoinAsync("one")));
        var other = await room.JoinAsync("other");

        Assert.Single(tickets.Select(ticket => ticket.Value!.Number).Distinct());
        Assert.NotEqual(tickets[0].Value!.Number, other.Value!.Number);
        Assert.Equal(tickets[0].Value, (await room.JoinAsync("one", held: tickets[0].Value)).Value);
        await room.StepAsync();
        Assert.Equal((2, 2), (room.State.Tail, room.State.Waiting));
    }

    [Fact]
    public async Task Join_AThousandConcurrently_HasUniqueNumbers()
    {
        var room = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });

        var tickets = await room.JoinAllAsync(1_000);

        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => (long)i), tickets.Select(ticket => ticket.Number.Value).Order());
    }

    [Theory]
    [InlineData(RoomMode.Closed, RoomCommand.Run)]
    [InlineData(RoomMode.Scheduled, RoomCommand.Drain)]
    public async Task Join_ModeWithoutPlaces_IsRefused(RoomMode mode, RoomCommand command)
    {
        var room = await OpenAsync(RoomShop.Live with { Mode = mode, Command = command });

        Assert.Equal(JoinRefusal.Shut, (await room.JoinAsync("late")).Refusal);
        await room.StepAsync();
        Assert.Equal(0, room.State.Tail);
    }

    [Fact]
    public async Task Join_WithoutRoom_IsRefused()
    {
        var room = await OpenAsync(RoomShop.Live with { Mode = RoomMode.Off }, mustShow: false);

        Assert.Null(room.Board.Find(_sale.Id));
        Assert.Equal(JoinRefusal.NoRoom, (await room.JoinAsync("any")).Refusal);
    }

    [Fact]
    public async Task PreQueue_WhenTheSaleStarts_IsDrawn()
    {
        var now = DateTimeOffset.UtcNow;
        var settings = RoomShop.Live with { Mode = RoomMode.Scheduled, PreQueueAt = now.AddMinutes(-1), StartsAt = now.AddHours(1), PerMinute = 60, Burst = 1 };
        var room = await OpenAsync(settings);
        Assert.Equal(RoomPhase.PreQueue, room.View.Phase);
        var tickets = await room.JoinAllAsync(50);
        var late = new[] { await room.JoinAsync("robot 1", late: true), await room.JoinAsync("robot 2", late: true) }.Select(outcome => outcome.Value!).ToList();
        Assert.Equal(ClaimRefusal.NotYet, (await room.ClaimAsync(tickets[0])).Refusal);

        await RoomShop.SetAsync(_database.DataSource, _sale.Id, settings with { StartsAt = now.AddSeconds(-1) });
        await room.StepUntilAsync(view => view.Phase == RoomPhase.Live);
        var after = await room.JoinAsync("after the draw");

        var draw = room.View.Draw!.Draw;
        Assert.Equal(50, draw.Lots);
        Assert.Equal(Draw.CommitmentOf(room.View.Draw.Seed), room.View.Commitment);
        Assert.Equal(
            Enumerable.Range(0, 53).Select(place => (long)place),
            tickets.Concat(late).Append(after.Value!).Select(ticket => ticket.Number.PlaceAfter(draw)).Order());
        Assert.Equal([50, 51], late.Select(ticket => ticket.Number.PlaceAfter(draw)));
        Assert.Equal(52, after.Value!.Number.PlaceAfter(draw));
        Assert.Equal((50L, 2L), (
            await _database.ScalarAsync<long>("select lots from waiting_room_marks"), await _database.ScalarAsync<long>("select late_lots from waiting_room_marks")));
    }

    [Fact]
    public async Task Claim_Repeated_IsOnePass()
    {
        var room = await OpenAsync(RoomShop.Live);
        var ticket = (await room.JoinAsync("one")).Value!;
        await room.StepUntilAsync(view => view.State!.Serving == 1);

        var passes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => room.ClaimAsync(ticket)));

        Assert.Single(passes.Select(pass => pass.Value).Distinct());
        Assert.True(room.View.Admits(passes[0].Value, [ticket.Owner], room.View.Now(TimeProvider.System)));
        await room.StepAsync();
        Assert.Equal((1, 0, 1), (room.State.Active, room.State.Unclaimed, room.State.Admitted));
        Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from admissions"));
    }

    [Fact]
    public async Task Claim_BeforeTheTurn_IsRefused()
    {
        var room = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });
        var ticket = (await room.JoinAsync("one")).Value!;
        await room.StepAsync();

        Assert.Equal(ClaimRefusal.NotYet, (await room.ClaimAsync(ticket)).Refusal);
    }

    [Fact]
    public async Task Claim_AfterTheClaimTime_IsRefusedAndRejoins()
    {
        var room = await OpenAsync(RoomShop.Live with { ClaimSeconds = 1 });
        var ticket = (await room.JoinAsync("late")).Value!;
        await room.StepUntilAsync(view => view.State!.NoShows == 1);

        Assert.Equal(ClaimRefusal.TooLate, (await room.ClaimAsync(ticket)).Refusal);
        var again = (await room.JoinAsync("late", held: ticket)).Value!;
        Assert.Equal(1, again.Number.Value);
        await room.StepUntilAsync(view => view.State!.Serving == 2);
        Assert.True((await room.ClaimAsync(again)).Succeeded);
    }

    [Fact]
    public async Task Pass_Released_AdmitsTheNext()
    {
        var room = await OpenAsync(RoomShop.Live with { ActiveMax = 1 });
        var (first, second) = ((await room.JoinAsync("first")).Value!, (await room.JoinAsync("second")).Value!);
        await room.StepUntilAsync(view => view.State!.Serving == 1);
        var pass = (await room.ClaimAsync(first)).Value!;
        await room.StepAsync();
        Assert.Equal(ClaimRefusal.NotYet, (await room.ClaimAsync(second)).Refusal);

        await room.Release.HandleAsync(pass, TestContext.Current.CancellationToken);
        await room.Release.HandleAsync(pass, TestContext.Current.CancellationToken);
        await room.StepUntilAsync(view => view.State!.Serving == 2);

        Assert.True((await room.ClaimAsync(second)).Succeeded);
        Assert.Equal(1, room.State.Released);
        Assert.Equal(ClaimRefusal.Used, (await room.ClaimAsync(first)).Refusal);
        Assert.False(room.View.Admits(pass, [first.Owner], room.View.Now(TimeProvider.System)));
    }

    [Fact]
    public async Task ActivePasses_UnderLoad_StayWithinTheLimit()
    {
        var room = await OpenAsync(RoomShop.Live with { ActiveMax = 7, ClaimSeconds = 1 });
        var tickets = await room.JoinAllAsync(60);
        var random = new Random(7);
        var passes = new List<AdmissionPass>();
        await Eventually.TrueAsync(async () =>
        {
            await room.StepAsync();
            Assert.InRange(room.State.Active + room.State.Unclaimed, 0, 7);
            await ClaimAndReleaseAsync();
            return room.State.Serving == 60;
        });

        Assert.Equal(passes.Count, await _database.ScalarAsync<long>("select count(*) from admissions"));

        // Some claim, some do not, some release.
        async Task ClaimAndReleaseAsync()
        {
            foreach (var ticket in tickets.Where(ticket => ticket.Number.Value < room.State.Serving && random.Next(3) == 0))
            {
                if (passes.TrueForAll(pass => pass.Place != ticket.Number.Value) && await room.ClaimAsync(ticket) is { Succeeded: true } claimed)
                {
                    passes.Add(claimed.Value);
                }
            }

            if (passes.Count > 0 && random.Next(2) == 0)
            {
                await room.Release.HandleAsync(passes[random.Next(passes.Count)], TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task Command_OfTheControlRoom_IsApplied()
    {
        var room = await OpenAsync(RoomShop.Live with { Command = RoomCommand.Pause });
        var ticket = (await room.JoinAsync("one")).Value!;
        await room.StepAsync();
        Assert.Equal((RoomPhase.Paused, 0L), (room.View.Phase, room.State.Serving));

        await SetAsync(RoomShop.Live with { Command = RoomCommand.Drain }, room, RoomPhase.Draining);
        await room.StepUntilAsync(view => view.State!.Serving == 1);
        Assert.True((await room.ClaimAsync(ticket)).Succeeded);

        await SetAsync(RoomShop.Live with { Mode = RoomMode.Closed }, room, RoomPhase.Closed);
        await RoomShop.SetAsync(_database.DataSource, _sale.Id, RoomShop.Live with { Mode = RoomMode.Off });
        await Eventually.TrueAsync(async () =>
        {
            await room.StepAsync();
            return room.Board.Find(_sale.Id) is null;
        });
    }

    [Fact]
    public async Task Seats_AllTaken_PhaseIsSoldOut()
    {
        var room = await OpenAsync(RoomShop.Live);
        await _database.ExecuteAsync("update seats set status = 2");
        await room.JoinAsync("one");
        await room.StepUntilAsync(view => view.Phase == RoomPhase.SoldOut);
        var serving = room.State.Serving;

        await room.JoinAsync("two");
        await room.StepAsync();
        Assert.Equal(serving, room.State.Serving);

        await _database.ExecuteAsync("update seats set status = 0 where seat_index = 3");
        await room.StepUntilAsync(view => view.Phase == RoomPhase.Live && view.State!.Serving == 2);
    }

    [Fact]
    public async Task FailedHolds_OverTheLimit_LowerTheRate()
    {
        var room = await OpenAsync(RoomShop.Live with { PerMinute = 600, PerMinuteMin = 60, FailedHoldPercent = 40 });
        for (var i = 0; i < 100; i++)
        {
            room.Meter.CountHold(_sale.Id, failed: i % 2 == 0);
        }

        await room.StepUntilAsync(view => view.Slowed == GovernorReason.FailedHolds && view.State!.PerMinute < 600);
        await room.StepUntilAsync(view => view.Slowed is null && view.State!.PerMinute == 600);
    }

    [Fact]
    public async Task Room_InAutoMode_StartsAtTheArrivalLimit()
    {
        var room = await OpenAsync(RoomShop.Live with { Mode = RoomMode.Auto, ArrivalsPerMinute = 50 }, mustShow: false);
        await room.StepAsync();
        Assert.Null(room.Board.Find(_sale.Id));
        Assert.Equal(RoomPhase.Off, room.Board.Watch(_sale.Id)?.Phase);

        for (var i = 0; i < 60; i++)
        {
            room.Board.Arrive(_sale.Id, QueueOwner.OfDevice($"person {i}"), ClientNetwork.Of(new IPAddress([198, 51, 100, (byte)i])));
        }

        await room.StepUntilAsync(view => view.Phase == RoomPhase.Live);
        var ticket = (await room.JoinAsync("one")).Value!;
        await room.StepUntilAsync(view => view.State!.Serving == 1);
        Assert.True((await room.ClaimAsync(ticket)).Succeeded);
    }

    [Fact]
    public async Task Samples_WhileRunning_AreWritten()
    {
        var room = await OpenAsync(RoomShop.Live);
        await room.JoinAsync("one");

        await Eventually.TrueAsync(async () =>
        {
            await room.StepAsync();
            return await _database.ScalarAsync<long>("select count(*) from waiting_room_samples where arrived = 1") > 0;
        });
    }

    private async Task<RoomInstance> OpenAsync(RoomSettings settings, bool mustShow = true)
    {
        _sale = await RoomShop.OpenAsync(_database.DataSource, settings);
        var room = new RoomInstance(_database.DataSource, _database.Redis, _sale.Id);
        await room.StepAsync();
        if (mustShow)
        {
            await room.StepUntilAsync(view => view.State is not null && view.Phase != RoomPhase.Drawing);
        }

        return room;
    }

    private async Task SetAsync(RoomSettings settings, RoomInstance room, RoomPhase phase)
    {
        await RoomShop.SetAsync(_database.DataSource, _sale.Id, settings);
        await room.StepUntilAsync(view => view.Phase == phase);
    }
}
