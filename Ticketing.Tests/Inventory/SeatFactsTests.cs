using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>Facts about seats: written with the change, one row for each statement and performance.</summary>
public sealed class SeatFactsTests(TestServers servers)
{
    [Fact]
    public async Task Batch_OfNewHolds_WritesOneFactPerPerformance()
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
        Assert.Equal(
            [.. new[] { $"seats.held {sales[0].Id} 10 0 5 held", $"seats.held {sales[1].Id} 1 0 1 held" }.Order()], await FactsAsync(database));
        Assert.Equal(0, await database.ScalarAsync<long>(
            """
            select count(*) from outbox o where o.aggregatetype <> 'performance' or o.aggregateid <> o.payload->>'performanceId'
              or o.organization_id is distinct from (select p.organization_id from performances p where p.id::text = o.aggregateid)
            """));
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
            [
                $"seats.held {sale.Id} 2 0 0 changed", $"seats.held {sale.Id} 2 0 1 held", $"seats.released {sale.Id} 0 1 0 changed",
                $"seats.released {sale.Id} 0 3 1 released",
            ],
            await FactsAsync(database));
    }

    [Fact]
    public async Task Sweep_OfManyHolds_WritesOneFactPerPerformance()
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

        var facts = await database.ListAsync<string>(
            """
            select concat_ws(' ', sum((payload->>'freed')::int), sum((payload->>'holds')::int), count(*) <= 3, min(payload->>'cause'))
            from outbox where type = 'seats.expired'
            """);
        Assert.Equal(["6 3 t expired"], facts);
    }

    private static Task<List<string>> FactsAsync(TestDatabase database) => database.ListAsync<string>(
        """
        select concat_ws(' ', type, aggregateid, payload->>'held', payload->>'freed', payload->>'holds', payload->>'cause') from outbox order by 1
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
