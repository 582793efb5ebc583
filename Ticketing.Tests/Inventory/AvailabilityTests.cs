using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Analytics.Rebuild;
using Ticketing.Infrastructure.Inventory.Counting;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Consuming;
using Ticketing.Infrastructure.Messaging.Events.Relay;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Inventory;

/// <summary>Kept seat counts: those of the seats, whatever happens to them and to the facts.</summary>
public sealed class AvailabilityTests(TestServers servers)
{
    private const int Stalls = 40;

    private static readonly TestSaleTerms Terms = new() { Rows = 5, SeatsPerRow = 8, FloorPlaces = 70 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_OfAPerformance_NameTheCategoriesWithFreeSeats()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        var counter = shop.Service<ISeatCounter>();
        var all = Shown((await counter.OfAsync([shop.Sale.Id], Stop))[shop.Sale.Id]);
        await shop.HoldAsync(3, 4);
        await shop.Database.ExecuteAsync("update seats set status = 3 where seat_index >= $1", Stalls);
        var stallsOnly = await RecountAsync();
        await shop.Database.ExecuteAsync("update seats set status = 3 where status = 0");
        var none = await RecountAsync();

        Assert.Equal((110, 0, 0, "floor stalls"), all);
        Assert.Equal((38, 2, 0, "stalls"), stallsOnly);
        Assert.Equal((0, 2, 0, ""), none);

        async Task<(int, int, int, string)> RecountAsync()
        {
            await counter.RecountAsync([shop.Sale.Id], Stop);
            return Shown((await counter.OfAsync([shop.Sale.Id], Stop))[shop.Sale.Id]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Counts_AfterARandomHistory_EqualTheSeats(int seed)
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        var random = new Random(seed);
        List<HoldReply> holds = [];
        List<Reply> paid = [];
        for (var step = 0; step < 30; step++)
        {
            await StepAsync(shop, random, holds, paid);
        }

        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);

        // What is kept is what lists and pages read.
        var read = (await shop.Service<ISeatCounter>().OfAsync([shop.Sale.Id], Stop))[shop.Sale.Id];
        Assert.Equal(
            await shop.Database.ScalarAsync<long>("select count(*) from seats where status = 0 or status = 1 and held_until <= now()"), read.Free);
        Assert.Equal(await shop.Database.ScalarAsync<long>("select count(*) from seats where status = 2"), read.Sold);
    }

    [Fact]
    public async Task Counts_AfterExpiry_EqualTheSeats()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await TestApp.StartAsync(database, time);
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource, Terms);
        await client.HoldAsync(sale, sale.Label(0), sale.Label(1));
        await client.HoldAreaAsync(sale, 4);
        await KeptCounts.CaughtUpAsync(database, Stalls, time.GetUtcNow);
        Assert.Equal(6, await database.ScalarAsync<long>("select sum(held) from availability"));

        time.Advance(TimeSpan.FromSeconds(601));

