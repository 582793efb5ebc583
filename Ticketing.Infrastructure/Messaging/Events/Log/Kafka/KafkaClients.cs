using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>Makes the clients of Kafka: per instance two consumers, one of them for questions, and a producer where the relay runs.</summary>
internal sealed partial class KafkaClients(IOptions<EventsOptions> options, ILogger<KafkaClients> logger)
{
    private const int TransactionTimeoutMilliseconds = 30_000;

    private readonly KafkaOptions _options = options.Value.Kafka;

    /// <summary>Settings that the log itself makes.</summary>
    public static IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "acks", "auto.offset.reset", "bootstrap.servers", "enable.auto.commit", "enable.idempotence", "enable.partition.eof", "group.id",
        "isolation.level", "metadata.broker.list", "request.required.acks", "transactional.id", "transaction.timeout.ms",
    };

    public string Topic => _options.Topic;

    /// <summary>The settings common to all clients.</summary>
    public static Dictionary<string, string> Settings(KafkaOptions options) => new(options.Client) { ["bootstrap.servers"] = options.Servers ?? "" };

    /// <summary>
    /// A transactional producer. All have one id, so Kafka lets only the newest of all instances commit
    /// (https://kafka.apache.org/documentation/#producerconfigs_transactional.id).
    /// </summary>
    public IProducer<string?, string> OpenProducer() =>
        new ProducerBuilder<string?, string>(new ProducerConfig(Settings(_options))
        {
            TransactionalId = Topic + ".relay",
            TransactionTimeoutMs = TransactionTimeoutMilliseconds,
            EnableIdempotence = true,
            Acks = Acks.All,
            // A failed delivery fails the commit.
            EnableDeliveryReports = false,
        }).SetLogHandler((_, message) => Log(message)).Build();

    /// <summary>A consumer without a group: partitions are assigned, positions are in PostgreSQL. Kafka wants a group's name all the same.</summary>
    public IConsumer<string?, string> OpenConsumer() =>
        new ConsumerBuilder<string?, string>(new ConsumerConfig(Settings(_options))
        {
            GroupId = Topic + ".window",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnablePartitionEof = true,
        }).SetLogHandler((_, message) => Log(message)).Build();

    private void Log(LogMessage message)
    {
        if (message.Level <= SyslogLevel.Error)
        {
            LogProblem(message.Facility, message.Message);
        }
        else
        {
            LogDetail(message.Facility, message.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Kafka's client: {Facility} {Text}")]
    private partial void LogProblem(string facility, string text);

    [LoggerMessage(LogLevel.Debug, "Kafka's client: {Facility} {Text}")]
    private partial void LogDetail(string facility, string text);
}
