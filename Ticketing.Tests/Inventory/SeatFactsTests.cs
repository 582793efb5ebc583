using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>Facts about seats: written with the change, one row for each statement.</summary>
public sealed class SeatFactsTests(TestServers servers)
{
    [Fact]
    public async Task Batch_OfNewHolds_WritesOneFactForAllPerformances()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        var sales = new[] { await TestSale.CreateAsync(database.DataSource), await TestSale.CreateAsync(database.DataSource) };
        List<HoldBatchItem> items =
        [
            .. Enumerable.Range(0, 5).Select(buyer => Item(sales[0], "buyer " + buyer, 2 * buyer, (2 * buyer) + 1)),
            Item(sales[1], "buyer 0", 3), Item(sales[0], "late", 1),
        ];

        await app.Services.GetRequiredService<HoldBatch>().RunAsync(items, TestContext.Current.CancellationToken);

        Assert.Equal(HoldResult.Missing, (await items[^1].Answer.Task).Result);
        Assert.Equal([.. new[] { $"{sales[0].Id} 10 0 5 0 0", $"{sales[1].Id} 1 0 1 0 0" }.Order()], await ChangesAsync(database));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from outbox"));
        Assert.Equal(0, await database.ScalarAsync<long>(
            "select count(*) from outbox o where o.aggregatetype <> 'seats' or o.aggregateid <> o.id::text or o.organization_id is not null"));
    }

    [Fact]
    public async Task Batch_WithoutAHold_WritesNoFact()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        var sale = await TestSale.CreateAsync(database.DataSource);
        await database.ExecuteAsync("update seats set status = 3");

        await app.Services.GetRequiredService<HoldBatch>().RunAsync([Item(sale, "buyer", 0)], TestContext.Current.CancellationToken);

        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from outbox"));
    }

    [Fact]
    public async Task Hold_ChangedAndReleased_WritesWhatHappened()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource, new TestSaleTerms { FloorPlaces = 5 });
        var hold = await client.HoldAreaAsync(sale, 2);
        Assert.Equal(HttpStatusCode.OK, (await client.ChangeAsync(hold, new { add = new { seats = new[] { sale.Label(0), sale.Label(1) } } })).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.ChangeAsync(hold, new { remove = new[] { sale.Label(1) } })).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.ExtendAsync(hold)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.ReleaseAsync(hold)).Status);
        Assert.NotEqual(HttpStatusCode.NoContent, (await client.ReleaseAsync(hold)).Status);

        Assert.Equal(
            [.. new[] { "0 1 0 0 0", "0 3 0 1 0", "2 0 0 0 0", "2 0 1 0 0" }.Select(counts => $"{sale.Id} {counts}").Order()],
            await ChangesAsync(database));
    }

    [Fact]
    public async Task Hold_EmptiedByItsOwner_IsReleased()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource);
        var hold = await client.HoldAsync(sale, sale.Label(0), sale.Label(1));

        await client.ChangeAsync(hold, new { remove = new[] { sale.Label(0), sale.Label(1) } });

        Assert.Equal("released", await database.ScalarAsync<string>("select status from holds"));
        Assert.Equal([.. new[] { $"{sale.Id} 0 2 0 1 0", $"{sale.Id} 2 0 1 0 0" }.Order()], await ChangesAsync(database));
    }

    [Fact]
    public void Fact_WithAColumnOfAnotherLength_IsRefused()
    {
        var fact = new SeatsFact([Guid.NewGuid(), Guid.NewGuid()], Held: [1, 2], Holds: [1]);

        Assert.Throws<InvariantException>(() => fact.ToChanges().ToList());
    }

    [Fact]
    public async Task Sweep_OfManyHolds_WritesOneFact()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        var sale = await TestSale.CreateAsync(database.DataSource);
        var items = Enumerable.Range(0, 3).Select(buyer => Item(sale, "buyer " + buyer, 2 * buyer, (2 * buyer) + 1)).ToList();
        await app.Services.GetRequiredService<HoldBatch>().RunAsync(items, TestContext.Current.CancellationToken);

        await database.ExecuteAsync(
            """
            with ended as (update holds set expires_at = now() - interval '1 second' where status = 'active' returning id)
            update seats set held_until = now() - interval '1 second' where hold_id in (select id from ended)
            """);
        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>("select count(*) from seats where status = 1") == 0);

        // The sweeper may take them in several passes.
        Assert.Equal(["6 3 t"], await database.ListAsync<string>(
            """
            select concat_ws(' ', sum((payload->'freed'->>0)::int), sum((payload->'expired'->>0)::int), count(*) <= 3)
            from outbox where payload ? 'expired'
            """));
    }

    // Performance, held, freed, holds, released, expired.
    private static Task<List<string>> ChangesAsync(TestDatabase database) => database.ListAsync<string>(
        """
        select concat_ws(' ', p.id, coalesce(payload->'held'->>n, '0'), coalesce(payload->'freed'->>n, '0'), coalesce(payload->'holds'->>n, '0'),
          coalesce(payload->'released'->>n, '0'), coalesce(payload->'expired'->>n, '0'))
        from outbox o
        cross join lateral (
          select q.id, (q.place - 1)::int as n from jsonb_array_elements_text(o.payload->'performances') with ordinality as q (id, place)) p
        where o.type = 'seats.changed'
        order by 1
        """);

    private static HoldBatchItem Item(TestSale sale, string owner, params int[] seats) => new()
    {
        Performance = sale.Id,
        Owner = HoldOwner.OfKey(owner),
        User = null,
        Life = TimeSpan.FromMinutes(10),
        LifeMax = TimeSpan.FromMinutes(30),
        SeatsMax = 10,
        Add = [.. seats.Select(seat => new PricedSeat(seat, 0, 100, 0))],
        Deadline = long.MaxValue,
    };
}