        await KeptCounts.CaughtUpAsync(database, Stalls, time.GetUtcNow);
        Assert.Equal(110, await database.ScalarAsync<long>("select sum(free) from availability"));
    }

    [Fact]
    public async Task Rebuild_OfDroppedCountsUnderHolds_EqualsTheSeats()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        await shop.HoldAsync(0, 1);
        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);
        await shop.Database.ExecuteAsync("delete from availability; delete from availability_performances; insert into availability values (gen_random_uuid(), 'x', 'x', 1, 1, 1, 1)");
        var (seat, reported) = (2, new List<int>());

        Assert.True(await shop.Service<AvailabilityRebuild>().RunAsync(
            reported.Add,
            async () =>
            {
                await shop.HoldAsync(seat, seat + 1);
                seat += 2;
            },
            Stop));
        await shop.HoldAsync(seat);

        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);
        Assert.Equal(100, reported[^1]);
        Assert.Equal(
            "current 100", await shop.Database.ScalarAsync<string>("select concat_ws(' ', status, progress, error) from projections where name = 'availability'"));
    }

    [Fact]
    public async Task Counts_OfNewAndDeletedSeats_FollowWithoutFacts()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        var second = await TestSale.CreateAsync(shop.Database.DataSource, Terms);
        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);
        Assert.Equal(4, (await KeptCounts.KeptAsync(shop.Database)).Count);

        await shop.Database.ExecuteAsync("delete from seats where performance_id = $1", second.Id.Value);
        await shop.Database.ExecuteAsync("delete from price_tiers where performance_id = $1", second.Id.Value);
        await shop.Database.ExecuteAsync("delete from performances where id = $1", second.Id.Value);

        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);
        Assert.Equal(2, (await KeptCounts.KeptAsync(shop.Database)).Count);
    }

    [Fact]
    public async Task Counts_DuringARedisOutage_FollowTheHolds()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database, null, ("ConnectionStrings:Redis", "127.0.0.1:1,abortConnect=false,connectTimeout=200"));
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource, Terms);
        await KeptCounts.CaughtUpAsync(database, Stalls);

        await client.HoldAsync(sale, sale.Label(0), sale.Label(1));

        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>("select sum(held) from availability") == 2);
    }

    // As with a relay that stands still, or Kafka's outage: Redis is there, but no fact arrives.
    [Fact]
    public async Task Counts_WithoutARelay_FollowTheHolds()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var other = await database.DataSource.OpenConnectionAsync(Stop);
        await using (var elected = new NpgsqlCommand("select pg_advisory_lock($1)", other))
        {
            elected.Parameters.Add(new NpgsqlParameter { Value = FactRelayWorker.LockKey });
            await elected.ExecuteNonQueryAsync(Stop);
        }

        await using var app = await TestApp.StartAsync(database);
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource, Terms);
        await KeptCounts.CaughtUpAsync(database, Stalls);

        await client.HoldAsync(sale, sale.Label(0), sale.Label(1));

        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>("select sum(held) from availability") == 2);
        Assert.True(await app.Services.GetRequiredService<FactDelay>().OfAsync(AvailabilityConsumer.Name, Stop) > AvailabilityWorker.DelayMax);
    }

    [Fact]
    public async Task Delay_OfAnAppliedFact_Ends()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        var delay = shop.Service<FactDelay>();
        await shop.HoldAsync(0);

        await Eventually.TrueAsync(async () => await delay.OfAsync(AvailabilityConsumer.Name, Stop) == TimeSpan.Zero);
        Assert.True(await delay.OfAsync("never begun", Stop) > TimeSpan.Zero);
    }

    [Fact]
    public async Task Performance_ThatCannotBeCounted_StopsNeitherReconciliationNorRebuild()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        var broken = await TestSale.CreateAsync(shop.Database.DataSource, Terms);
        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);
        // A seat that its plan does not have; and a lost fact of another performance.
        await shop.Database.ExecuteAsync(
            "insert into seats (performance_id, seat_index, status, fence) values ($1, 5000, 0, 0)", broken.Id.Value);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<bool>(
            "select due_at > now() + interval '10 seconds' from availability_performances where performance_id = $1", broken.Id.Value));
        await shop.Database.ExecuteAsync("update availability_performances set due_at = null where performance_id = $1", broken.Id.Value);
        await shop.Database.ExecuteAsync("update seats set status = 3 where seat_index < 7 and performance_id = $1", shop.Sale.Id.Value);

        Assert.Equal(1, await shop.Service<AvailabilityReconciler>().RunAsync(TimeSpan.Zero, Stop));
        await shop.Database.ExecuteAsync("update seats set status = 3 where seat_index < 9 and performance_id = $1", shop.Sale.Id.Value);
        Assert.True(await shop.Service<AvailabilityRebuild>().RunAsync(null, null, Stop));

        Assert.Equal(9, await shop.Database.ScalarAsync<long>(
            "select sum(blocked) from availability where performance_id = $1", shop.Sale.Id.Value));
        Assert.Equal(110, await shop.Database.ScalarAsync<long>("select sum(free) from availability where performance_id = $1", broken.Id.Value));
    }

    [Fact]
    public async Task Reconciliation_AfterALostFact_MendsTheCounts()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        var reconciler = shop.Service<AvailabilityReconciler>();
        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);
        Assert.Equal(0, await reconciler.RunAsync(TimeSpan.Zero, Stop));

        await shop.Database.ExecuteAsync("update seats set status = 3 where seat_index < 7");

        Assert.Equal(1, await reconciler.RunAsync(TimeSpan.Zero, Stop));
        Assert.Equal(await KeptCounts.OfSeatsAsync(shop.Database, Stalls), await KeptCounts.KeptAsync(shop.Database));
        Assert.Equal(0, await reconciler.RunAsync(TimeSpan.Zero, Stop));
    }

    [Fact]
    public async Task Facts_InAFlood_AreOneCountAPause()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);
        var before = await VersionAsync(shop);
        var begun = TimeProvider.System.GetTimestamp();
        for (var seat = 0; seat < Stalls; seat++)
        {
            await shop.Database.ExecuteAsync("update seats set status = 3 where seat_index = $1", seat);
            await ApplyAsync(shop, shop.Sale.Id);
        }

        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);

        // At once, and then one for each pause; the count of the insert may come before, one that was begun before the last fact after.
        var counts = await VersionAsync(shop) - before;
        Assert.InRange(counts, 1, 3 + (long)(TimeProvider.System.GetElapsedTime(begun) / AvailabilityCounter.Pause));
    }

    [Fact]
    public async Task Count_OvertakenByAnother_IsDropped()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);
        var counter = shop.Service<AvailabilityCounter>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async round =>
        {
            await shop.Database.ExecuteAsync("update seats set status = 3 where seat_index = $1", round);
            await counter.RecountAsync([shop.Sale.Id], Stop);
        }));

        Assert.Equal(await KeptCounts.OfSeatsAsync(shop.Database, Stalls), await KeptCounts.KeptAsync(shop.Database));
    }

    [Fact]
    public async Task Performance_ThatCannotBeCounted_DoesNotKeepOthersWaiting()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        var broken = await TestSale.CreateAsync(shop.Database.DataSource, Terms);
        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);

        // A seat that its plan does not have.
        await shop.Database.ExecuteAsync(
            "insert into seats (performance_id, seat_index, status, fence) values ($1, 5000, 0, 0)", broken.Id.Value);
        await shop.HoldAsync(0, 1);

        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>(
            "select sum(held) from availability where performance_id = $1", shop.Sale.Id.Value) == 2);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<bool>(
            "select due_at > now() + interval '10 seconds' from availability_performances where performance_id = $1", broken.Id.Value));
    }

    private static async Task StepAsync(Shop shop, Random random, List<HoldReply> holds, List<Reply> paid)
    {
        switch (random.Next(6))
        {
            case 0 or 1:
                var hold = random.Next(2) == 0
                    ? await shop.HoldAsync([.. Enumerable.Range(0, Stalls).OrderBy(_ => random.Next()).Take(random.Next(1, 4))])
                    : await shop.HoldAreaAsync(random.Next(1, 5));
                if (hold.Status == System.Net.HttpStatusCode.Created)
                {
                    holds.Add(hold);
                }

                break;

            case 2 when Take(holds, random) is { } released:
                await shop.SendAsync(HttpMethod.Delete, $"api/v1/holds/{released.Id}", null, released.Secret);
                break;

            case 3 when Take(holds, random) is { } ordered:
                var order = await shop.PlaceAsync(ordered);
                await shop.PayAsync(order);
                await shop.ReadUntilAsync(order, "paid");
                paid.Add(order);
                break;

            case 4 when Take(holds, random) is { } abandoned:
                await shop.ExpireAsync(await shop.PlaceAsync(abandoned));
                break;

            case 5 when Take(paid, random) is { } refunded:
                await shop.PostAsync($"api/v1/orders/{refunded.Id}/cancel", null, refunded.Token);
                break;

            default:
                break;
        }
    }

    private static T? Take<T>(List<T> list, Random random) where T : class
    {
        if (list.Count == 0)
        {
            return null;
        }

        var taken = list[random.Next(list.Count)];
        list.Remove(taken);
        return taken;
    }

    private static async Task ApplyAsync(Shop shop, PerformanceId performance)
    {
        await using var connection = await shop.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        var fact = new Fact(
            Guid.NewGuid(), SeatsFact.Type, SeatsFact.Aggregate, Guid.NewGuid().ToString(), null, DateTimeOffset.UtcNow, null,
            JsonSerializer.Serialize(new SeatsFact([performance.Value]), JsonSerializerOptions.Web), new FactPosition(1, 0));
        await new AvailabilityConsumer().ApplyAsync([fact, fact], connection, transaction, Stop);
        await transaction.CommitAsync(Stop);
    }

    private static Task<long> VersionAsync(Shop shop) =>
        shop.Database.ScalarAsync<long>("select version from availability_performances where performance_id = $1", shop.Sale.Id.Value);

    private static (int Free, int Held, int Sold, string Categories) Shown(SeatCount count) =>
        (count.Free, count.Held, count.Sold, string.Join(' ', count.FreeCategories!.Order()));
}
