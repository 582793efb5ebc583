namespace Ticketing.Tests.Integration;

/// <summary>One database for all tests of a class, for tests that do not affect each other.</summary>
public sealed class ClassDatabase(TestServers servers) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await servers.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
