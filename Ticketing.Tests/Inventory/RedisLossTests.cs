using System.Net;
using Ticketing.Infrastructure.Inventory.RedisMirror;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>Redis holds derived data only: loss is rebuilt from PostgreSQL.</summary>
public sealed class RedisLossTests(TestServers servers)
{
    [Fact]
    public async Task Keys_RedisEmptied_AreRebuiltFromPostgres()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database);
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource);
        await client.HoldAsync(sale, "Stalls-A-1", "Stalls-B-2");
        await Eventually.TrueAsync(async () => await KeysAsync(database, sale) is [0, 5]);

        await database.Redis.GetDatabase().ExecuteAsync("FLUSHDB");

        await Eventually.TrueAsync(async () => await KeysAsync(database, sale) is [0, 5]);
        Assert.Equal(HttpStatusCode.Conflict, (await client.HoldAsync(sale, "Stalls-B-2")).Status);
    }

    [Fact]
    public async Task Keys_OfAHold_ExpireWithIt()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database);
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource);

        var hold = await client.HoldAsync(sale, "Stalls-A-1");
        await Eventually.TrueAsync(async () => await LifeAsync(database, sale, 0) > TimeSpan.FromSeconds(500));
        await client.ExtendAsync(hold);
        await Eventually.TrueAsync(async () => await LifeAsync(database, sale, 0) > TimeSpan.FromSeconds(1000));
        await client.ReleaseAsync(hold);
        await Eventually.TrueAsync(async () => await KeysAsync(database, sale) is []);
    }

    [Fact]
    public async Task Keys_RefusedByPostgres_AreReleased()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database);
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource);
        await database.ExecuteAsync("update seats set status = 3, fence = 1 where performance_id = $1 and seat_index = 1", sale.Id.Value);

        var refused = await client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2");

        Assert.Equal(["Stalls-A-2"], refused.Labels);
        await Eventually.TrueAsync(async () => await KeysAsync(database, sale) is []);
    }

    [Fact]
    public async Task Holds_RedisOutage_ContinueAndArePublished()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var own = await OwnServers.StartAsync(postgres: false);
        var redis = ("ConnectionStrings:Redis", own.Servers.RedisConnectionString!);
        await using var app = await TestApp.StartAsync(database, null, redis);
        await using var other = await TestApp.StartAsync(database, null, redis);
        using var client = new HoldClient(app);
        using var elsewhere = new HoldClient(other);
        var sale = await TestSale.CreateAsync(database.DataSource);
        using var screen = await EventStream.OpenAsync(elsewhere, sale);
        var kept = await client.HoldAsync(sale, "Stalls-A-1");
        var given = await client.HoldAsync(sale, "Stalls-A-2");
        await screen.UntilAsync(1, "held");

        await own.KillRedisAsync();
        var during = await client.HoldAsync(sale, "Stalls-A-3");
        var released = await client.ReleaseAsync(given);

        Assert.Equal(HttpStatusCode.Created, during.Status);
        Assert.Equal(HttpStatusCode.NoContent, released.Status);
        await screen.UntilAsync(1, "available");
        await Eventually.TrueAsync(async () =>
        {
            var next = await elsewhere.HoldAsync(sale, "Stalls-A-2");
            return next.Status == HttpStatusCode.Created;
        });
        Assert.Equal(HttpStatusCode.Conflict, (await elsewhere.HoldAsync(sale, "Stalls-A-1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(kept)).Status);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    private static async Task<int[]> KeysAsync(TestDatabase database, TestSale sale)
    {
        var redis = database.Redis.GetDatabase();
        var there = await Task.WhenAll(Enumerable.Range(0, sale.Plan.PlaceCount).Select(seat => redis.KeyExistsAsync(SeatKeys.Key(sale.Id, seat))));
        return [.. there.Index().Where(it => it.Item).Select(it => it.Index)];
    }

    private static async Task<TimeSpan> LifeAsync(TestDatabase database, TestSale sale, int seat) =>
        await database.Redis.GetDatabase().KeyTimeToLiveAsync(SeatKeys.Key(sale.Id, seat)) ?? TimeSpan.Zero;
}
