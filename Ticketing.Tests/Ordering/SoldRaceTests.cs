using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>
/// A hundred buyers after sixteen seats, to the tickets: eight of a free performance, eight to be paid for. Everything over HTTP on
/// real ports, with everything failing that can, once while seats are held and once while they are ordered.
/// </summary>
public sealed class SoldRaceTests(TestServers servers)
{
    [Fact]
    public async Task Seats_RacedByAHundred_AreSoldOnce()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database);
        var race = await SoldRace.PrepareAsync(database.DataSource);

        await race.RunAsync([app.BaseAddress]);

        await race.CheckAsync(database.DataSource);
    }

    [Fact]
    public async Task Seats_RacedOverTwoProcesses_AreSoldOnce()
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
        // Longer than the slowest machine takes to start PostgreSQL: how long buyers are kept waiting is a setting, not what is asked here.
        await using var app = await TestApp.StartAsync(
            database, null, ("ConnectionStrings:Postgres", own.Servers.PostgresConnectionString!), ("Inventory:WaitSecondsMax", "60"));
        var race = await PrepareAsync(own);

        await race.RunAsync([app.BaseAddress], own.RestartPostgresAsync);

        await using var source = await own.PostgresAsync();
        await race.CheckAsync(source);
    }

    // Its connections do not survive what comes.
    private static async Task<SoldRace> PrepareAsync(OwnServers own)
    {
        await using var source = await own.PostgresAsync();
        return await SoldRace.PrepareAsync(source);
    }
}
