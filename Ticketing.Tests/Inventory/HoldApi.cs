using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>The application, shared by a test class; each test creates its own performance.</summary>
public sealed class HoldApi(TestServers servers) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        App = await TestApp.StartAsync(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }
}
