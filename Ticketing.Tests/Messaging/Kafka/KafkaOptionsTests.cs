using Microsoft.Extensions.Configuration;
using Ticketing.App.Hosting.StartUp;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Tests.Messaging.Kafka;

/// <summary>Settings of Kafka: what the start-up gate refuses, in any environment.</summary>
public sealed class KafkaOptionsTests
{
    [Theory]
    [InlineData("Events:Kafka:Servers", "", "Events:Kafka:Servers is not set")]
    [InlineData("Events:Log", "rabbit", "Events:Log must be redis or kafka.")]
    [InlineData("Events:Kafka:Topic", "facts of all", "Events:Kafka:Topic must be a name of a topic")]
    [InlineData("Events:Kafka:Client:acks", "0", "Events:Kafka:Client:acks cannot be set")]
    [InlineData("Events:Kafka:Client:Transactional.Id", "mine", "Events:Kafka:Client:Transactional.Id cannot be set")]
    [InlineData("Events:Kafka:Client:security.protokol", "ssl", "Events:Kafka:Client is refused by the client of Kafka: ")]
    [InlineData("Events:Kafka:Client:security.protocol", "plain", "Events:Kafka:Client is refused by the client of Kafka: ")]
    [InlineData("Events:Kafka:Client:ssl.ca.location", "/nowhere/ca.pem", "Events:Kafka:Client is refused by the client of Kafka: ")]
    public void Setting_Bad_IsOneSentence(string key, string value, string sentence)
    {
        var more = key.EndsWith("ssl.ca.location", StringComparison.Ordinal) ? [("Events:Kafka:Client:security.protocol", "ssl")] : Array.Empty<(string, string)>();

        var problem = Assert.Single(Problems([("Events:Log", "kafka"), ("Events:Kafka:Servers", "127.0.0.1:1"), .. more, (key, value)]));

        Assert.StartsWith(sentence, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("..", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_OfASecuredCluster_AreAccepted() => Assert.Empty(Problems(
    [
        ("Events:Log", "kafka"), ("Events:Kafka:Servers", "127.0.0.1:1"), ("Events:Kafka:Client:security.protocol", "SASL_SSL"),
        ("Events:Kafka:Client:sasl.mechanism", "SCRAM-SHA-512"), ("Events:Kafka:Client:sasl.username", "ticketing"),
        ("Events:Kafka:Client:sasl.password", "secret"),
    ]));

    [Fact]
    public void Servers_Missing_AreNoProblemWithRedis() => Assert.Empty(Problems([("Events:Kafka:Client:nothing", "x")]));

    // Of several values of a key the last one counts.
    private static IEnumerable<string> Problems((string Key, string Value)[] settings) => BoundSettings
        .Problems(settings
            .Aggregate(new ConfigurationBuilder(), (builder, setting) =>
            {
                builder.AddInMemoryCollection([KeyValuePair.Create<string, string?>(setting.Key, setting.Value)]);
                return builder;
            })
            .Build())
        .Where(problem => problem.Contains(EventsOptions.Section, StringComparison.Ordinal));
}
