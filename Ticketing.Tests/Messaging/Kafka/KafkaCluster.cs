using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

namespace Ticketing.Tests.Messaging.Kafka;

/// <summary>
/// A cluster of Kafka in the test's process: librdkafka's mock, which a producer with this setting starts. Records of aborted transactions
/// stay visible, and a producer that was replaced is not refused.
/// </summary>
public sealed class KafkaCluster : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly IProducer<Null, string> _owner;
    private readonly List<KafkaInstance> _instances = [];
    private int _topics;

    public KafkaCluster()
    {
        var config = new ProducerConfig { BootstrapServers = "127.0.0.1:1" };
        config.Set("test.mock.num.brokers", "3");
        _owner = new ProducerBuilder<Null, string>(config).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(_owner.Handle).Build();
        Servers = string.Join(',', admin.GetMetadata(Timeout).Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
        Topic = CreateTopic(FactStreams.Count);
    }

    public string Servers { get; }

    /// <summary>The topic of <see cref="Log"/>.</summary>
    public string Topic { get; }

    /// <summary>The log that the tests of a class share.</summary>
    internal KafkaFactLog Log => field ??= OpenLog();

    /// <summary>Makes an empty topic.</summary>
    /// <param name="partitions">Default: fewer than there are streams, as an operator may have made it.</param>
    public string CreateTopic(int partitions = 4)
    {
        var topic = FormattableString.Invariant($"facts-{Interlocked.Increment(ref _topics)}");
        MockCluster.CreateTopic(_owner.Handle, topic, partitions);
        return topic;
    }

    /// <summary>Makes a broker answer the next request of a kind with an error.</summary>
    internal void FailNext(KafkaRequest request, ErrorCode error) => MockCluster.FailNext(_owner.Handle, request, error);

    /// <summary>The settings of an application whose facts go through this cluster.</summary>
    public (string Key, string Value)[] Settings(string topic) =>
    [
        ("Events:Log", EventsOptions.KafkaLog), ("Events:Kafka:Servers", Servers), ("Events:Kafka:Topic", topic),
        // The mock answers a fetch without records after this time only.
        ("Events:Kafka:Client:fetch.wait.max.ms", "20"),
    ];

    /// <summary>The log of another instance of the application; ends with the cluster.</summary>
    /// <param name="topic">Default: <see cref="Topic"/>.</param>
    internal KafkaFactLog OpenLog(string? topic = null)
    {
        var instance = new KafkaInstance(Servers, topic ?? Topic);
        _instances.Add(instance);
        return instance.Log;
    }

    /// <summary>Writes records that are no facts, to every partition.</summary>
    public async Task WriteForeignAsync(string topic)
    {
        using var producer = new DependentProducerBuilder<string?, string>(_owner.Handle).Build();
        for (var partition = 0; partition < CountPartitions(topic); partition++)
        {
            var headers = new Headers { { "position", "many"u8.ToArray() }, { "batch", "99"u8.ToArray() } };
            await producer.ProduceAsync(new TopicPartition(topic, partition), new Message<string?, string> { Key = "x", Value = "{}", Headers = headers });
            await producer.ProduceAsync(new TopicPartition(topic, partition), new Message<string?, string> { Value = "hello" });
        }
    }

    /// <summary>All records of a topic that are there now.</summary>
    internal List<LogRecord> ReadAll(string topic)
    {
        using var consumer = new ConsumerBuilder<string?, string>(
            new ConsumerConfig { BootstrapServers = Servers, GroupId = "all", EnableAutoCommit = false, EnablePartitionEof = true }).Build();
        var partitions = CountPartitions(topic);
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var records = new List<LogRecord>();
        for (var open = partitions; open > 0;)
        {
            var result = consumer.Consume(Timeout) ?? throw new TimeoutException("The cluster does not answer.");
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                records.Add(KafkaRecords.Read(result.Message) ?? default);
            }
        }

        return records;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        _owner.Dispose();
    }

    private int CountPartitions(string topic)
    {
        using var admin = new DependentAdminClientBuilder(_owner.Handle).Build();
        return admin.GetMetadata(topic, Timeout).Topics.Single().Partitions.Count;
    }
}

/// <summary>What one instance of the application has of Kafka.</summary>
internal sealed class KafkaInstance : IAsyncDisposable
{
    private readonly KafkaTopic _topic;
    private readonly KafkaFactReader _reader;

    public KafkaInstance(string servers, string topic)
    {
        var options = new EventsOptions { Log = EventsOptions.KafkaLog, Kafka = { Servers = servers, Topic = topic } };
        options.Kafka.Client["fetch.wait.max.ms"] = "20";
        var clients = new KafkaClients(Options.Create(options), NullLogger<KafkaClients>.Instance);
        _topic = new KafkaTopic(clients);
        _reader = new KafkaFactReader(clients, _topic, NullLogger<KafkaFactReader>.Instance);
        Log = new KafkaFactLog(clients, _topic, _reader, TimeProvider.System, NullLogger<KafkaFactLog>.Instance);
    }

    public KafkaFactLog Log { get; }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await _reader.DisposeAsync();
        await _topic.DisposeAsync();
    }
}
