using System.Net;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Inventory;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>Holds expire by the server's clock.</summary>
public sealed class HoldExpiryTests(TestServers servers)
{
    [Fact]
    public async Task Hold_Expired_SeatsArePublishedAsFree()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await TestApp.StartAsync(database, time);
        await using var other = await TestApp.StartAsync(database, time);
        using var client = new HoldClient(app);
        using var elsewhere = new HoldClient(other);
        var sale = await TestSale.CreateAsync(database.DataSource);
        using var screen = await EventStream.OpenAsync(elsewhere, sale);
        var hold = await client.HoldAsync(sale, "Stalls-A-1");
        await screen.UntilAsync(0, "held");

        time.Advance(TimeSpan.FromSeconds(601));

        await screen.UntilAsync(0, "available");
        Assert.Equal(HttpStatusCode.Gone, (await client.GetAsync(hold)).Status);
        Assert.Equal((HttpStatusCode.Gone, "hold-expired"), Of(await client.ChangeAsync(hold, new { add = new { seats = new[] { "Stalls-A-2" } } })));
        Assert.Equal(HttpStatusCode.Gone, (await client.ExtendAsync(hold)).Status);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    [Fact]
    public async Task Hold_ExpiredWithoutInstance_IsFreedAtStart()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var sale = await TestSale.CreateAsync(database.DataSource);
        await using (var app = await TestApp.StartAsync(database))
        {
            using var client = new HoldClient(app);
            await client.HoldAsync(sale, "Stalls-A-1");
        }

        await using var next = await TestApp.StartAsync(database, new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(11)));

        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>("select count(*) from seats where status = 1") == 0);
        Assert.Equal("expired", await database.ScalarAsync<string>("select status from holds"));
    }

    [Fact]
    public async Task Seat_ExpiredAndNotSwept_CanBeHeld()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource);
        var owner = HoldOwner.OfKey("gone").Hash.ToArray();
        var hold = Guid.NewGuid();

        // Expired an hour ago and row-locked, so that the sweeper skips it.
        await database.ExecuteAsync(
            """
            insert into holds (id, performance_id, owner_hash, status, seats, tiers, prices, fees, created_at, expires_at, expires_hard_at, extended)
            values ($1, $2, $3, 'active', '{0,1}', '{0,0}', '{1,1}', '{0,0}', now(), now() + interval '1 hour', now(), false)
            """, hold, sale.Id.Value, owner);
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var locking = connection.CreateCommand();
        locking.CommandText = "select 1 from holds for update";
        await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(
            "update seats set status = 1, hold_id = $1, held_until = now() - interval '1 second', fence = 1 where performance_id = $2 and seat_index < 2", hold, sale.Id.Value);

        var next = await client.HoldAsync(sale, "Stalls-A-1");

        Assert.Equal(HttpStatusCode.Created, next.Status);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("update holds set expires_at = now() - interval '1 second' where id = $1", hold);
        await Eventually.TrueAsync(async () => await database.ScalarAsync<string>("select status from holds where id = $1", hold) == "expired");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(next)).Status);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    [Fact]
    public async Task Hold_AfterTheOwnersExpiredHold_IsNew()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await TestApp.StartAsync(database, time);
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource);
        var first = await client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2");

        time.Advance(TimeSpan.FromSeconds(601));
        var second = await client.HoldAsAsync(first.Secret, sale, "Stalls-A-1");

        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(["Stalls-A-1"], second.Labels);
        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>("select count(*) from seats where status = 1") == 1);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    private static (HttpStatusCode, string?) Of(HoldReply reply) => (reply.Status, reply.Type);
}
