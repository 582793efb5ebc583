using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>
/// The topic of the facts. Asks by a client of its own, opened on first use, in which no fetch is in front of the questions; one at a time.
/// </summary>
/// <remarks>All methods throw <see cref="KafkaException"/> when Kafka is unavailable or its operator has not allowed the call.</remarks>
internal sealed class KafkaTopic(KafkaClients clients) : IAsyncDisposable
{
    /// <summary>How long the answer of a broker may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // The broker's default: its operator knows how many brokers there are.
    private const short DefaultReplication = -1;

    private readonly SemaphoreSlim _asking = new(1);
    private IConsumer<string?, string>? _client;
    private bool _isDisposed;

    /// <summary>The partition of a stream. A topic that others made may have fewer than there are streams: then some share one.</summary>
    public static int PartitionOf(int stream, int partitions) => stream % partitions;

    /// <summary>The number of partitions of the topic, which is made with one per stream if it is missing.</summary>
    public Task<int> FindOrCreateAsync(CancellationToken cancellationToken) => AskAsync(async admin =>
    {
        if (await CountPartitionsAsync(admin) is > 0 and var partitions)
        {
            return partitions;
        }

        try
        {
            await admin.CreateTopicsAsync(
                [new TopicSpecification { Name = clients.Topic, NumPartitions = FactStreams.Count, ReplicationFactor = DefaultReplication }],
                new CreateTopicsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout });
        }
        catch (CreateTopicsException refused) when (refused.Results.TrueForAll(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // Another instance was faster: the number of its partitions counts.
            return await CountPartitionsAsync(admin) is > 0 and var made ? made : throw new KafkaException(ErrorCode.UnknownTopicOrPart);
        }

        return FactStreams.Count;
    }, cancellationToken);

    /// <summary>The offset behind the newest committed record of each partition.</summary>
    public Task<long[]> ReadEndsAsync(int partitions, CancellationToken cancellationToken) => AskAsync(async admin =>
    {
        var ends = await admin.ListOffsetsAsync(
            Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffsetSpec
            {
                TopicPartition = new TopicPartition(clients.Topic, partition),
                OffsetSpec = OffsetSpec.Latest(),
            }),
            new ListOffsetsOptions { RequestTimeout = Timeout, IsolationLevel = IsolationLevel.ReadCommitted });
        return ends.ResultInfos.Select(end => end.TopicPartitionOffsetError).OrderBy(end => end.Partition.Value).Select(end => end.Offset.Value).ToArray();
    }, cancellationToken);

    /// <summary>Asks a broker for the topic.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => AskAsync(CountPartitionsAsync, cancellationToken);

    /// <summary>Deletes records before the given offsets, one per partition.</summary>
    public Task DeleteBeforeAsync(IReadOnlyList<long> offsets, CancellationToken cancellationToken) => AskAsync(
        admin => admin.DeleteRecordsAsync(
            offsets.Select((offset, partition) => new TopicPartitionOffset(clients.Topic, partition, offset)),
            new DeleteRecordsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }),
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _asking.WaitAsync();
        try
        {
            _isDisposed = true;
            _client?.Dispose();
        }
        finally
        {
            _asking.Release();
        }
    }

    // The library's call blocks.
    private Task<int> CountPartitionsAsync(IAdminClient admin) => Task.Run(() =>
    {
        var topic = admin.GetMetadata(clients.Topic, Timeout).Topics.Find(found => found.Topic == clients.Topic);
        return topic is null || topic.Error.Code == ErrorCode.UnknownTopicOrPart ? 0
            : topic.Error.IsError ? throw new KafkaException(topic.Error)
            : topic.Partitions.Count;
    });

    private async Task<T> AskAsync<T>(Func<IAdminClient, Task<T>> ask, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        // The client must not be disposed before its answer, even if the wait was cancelled.
        return await AskAndReleaseAsync(ask).WaitAsync(cancellationToken);
    }

    private async Task<T> AskAndReleaseAsync<T>(Func<IAdminClient, Task<T>> ask)
    {
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            // A consumer: its question for a missing topic makes no broker create it.
            _client ??= clients.OpenConsumer();
            using var admin = new DependentAdminClientBuilder(_client.Handle).Build();
            return await ask(admin);
        }
        finally
        {
            _asking.Release();
        }
    }
}
