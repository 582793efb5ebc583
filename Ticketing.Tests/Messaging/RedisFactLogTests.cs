using Ticketing.Infrastructure.Messaging.Events.Log;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>The log in Redis Streams.</summary>
public sealed class RedisFactLogTests(ClassDatabase fixture) : FactLogSuite, IClassFixture<ClassDatabase>
{
    internal override IFactLog Log => field ??= new RedisFactLog(fixture.Database.Redis);
}
