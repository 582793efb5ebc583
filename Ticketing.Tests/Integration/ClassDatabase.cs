namespace Ticketing.Tests.Integration;

/// <summary>One database for all tests of a class: <c>IClassFixture&lt;ClassDatabase&gt;</c>, where they leave each other alone.</summary>
public sealed class ClassDatabase(TestServers servers) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await servers.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
