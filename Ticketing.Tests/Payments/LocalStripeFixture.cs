using Microsoft.Extensions.Time.Testing;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>One local provider for a test class, on a stopped clock; each test advances it by an hour.</summary>
public class LocalStripeFixture(TestServers servers) : IAsyncLifetime
{
    public FakeTimeProvider Time { get; } = new(TestTimes.Start);

    public TestDatabase Database { get; private set; } = null!;

    internal LocalStripeHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        Host = await StartAsync(Database);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>The number of objects of a kind.</summary>
    public Task<long> CountAsync(string kind) =>
        Database.ScalarAsync<long>("SELECT count(*) FROM local_stripe.resources WHERE kind = $1", kind);

    private protected virtual Task<LocalStripeHost> StartAsync(TestDatabase database) => LocalStripeHost.StartAsync(database, Time);
}
