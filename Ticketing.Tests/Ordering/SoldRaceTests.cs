using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>
/// A hundred buyers race for sixteen seats up to the tickets: eight free, eight paid. All over HTTP, while servers fail once
/// during the holds and once during the orders.
/// </summary>
[LongRunning]
public sealed class SoldRaceTests(TestServers servers)
{
    [Fact]
    public async Task Seats_RacedByAHundred_AreSoldOnce()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        var race = await SoldRace.PrepareAsync(database.DataSource);

        await race.RunAsync([app.BaseAddress]);

        await race.CheckAsync(database.DataSource);
    }

    [Fact]
    public async Task Seats_RacedOnTwoInstances_AreSoldOnce()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var apps = await Task.WhenAll(AppProcess.StartAsync(database.Settings), AppProcess.StartAsync(database.Settings));
        await using var one = apps[0];
        await using var two = apps[1];
        var race = await SoldRace.PrepareAsync(database.DataSource);

        await race.RunAsync([one.BaseAddress, two.BaseAddress]);

        await race.CheckAsync(database.DataSource);
    }

    [Fact]
    public async Task Seats_RedisKilledTwice_AreSoldOnce()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var own = await OwnServers.StartAsync(postgres: false);
        await using var app = await TestApp.StartAsync(database, null, ("ConnectionStrings:Redis", own.Servers.RedisConnectionString!));
        var race = await SoldRace.PrepareAsync(database.DataSource);

        await race.RunAsync([app.BaseAddress], own.KillRedisAsync);

        await race.CheckAsync(database.DataSource);
    }

    [Fact]
    public async Task Seats_PostgresRestartedTwice_AreSoldOnce()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var own = await OwnServers.StartAsync(redis: false);
        // Longer than a restart of PostgreSQL on the slowest machine: the request deadline is not under test.
        await using var app = await TestApp.StartAsync(
            database, null, ("ConnectionStrings:Postgres", own.Servers.PostgresConnectionString!), ("Inventory:WaitSecondsMax", "60"));
        var race = await PrepareAsync(own);

        await race.RunAsync([app.BaseAddress], own.RestartPostgresAsync);

        await using var source = await own.PostgresAsync();
        await race.CheckAsync(source);
    }

    // A data source of its own: the fault breaks its connections.
    private static async Task<SoldRace> PrepareAsync(OwnServers own)
    {
        await using var source = await own.PostgresAsync();
        return await SoldRace.PrepareAsync(source);
    }
}
