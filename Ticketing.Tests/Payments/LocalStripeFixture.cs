using Microsoft.Extensions.Time.Testing;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>One local provider for a class of tests, on a clock that stands still; each test takes an hour of its own.</summary>
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

    /// <summary>Counts objects, so that a test can tell what it added.</summary>
    public Task<long> CountAsync(string kind) =>
        Database.ScalarAsync<long>("SELECT count(*) FROM local_stripe.resources WHERE kind = $1", kind);

    private protected virtual Task<LocalStripeHost> StartAsync(TestDatabase database) => LocalStripeHost.StartAsync(database, Time);
}
