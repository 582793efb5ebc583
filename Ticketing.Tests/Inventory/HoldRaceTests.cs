using System.Net;
using Npgsql;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>A hundred buyers race for sixteen seats over HTTP while servers fail.</summary>
public sealed class HoldRaceTests(TestServers servers)
{
    private const int Buyers = 100;
    private const int Seats = 16;

    [Fact]
    public async Task Holds_HundredBuyersSixteenSeats_AreUnique()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        var sale = await TestSale.CreateAsync(database.DataSource);

        var replies = await RaceAsync([app.BaseAddress], sale);

        await CheckAsync(replies, sale, database.DataSource);
    }

    [Fact]
    public async Task Holds_OnTwoInstances_AreUnique()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var one = await TestApp.StartAsync(database);
        await using var two = await TestApp.StartAsync(database);
        var sale = await TestSale.CreateAsync(database.DataSource);

        var replies = await RaceAsync([one.BaseAddress, two.BaseAddress], sale);

        await CheckAsync(replies, sale, database.DataSource);
    }

    [Fact]
    public async Task Holds_RedisKilledDuringRace_AreUnique()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var own = await OwnServers.StartAsync(postgres: false);
        await using var app = await TestApp.StartAsync(database, null, ("ConnectionStrings:Redis", own.Servers.RedisConnectionString!));
        var sale = await TestSale.CreateAsync(database.DataSource);

        var replies = await RaceAsync([app.BaseAddress], sale, own.KillRedisAsync);

        await CheckAsync(replies, sale, database.DataSource);
    }

    [Fact]
    public async Task Holds_PostgresRestartedDuringRace_AreUnique()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var own = await OwnServers.StartAsync(redis: false);
        await using var app = await TestApp.StartAsync(database, null, ("ConnectionStrings:Postgres", own.Servers.PostgresConnectionString!));
        var sale = await CreateSaleAsync(own);

        var replies = await RaceAsync([app.BaseAddress], sale, own.RestartPostgresAsync);

        await using var source = await own.PostgresAsync();
        await CheckAsync(replies, sale, source);
    }

    [Fact]
    public async Task Holds_PostgresKilledDuringRace_AreUnique()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var own = await OwnServers.StartAsync(redis: false);
        await using var app = await TestApp.StartAsync(database, null, ("ConnectionStrings:Postgres", own.Servers.PostgresConnectionString!));
        var sale = await CreateSaleAsync(own);

        var replies = await RaceAsync([app.BaseAddress], sale, own.KillPostgresAsync);

        await using var source = await own.PostgresAsync();
        await CheckAsync(replies, sale, source);
    }

    // A data source of its own: the fault breaks its connections.
    private static async Task<TestSale> CreateSaleAsync(OwnServers own)
    {
        await using var source = await own.PostgresAsync();
        return await TestSale.CreateAsync(source);
    }

    /// <summary>Every buyer requests every seat concurrently; the fault runs after a hundred responses.</summary>
    private static async Task<HoldReply[]> RaceAsync(Uri[] instances, TestSale sale, Func<Task>? fault = null)
    {
        var clients = instances.Select(instance => new HoldClient(instance)).ToArray();
        try
        {
            var answered = 0;
            var requests = Enumerable.Range(0, Buyers * Seats).ToArray();
            Random.Shared.Shuffle(requests);
            return await Task.WhenAll(requests.Select(async (request, i) =>
            {
                var reply = await clients[i % clients.Length].HoldAsync(sale, sale.Label(request % Seats));
                if (Interlocked.Increment(ref answered) == Buyers && fault is not null)
                {
                    await fault();
                }

                return reply;
            }));
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }

    private static async Task CheckAsync(HoldReply[] replies, TestSale sale, NpgsqlDataSource database)
    {
        Assert.Equal(Buyers * Seats, replies.Length);
        var won = replies.Where(reply => reply.Status == HttpStatusCode.Created).ToList();
        var lost = replies.Where(reply => reply.Status != HttpStatusCode.Created).ToList();
        Assert.Null(lost.Find(reply => reply.Status != HttpStatusCode.Conflict || reply.Type != "seats-taken" || reply.Labels.Count != 1));
        Assert.Equal(Enumerable.Range(0, Seats).Select(sale.Label), won.SelectMany(reply => reply.Labels).Order());
        await using var held = database.CreateCommand("select count(*) from seats where status = 1");
        Assert.Equal((long)Seats, await held.ExecuteScalarAsync());
        await SeatInvariants.HoldAsync(database);
    }
}
