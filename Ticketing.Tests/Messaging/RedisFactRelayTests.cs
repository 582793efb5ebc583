using StackExchange.Redis;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>The way of facts from the outbox to Redis, and what Redis may lose.</summary>
public sealed class RedisFactRelayTests(ClassDatabase fixture) : FactRelaySuite, IClassFixture<ClassDatabase>
{
    [Fact]
    public async Task Redis_EmptiedInTheMiddle_LosesAndRepeatsNothing()
    {
        await using var bench = await OpenAsync("emptied");
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
        await using var bench = await OpenAsync("set-back");
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

    internal override Task<FactBench> OpenAsync(string name) => FactBench.OpenAsync(fixture.Database, name);
}
