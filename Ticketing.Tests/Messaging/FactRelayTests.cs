using StackExchange.Redis;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>The way of facts from the outbox to the log.</summary>
public sealed class FactRelayTests(ClassDatabase fixture) : IClassFixture<ClassDatabase>
{
    [Fact]
    public async Task Facts_OfAnAggregate_AreAppliedInOrder()
    {
        await using var bench = await FactBench.OpenAsync(fixture.Database, "ordered");
        for (var i = 0; i < 10; i++)
        {
            await bench.WriteAsync("a", (3 * i) + 1, 3);
            await bench.WriteAsync("b", i + 100);
        }

        await bench.CarryAsync(await bench.RelayAsync());
        await FactBench.DrainAsync(bench.Runner());

        Assert.Equal(Enumerable.Range(1, 30), await bench.AppliedAsync("a"));
        Assert.Equal(Enumerable.Range(100, 10), await bench.AppliedAsync("b"));
    }

    [Fact]
    public async Task Relays_Two_AppendEachFactOnce()
    {
        await using var bench = await FactBench.OpenAsync(fixture.Database, "two-relays");
        var relays = new[] { await bench.RelayAsync(), await bench.RelayAsync() };
        var writing = true;
        var running = relays.Select(async relay =>
        {
            while (Volatile.Read(ref writing))
            {
                await relay.Relay.RelayOnceAsync(relay.Connection, default);
            }
        }).ToList();
        for (var i = 0; i < 100; i++)
        {
            await bench.WriteAsync($"aggregate-{i % 7}", i + 1);
        }

        Volatile.Write(ref writing, false);
        await Task.WhenAll(running);
        await bench.CarryAsync(relays[0]);

        var ids = await EntriesAsync(bench);
        Assert.Equal(100, ids.Count(entry => entry.Contains("two-relays.", StringComparison.Ordinal)));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Redis_EmptiedInTheMiddle_LosesAndRepeatsNothing()
    {
        await using var bench = await FactBench.OpenAsync(fixture.Database, "emptied");
        var relay = await bench.RelayAsync();
        var runner = bench.Runner();
        await bench.WriteAsync("a", 1, 5);
        await bench.WriteAsync("b", 1, 5);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);
        await bench.WriteAsync("a", 6, 5);
        await bench.CarryAsync(relay);

        await fixture.Database.Redis.GetDatabase().ExecuteAsync("FLUSHDB");
        await bench.WriteAsync("b", 6, 5);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);

        Assert.Equal(Enumerable.Range(1, 10), await bench.AppliedAsync("a"));
        Assert.Equal(Enumerable.Range(1, 10), await bench.AppliedAsync("b"));
    }

    [Fact]
    public async Task Redis_SetBackInPart_LosesAndRepeatsNothing()
    {
        await using var bench = await FactBench.OpenAsync(fixture.Database, "set-back");
        var (redis, relay, runner) = (fixture.Database.Redis.GetDatabase(), await bench.RelayAsync(), bench.Runner());
        await bench.WriteAsync("a", 1, 3);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);
        var before = await redis.StringGetAsync("{evt}:at");
        await bench.WriteAsync("a", 4, 3);
        await bench.WriteAsync("b", 1, 3);
        await bench.CarryAsync(relay);

        // The cursor and one stream are as they were before, the other stream is not.
        var stream = (RedisKey)$"{{evt}}:{FactStreams.Of("a")}";
        foreach (var entry in (await redis.StreamRangeAsync(stream)).Where(entry => FactPosition.Parse(entry.Id!).Transaction > FactCursor.Parse(before.ToString()).Transaction))
        {
            await redis.StreamDeleteAsync(stream, [entry.Id]);
        }

        await redis.StringSetAsync("{evt}:at", before);
        await bench.WriteAsync("b", 4, 3);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);

        Assert.Equal(Enumerable.Range(1, 6), await bench.AppliedAsync("a"));
        Assert.Equal(Enumerable.Range(1, 6), await bench.AppliedAsync("b"));
    }

    [Fact]
    public async Task Transaction_LongOpen_IsNotSkippedNorOvertaken()
    {
        await using var bench = await FactBench.OpenAsync(fixture.Database, "long");
        var relay = await bench.RelayAsync();
        await using var connection = await fixture.Database.DataSource.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await bench.WriteAsync(connection, "slow", 1);
            await bench.WriteAsync("fast", 1);

            // Polled in between, as often as it likes.
            for (var i = 0; i < 3; i++)
            {
                await relay.Relay.RelayOnceAsync(relay.Connection, default);
            }

            Assert.DoesNotContain(await EntriesAsync(bench), entry => entry.Contains("long.", StringComparison.Ordinal));
            await transaction.CommitAsync();
        }

        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(bench.Runner());
        Assert.Equal([1], await bench.AppliedAsync("slow"));
        Assert.Equal([1], await bench.AppliedAsync("fast"));
    }

    [Fact]
    public async Task Timeline_OfARestoredDatabase_FillsTheLogAnew()
    {
        await using var bench = await FactBench.OpenAsync(fixture.Database, "restored");
        var (relay, runner) = (await bench.RelayAsync(), bench.Runner());
        await bench.WriteAsync("a", 1, 3);
        await bench.CarryAsync(relay);

        // The facts in the log are those of the lost timeline.
        var redis = fixture.Database.Redis.GetDatabase();
        var cursor = (await redis.StringGetAsync("{evt}:at")).ToString();
        await redis.StringSetAsync("{evt}:at", "lost" + cursor);
        await runner.PassAsync(default);
        Assert.Empty(await bench.AppliedAsync("a"));

        await bench.WriteAsync("a", 4);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);
        Assert.Equal(Enumerable.Range(1, 4), await bench.AppliedAsync("a"));
    }

    [Fact]
    public async Task Log_Full_WaitsForTheSlowestConsumer()
    {
        await using var bench = await FactBench.OpenAsync(fixture.Database, "full");
        var (relay, runner) = (await bench.RelayAsync(lengthMax: 5), bench.Runner());
        await bench.WriteAsync("a", 1, 10);
        await bench.CarryAsync(relay);
        await bench.WriteAsync("a", 11);

        Assert.Equal(0, await relay.Relay.RelayOnceAsync(relay.Connection, default));
        Assert.True(await relay.Relay.TrimAsync(relay.Connection, default));
        await FactBench.DrainAsync(runner);
        await relay.Relay.TrimAsync(relay.Connection, default);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);

        Assert.Equal(Enumerable.Range(1, 11), await bench.AppliedAsync("a"));
    }

    private static async Task<List<string>> EntriesAsync(FactBench bench)
    {
        var redis = bench.Database.Redis.GetDatabase();
        var entries = new List<string>();
        for (var stream = 0; stream < FactStreams.Count; stream++)
        {
            entries.AddRange((await redis.StreamRangeAsync($"{{evt}}:{stream}")).Select(entry => $"{stream} {entry.Values[0].Value}"));
        }

        return entries;
    }
}
