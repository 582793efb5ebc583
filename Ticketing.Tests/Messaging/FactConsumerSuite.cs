using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messaging;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Desk;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>Consumers apply each fact once, and one that fails holds up its aggregate only.</summary>
public abstract class FactConsumerSuite
{
    private static readonly Caller Admin = BackOffice.Admin();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Consumer_KilledBetweenEffectAndCommit_AppliesOnce()
    {
        await using var bench = await OpenAsync("killed");
        await bench.WriteAsync("a", 1, 3);
        await bench.CarryAsync(await bench.RelayAsync());
        using var dying = new CancellationTokenSource();
        bench.After = dying.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Runner().PassAsync(dying.Token));
        bench.After = () => { };
        await FactBench.DrainAsync(bench.Runner());

        Assert.Equal([1, 2, 3], await bench.AppliedAsync("a"));
    }

    [Fact]
    public async Task Runners_RacingForOneConsumer_ApplyOnce()
    {
        await using var bench = await OpenAsync("racing");
        var relay = await bench.RelayAsync();
        var runners = Enumerable.Range(0, 3).Select(_ => bench.Runner()).ToList();
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 8; i++)
            {
                await bench.WriteAsync($"aggregate-{i}", round + 1);
            }

            await bench.CarryAsync(relay);
            await Task.WhenAll(runners.Select(FactBench.DrainAsync));
        }

        for (var i = 0; i < 8; i++)
        {
            Assert.Equal([1, 2, 3, 4, 5], await bench.AppliedAsync($"aggregate-{i}"));
        }
    }

    // A transaction with a write holds back every fact that is committed after its begin.
    [Fact]
    public async Task Consumer_BeforeItsFirstWrite_HoldsBackNoFacts()
    {
        await using var bench = await OpenAsync("reading");
        await bench.WriteAsync("a", 1);
        await bench.CarryAsync(await bench.RelayAsync());
        long? own = null;
        bench.Before = _ => own = bench.Database.ScalarAsync<long>(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and state = 'idle in transaction' and backend_xid is not null
            """).GetAwaiter().GetResult();

        await FactBench.DrainAsync(bench.Runner());

        Assert.Equal(0, own);
        Assert.Equal([1], await bench.AppliedAsync("a"));
    }

    [Fact]
    public async Task Owner_LosingItsConnection_IsReplaced()
    {
        await using var bench = await OpenAsync("hosted");
        var relay = await bench.RelayAsync();
        using var first = bench.Host();
        using var second = bench.Host();
        await first.StartAsync(Stop);
        await second.StartAsync(Stop);
        await bench.WriteAsync("a", 1, 3);
        await bench.CarryAsync(relay);
        await Eventually.TrueAsync(async () => (await bench.AppliedAsync("a")).Count == 3);

        Assert.Equal(1, await bench.Database.ScalarAsync<long>(
            """
            select count(pg_terminate_backend(pid)) from pg_locks
            where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
            """));
        await bench.WriteAsync("a", 4, 3);
        await bench.CarryAsync(relay);
        await Eventually.TrueAsync(async () => (await bench.AppliedAsync("a")).Count >= 6);
        await Task.WhenAll(first.StopAsync(Stop), second.StopAsync(Stop));

        Assert.Equal([1, 2, 3, 4, 5, 6], await bench.AppliedAsync("a"));
    }

    [Fact]
    public async Task Consumer_NewAfterTheLogWasTrimmed_ReadsTheOutbox()
    {
        await using var bench = await OpenAsync("early");
        var relay = await bench.RelayAsync();
        await bench.WriteAsync("a", 1, 4);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(bench.Runner());
        await relay.Relay.TrimAsync(relay.Connection, Stop);
        Assert.Equal(0, (await bench.Log.LengthsAsync(Stop)).Sum());

        await bench.WriteAsync("a", 5);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(bench.Runner(bench.Consumer("late")));

        Assert.Equal([1, 2, 3, 4, 5], await bench.AppliedAsync("a", "late"));
    }

    [Fact]
    public async Task Positions_WithoutFactsOfTheConsumer_MoveEveryFewSeconds()
    {
        await using var bench = await OpenAsync("others");
        var relay = await bench.RelayAsync();
        var runner = bench.Runner(new FactConsumer("others", ["nothing"], _ => throw new InvalidOperationException()));
        await bench.WriteAsync("a", 1, 4);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);
        Assert.Equal(0L, await LowestAsync(bench));

        bench.Time.Advance(TimeSpan.FromSeconds(3));
        await FactBench.DrainAsync(runner);
        Assert.Equal((await bench.Log.FindCursorAsync(Stop))!.Value.Transaction, await LowestAsync(bench));
    }

    [Fact]
    public async Task Fact_Failing_HoldsUpItsAggregateUntilItIsMended()
    {
        await using var bench = await OpenAsync("poison");
        var (relay, runner, isBroken) = (await bench.RelayAsync(), bench.Runner(), true);
        bench.Before = fact =>
        {
            if (isBroken && fact is { AggregateId: "bad", Type: "poison.2" })
            {
                throw new InvalidOperationException("broken");
            }
        };
        await bench.WriteAsync("bad", 1, 3);
        await bench.WriteAsync("good", 1, 3);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);
        Assert.Equal([1], await bench.AppliedAsync("bad"));
        Assert.Equal([1, 2, 3], await bench.AppliedAsync("good"));
        Assert.Equal(["bad 2 waiting 1", "bad 3 waiting 0"], await bench.LettersAsync());

        // Later ones wait behind it, others flow.
        await bench.WriteAsync("bad", 4);
        await bench.WriteAsync("good", 4);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);
        Assert.Equal(0, await runner.RetryLettersAsync(Stop));
        Assert.Equal([1, 2, 3, 4], await bench.AppliedAsync("good"));

        isBroken = false;
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(3, await runner.RetryLettersAsync(Stop));
        Assert.Equal([1, 2, 3, 4], await bench.AppliedAsync("bad"));
        Assert.Empty(await bench.LettersAsync());
    }

    [Fact]
    public async Task Fact_FailingFiveTimes_NeedsAPerson()
    {
        await using var bench = await OpenAsync("parked");
        var (relay, runner, isBroken) = (await bench.RelayAsync(), bench.Runner(), true);
        bench.Before = fact =>
        {
            if (isBroken && fact is { AggregateId: "bad" or "worse", Type: "parked.1" })
            {
                throw new InvalidOperationException("broken");
            }
        };
        await bench.WriteAsync("bad", 1, 2);
        await bench.WriteAsync("worse", 1, 2);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);
        for (var i = 0; i < 6; i++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(2));
            await runner.RetryLettersAsync(Stop);
        }

        Assert.Equal(["bad 1 parked 5", "bad 2 waiting 0", "worse 1 parked 5", "worse 2 waiting 0"], (await bench.LettersAsync()).Order());
        isBroken = false;
        var desk = new DeadLetterDesk(bench.Database.Contexts, bench.Signals, bench.Time);
        Assert.Null(await desk.HandleAsync(new RetryDeadLetters(new DeadLetterScope("parked", Aggregate: "bad"), Admin), Stop));
        await runner.RetryLettersAsync(Stop);
        Assert.Equal([1, 2], await bench.AppliedAsync("bad"));

        var worse = Assert.Single(await desk.ListAsync(null, Admin, Stop), letter => letter is { Consumer: "parked", Attempts: 5 });
        Assert.Contains("broken", worse.Error, StringComparison.Ordinal);
        Assert.Null(await desk.HandleAsync(new SkipDeadLetters(new DeadLetterScope("parked", worse.Id), "made by hand", Admin), Stop));
        await runner.RetryLettersAsync(Stop);
        Assert.Equal([2], await bench.AppliedAsync("worse"));
        Assert.Equal(["worse 1 skipped 5"], await bench.LettersAsync());
        Assert.Equal(1L, await bench.Database.ScalarAsync<long>(
            "select count(*) from audit_entries where action = 'dead-letter.skipped' and subject_id = 'parked' and after->>'reason' = 'made by hand'"));
    }

    [Fact]
    public async Task Letters_OfBadCommands_StayAsTheyAre()
    {
        await using var bench = await OpenAsync("refused");
        bench.Before = _ => throw new InvalidOperationException("broken");
        await bench.WriteAsync("a", 1);
        await bench.CarryAsync(await bench.RelayAsync());
        await FactBench.DrainAsync(bench.Runner());
        var desk = new DeadLetterDesk(bench.Database.Contexts, bench.Signals, bench.Time);
        var scope = new DeadLetterScope("refused");
        var other = BackOffice.Member(OrganizationId.New());

        Assert.Equal(DeadLetterRefusal.NotAllowed, await desk.HandleAsync(new RetryDeadLetters(scope, other), Stop));
        Assert.Equal(DeadLetterRefusal.NotAllowed, await desk.HandleAsync(new SkipDeadLetters(scope, "why", other), Stop));
        Assert.Empty(await desk.ListAsync(null, other, Stop));
        foreach (var reason in new[] { "", "  ", "a\u0007b", new string('x', SkipDeadLetters.ReasonLengthMax + 1) })
        {
            Assert.Equal(DeadLetterRefusal.ReasonInvalid, await desk.HandleAsync(new SkipDeadLetters(scope, reason, Admin), Stop));
        }

        Assert.Equal(DeadLetterRefusal.NotFound, await desk.HandleAsync(new RetryDeadLetters(new DeadLetterScope("refused", Guid.NewGuid()), Admin), Stop));
        Assert.Equal(["a 1 waiting 1"], await bench.LettersAsync());
    }

    /// <summary>A bench with a log of this implementation.</summary>
    internal abstract Task<FactBench> OpenAsync(string name);

    private static Task<long> LowestAsync(FactBench bench) =>
        bench.Database.ScalarAsync<long>("select min(txid) from fact_positions where consumer = $1", bench.Name);
}
