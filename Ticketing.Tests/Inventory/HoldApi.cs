using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>The application, shared by a test class; each test creates its own performance.</summary>
public sealed class HoldApi(TestServers servers) : IAsyncLifetime
{
    private PooledApp _running = null!;

    public TestDatabase Database => _running.Database;

    public TestApp App => _running.App;

    public async ValueTask InitializeAsync() => _running = await servers.Apps.TakeAsync();

    public ValueTask DisposeAsync() => _running.DisposeAsync();
}
