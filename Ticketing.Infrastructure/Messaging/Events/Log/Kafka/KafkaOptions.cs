using System.ComponentModel.DataAnnotations;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>Settings under <c>Events:Kafka</c>, for <c>Events:Log=kafka</c>.</summary>
public sealed class KafkaOptions
{
    /// <summary>Brokers to connect to first, <c>host:port</c>, separated by commas.</summary>
    public string? Servers { get; set; }

    /// <summary>The topic of the facts. Every installation has its own.</summary>
    [Required, RegularExpression(
        "^[A-Za-z0-9._-]{1,200}$", ErrorMessage = "The {0} field must be a name of a topic: at most 200 of letters, digits, '.', '_' and '-'.")]
    public string Topic { get; set; } = "ticketing.facts";

    /// <summary>
    /// Settings of librdkafka by their names, such as <c>security.protocol</c>
    /// (https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md).
    /// </summary>
    public Dictionary<string, string> Client { get; } = [];
}

/// <summary>With Kafka as the log, its servers are named, and the client accepts its settings.</summary>
internal sealed class KafkaOptionsValidator : IValidateOptions<EventsOptions>
{
    public ValidateOptionsResult Validate(string? name, EventsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> problems = options.Log == EventsOptions.KafkaLog ? [.. Problems(options.Kafka)] : [];
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Problems(KafkaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Servers))
        {
            return ["Events:Kafka:Servers is not set: with Events:Log=kafka it must name brokers like kafka-1:9092,kafka-2:9092."];
        }

        var reserved = options.Client.Keys.Where(KafkaClients.Reserved.Contains).ToList();
        return reserved.Count > 0
            ? reserved.Select(key => $"Events:Kafka:Client:{key} cannot be set: exactly-once effects depend on it.")
            : Refusal(options) is { } refusal ? [$"Events:Kafka:Client is refused by the client of Kafka: {refusal.TrimEnd('.')}."] : [];
    }

    // The client reads its settings, and files that they name, when it is made.
    private static string? Refusal(KafkaOptions options)
    {
        try
        {
            using var client = new AdminClientBuilder(KafkaClients.Settings(options)).SetLogHandler((_, _) => { }).Build();
            return null;
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            return refused.Message;
        }
    }
}
