using Confluent.Kafka;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Log;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging.Kafka;

/// <summary>The log in a topic of Kafka, and what several instances see of it.</summary>
public sealed class KafkaFactLogTests(KafkaCluster cluster) : FactLogSuite, IClassFixture<KafkaCluster>
{
    internal override IFactLog Log => cluster.Log;

    [Fact]
    public async Task Writer_ReplacedByAnother_AppendsNothing()
    {
        var topic = cluster.CreateTopic();
        var (old, newer) = (cluster.OpenLog(topic), cluster.OpenLog(topic));
        Assert.True(await old.TryResetAsync(null, At(0), Stop));
        Assert.True(await old.TryAppendAsync(At(0), At(5), [Of("a", 5)], Stop));

        Assert.Equal(At(5), await newer.ResumeAsync(Stop));
        Assert.True(await newer.TryAppendAsync(At(5), At(7), [Of("a", 6), Of("a", 7)], Stop));
        await Eventually.TrueAsync(async () => await old.FindCursorAsync(Stop) == At(7));
        // It still has the cursor 5 of its own append.
        Assert.False(await old.TryAppendAsync(At(5), At(6), [Of("a", 6)], Stop));
        Assert.False(await old.TryAppendAsync(At(7), At(8), [Of("a", 8)], Stop));

        Assert.Equal([5, 6, 7], Written(topic));
        Assert.Equal(At(7), await old.ResumeAsync(Stop));
        Assert.True(await old.TryAppendAsync(At(7), At(8), [Of("a", 8)], Stop));
        await Eventually.TrueAsync(async () => await newer.FindCursorAsync(Stop) == At(8));
        Assert.False(await newer.TryAppendAsync(At(7), At(9), [], Stop));
        Assert.Equal([5, 6, 7, 8], Written(topic));
    }

    // The reader may be behind: then the broker's refusal decides.
    [Theory]
    [InlineData(ErrorCode.ProducerFenced)]
    [InlineData(ErrorCode.InvalidProducerEpoch)]
    public async Task Writer_FencedByTheBroker_AppendsNothing(ErrorCode refusal)
    {
        var topic = cluster.CreateTopic();
        var log = cluster.OpenLog(topic);
        await log.TryResetAsync(null, At(0), Stop);
        cluster.FailNext(KafkaRequest.AddPartitionsToTransaction, refusal);

        Assert.False(await log.TryAppendAsync(At(0), At(5), [Of("a", 5)], Stop));

        Assert.Empty(Written(topic));
        Assert.Equal(At(0), await log.ResumeAsync(Stop));
        Assert.True(await log.TryAppendAsync(At(0), At(5), [Of("a", 5)], Stop));
        Assert.Equal([5], Written(topic));
    }

    [Fact]
    public async Task Append_FailedHalfway_IsRepeatedWithoutLoss()
    {
        var log = cluster.OpenLog(cluster.CreateTopic());
        await log.TryResetAsync(null, At(0), Stop);
        await log.TryAppendAsync(At(0), At(5), [Of("a", 5)], Stop);
        cluster.FailNext(KafkaRequest.Produce, ErrorCode.TopicAuthorizationFailed);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => log.TryAppendAsync(At(5), At(6), [Of("a", 6), Of("b", 6)], Stop));

        Assert.True(log.IsOutage(failure));
        Assert.Equal(At(5), await log.ResumeAsync(Stop));
        Assert.True(await log.TryAppendAsync(At(5), At(6), [Of("a", 6), Of("b", 6)], Stop));
        var page = (await log.ReadAsync(Positions(default), 0, Stop))!;
        Assert.Equal(At(6), page.Cursor);
        // Facts that the page lacks are before the streams' begin: in the outbox.
        var stream = page.Streams[FactStreams.Of("b")];
        Assert.True(stream.Facts.Count == 1 || stream.Trimmed == FactPosition.AfterAllOf(6));
    }

    [Fact]
    public async Task Instances_Others_SeeAppendsAndTrims()
    {
        var topic = cluster.CreateTopic();
        var (writer, reader) = (cluster.OpenLog(topic), cluster.OpenLog(topic));
        var notified = 0;
        await reader.SubscribeAsync(() => Interlocked.Increment(ref notified), Stop);
        Assert.Null(await reader.FindCursorAsync(Stop));
        Assert.Null(await reader.ReadAsync(Positions(default), 0, Stop));

        await writer.TryResetAsync(null, At(0), Stop);
        await writer.TryAppendAsync(At(0), At(6), [Of("a", 5), Of("b", 6)], Stop);
        await Eventually.TrueAsync(async () => await reader.FindCursorAsync(Stop) == At(6));
        Assert.True(notified > 0);
        Assert.Equal(2, (await reader.LengthsAsync(Stop)).Sum());

        await writer.TrimAsync(Positions(FactPosition.AfterAllOf(6)), Stop);
        await writer.TryAppendAsync(At(6), At(7), [Of("a", 7)], Stop);
        await Eventually.TrueAsync(async () => await reader.FindCursorAsync(Stop) == At(7));
        Assert.Equal(1, (await reader.LengthsAsync(Stop)).Sum());
    }

    [Fact]
    public async Task Instance_StartingLater_HasTheFactsSinceTheReset()
    {
        var topic = cluster.CreateTopic();
        var writer = cluster.OpenLog(topic);
        await writer.TryResetAsync(null, At(3), Stop);
        await writer.TryAppendAsync(At(3), At(5), [Of("a", 5)], Stop);
        await writer.TryResetAsync(At(5), At(4), Stop);
        await writer.TryAppendAsync(At(4), At(6), [Of("a", 5), Of("b", 6)], Stop);

        var page = (await cluster.OpenLog(topic).ReadAsync(Positions(default), 0, Stop))!;

        Assert.Equal(At(6), page.Cursor);
        Assert.All(page.Streams, stream => Assert.Equal(FactPosition.AfterAllOf(4), stream.Trimmed));
        Assert.Equal([5, 6], page.Streams.SelectMany(stream => stream.Facts).Select(fact => fact.Position.Transaction).Order());
    }

    [Fact]
    public async Task Topic_WithRecordsOfOthers_IsReadWithoutThem()
    {
        var topic = cluster.CreateTopic();
        var log = cluster.OpenLog(topic);
        await log.TryResetAsync(null, At(0), Stop);
        await cluster.WriteForeignAsync(topic);
        await log.TryAppendAsync(At(0), At(5), [Of("a", 5)], Stop);

        Assert.Equal(At(5), await log.FindCursorAsync(Stop));
        Assert.Equal(1, (await log.LengthsAsync(Stop)).Sum());
    }

    [Fact]
    public async Task Cluster_Unreachable_IsAnOutage()
    {
        await using var instance = new KafkaInstance("127.0.0.1:1", "facts");

        Func<Task>[] calls =
            [() => instance.Log.FindCursorAsync(Stop), () => instance.Log.DescribeAsync(Stop), () => instance.Log.ResumeAsync(Stop)];
        await Task.WhenAll(calls.Select(async call => Assert.True(instance.Log.IsOutage(await Assert.ThrowsAnyAsync<Exception>(call)))));
        Assert.False(instance.Log.IsOutage(new FormatException()));
    }

    private IEnumerable<long> Written(string topic) =>
        cluster.ReadAll(topic).Select(record => record.Fact).OfType<Fact>().Select(fact => fact.Position.Transaction);
}
