using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging.Kafka;

/// <summary>The way of facts from the outbox to Kafka, across restarts and the loss of the topic.</summary>
public sealed class KafkaFactRelayTests(ClassDatabase fixture, KafkaCluster cluster)
    : FactRelaySuite, IClassFixture<ClassDatabase>, IClassFixture<KafkaCluster>
{
    [Fact]
    public async Task Instances_TakingOver_LoseAndRepeatNothing()
    {
        var topic = cluster.CreateTopic();
        await using var first = await FactBench.OpenAsync(fixture.Database, "taken-over", cluster.OpenLog(topic));
        await using var second = await FactBench.OpenAsync(fixture.Database, "taken-over", cluster.OpenLog(topic));
        var (relay, runner) = (await first.RelayAsync(), first.Runner());
        await first.WriteAsync("a", 1, 3);
        await first.CarryAsync(relay);
        await FactBench.DrainAsync(runner);
        await first.WriteAsync("a", 4, 3);
        await first.CarryAsync(relay);

        // Another instance has the locks now, and does not know what the first one had in memory.
        var relayOfSecond = await second.RelayAsync();
        await second.WriteAsync("a", 7, 3);
        await second.CarryAsync(relayOfSecond);
        await FactBench.DrainAsync(second.Runner());
        // The first one wakes: it has been replaced and takes over again.
        await first.WriteAsync("a", 10);
        await first.CarryAsync(relay);
        await FactBench.DrainAsync(runner);

        Assert.Equal(Enumerable.Range(1, 10), await first.AppliedAsync("a"));
    }

    [Fact]
    public async Task Topic_MadeAnewInTheMiddle_LosesAndRepeatsNothing()
    {
        await using var bench = await FactBench.OpenAsync(fixture.Database, "made-anew", cluster.OpenLog(cluster.CreateTopic()));
        var relay = await bench.RelayAsync();
        await bench.WriteAsync("a", 1, 5);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(bench.Runner());
        await bench.WriteAsync("a", 6, 5);
        await bench.CarryAsync(relay);

        // The topic and the processes begin anew.
        await using var anew = await FactBench.OpenAsync(fixture.Database, "made-anew", cluster.OpenLog(cluster.CreateTopic()));
        await anew.WriteAsync("b", 1, 5);
        await anew.CarryAsync(await anew.RelayAsync());
        await FactBench.DrainAsync(anew.Runner());

        Assert.Equal(Enumerable.Range(1, 10), await bench.AppliedAsync("a"));
        Assert.Equal(Enumerable.Range(1, 5), await bench.AppliedAsync("b"));
    }

    internal override Task<FactBench> OpenAsync(string name) => FactBench.OpenAsync(fixture.Database, name, cluster.Log);
}
