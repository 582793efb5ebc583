using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>Consumers of facts from Redis.</summary>
public sealed class RedisFactConsumerTests(ClassDatabase fixture) : FactConsumerSuite, IClassFixture<ClassDatabase>
{
    internal override Task<FactBench> OpenAsync(string name) => FactBench.OpenAsync(fixture.Database, name);
}
