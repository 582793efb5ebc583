using Confluent.Kafka;

namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>
/// The one producer of the installation that may commit, from its opening until another instance opens one. Calls block while Kafka
/// answers, so they are made on threads of the pool.
/// </summary>
internal sealed class KafkaFactWriter : IDisposable
{
    /// <summary>The client's queue holds 100,000 records; a transaction of PostgreSQL may have more facts.</summary>
    private const int FlushEvery = 20_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly IProducer<string?, string> _producer;
    private readonly string _topic;

    private KafkaFactWriter(IProducer<string?, string> producer, string topic, int partitions) =>
        (_producer, _topic, Partitions) = (producer, topic, partitions);

    public int Partitions { get; }

    /// <summary>Opens a producer. What another one has not committed is aborted, and it cannot commit any more.</summary>
    public static async Task<KafkaFactWriter> OpenAsync(KafkaClients clients, KafkaTopic topic, CancellationToken cancellationToken)
    {
        var partitions = await topic.FindOrCreateAsync(cancellationToken);
        var producer = clients.OpenProducer();
        try
        {
            await Task.Run(() => producer.InitTransactions(Timeout), CancellationToken.None);
            return new KafkaFactWriter(producer, clients.Topic, partitions);
        }
        catch
        {
            await Task.Run(producer.Dispose, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Writes a batch to all partitions, whole or not at all. After a failure this writer is of no use.</summary>
    public Task WriteAsync(LogMark mark, IReadOnlyList<Fact> facts) => Task.Run(() => Write(mark, facts));

    public void Dispose() => _producer.Dispose();

    private void Write(LogMark mark, IReadOnlyList<Fact> facts)
    {
        _producer.BeginTransaction();
        for (var i = 0; i < facts.Count; i++)
        {
            var partition = KafkaTopic.PartitionOf(FactStreams.Of(facts[i].AggregateId), Partitions);
            _producer.Produce(new TopicPartition(_topic, partition), KafkaRecords.Write(facts[i], mark.Number));
            if (i % FlushEvery == FlushEvery - 1)
            {
                _producer.Flush(Timeout);
            }
        }

        for (var partition = 0; partition < Partitions; partition++)
        {
            _producer.Produce(new TopicPartition(_topic, partition), KafkaRecords.Write(mark));
        }

        _producer.CommitTransaction(Timeout);
    }
}
