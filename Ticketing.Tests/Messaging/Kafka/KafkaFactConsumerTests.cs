using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging.Kafka;

/// <summary>Consumers of facts from Kafka.</summary>
public sealed class KafkaFactConsumerTests(ClassDatabase fixture, KafkaCluster cluster)
    : FactConsumerSuite, IClassFixture<ClassDatabase>, IClassFixture<KafkaCluster>
{
    internal override Task<FactBench> OpenAsync(string name) => FactBench.OpenAsync(fixture.Database, name, cluster.Log);
}
