using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Analytics.Rebuild;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Analytics;

/// <summary>The sales figures made anew while orders come in, and after a crash.</summary>
public sealed class SalesRebuildTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rebuild_UnderSale_EqualsTheOrders()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Rows = 5, SeatsPerRow = 10 });
        List<Reply> orders = [];
        for (var i = 0; i < 4; i++)
        {
            orders.Add(await PaidAsync(shop, i));
        }

        await SalesFigures.CaughtUpAsync(shop.Database);
        // Wrong figures: what a rebuild is for.
        await shop.Database.ExecuteAsync("update sales_minutes set gross = gross + 1, orders = 77");
        var seat = 10;

        // After the snapshot: a new order, a cancelled one, and the consumer reads all facts.
        Assert.True(await shop.Service<SalesRebuild>().RunAsync(
            null,
            async () =>
            {
                await PaidAsync(shop, seat++);
                var cancelled = orders[^1];
                orders.Remove(cancelled);
                Assert.Equal("refunded", (await shop.PostAsync($"api/v1/orders/{cancelled.Id}/cancel", null, cancelled.Token)).Status);
                await SalesFigures.ApplyAsync(shop.Database);
            },
            Stop));

        await SalesFigures.CaughtUpAsync(shop.Database);
        await PaidAsync(shop, seat);
        await SalesFigures.CaughtUpAsync(shop.Database);
        Assert.Equal(0, await SalesFigures.TablesOfRebuildAsync(shop.Database));
        Assert.Equal(
            "current 100", await shop.Database.ScalarAsync<string>("select concat_ws(' ', status, progress, error) from projections where name = 'sales'"));
        Assert.Equal(
            ["order_sales pk_order_sales", "sales_minutes pk_sales_minutes"],
            await shop.Database.ListAsync<string>(
                """
                select concat_ws(' ', conrelid::regclass, conname) from pg_constraint
                where contype = 'p' and conrelid in ('order_sales'::regclass, 'sales_minutes'::regclass) order by 1
                """));
    }

    [Fact]
    public async Task Rebuild_OfKeptFigures_ChangesNoRow()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var cancelled = await PaidAsync(shop, 0);
        await PaidAsync(shop, 1);
        await shop.PostAsync($"api/v1/orders/{cancelled.Id}/cancel", null, cancelled.Token);
        await SalesFigures.CaughtUpAsync(shop.Database);
        var rows = await SalesFigures.RowsAsync(shop.Database);
        var columns = await ColumnsAsync(shop);
        var reported = new List<int>();

        Assert.True(await shop.Service<SalesRebuild>().RunAsync(reported.Add, null, Stop));

        Assert.Equal(rows, await SalesFigures.RowsAsync(shop.Database));
        Assert.Equal(columns, await ColumnsAsync(shop));
        Assert.Equal(100, reported[^1]);
    }

    [Fact]
    public async Task Rebuild_ThatFails_LeavesTheFigures()
    {
        await using var shop = await Shop.OpenAsync(servers);
        await PaidAsync(shop, 0);
        await SalesFigures.CaughtUpAsync(shop.Database);
        var rows = await SalesFigures.RowsAsync(shop.Database);
        var (rebuild, calls) = (shop.Service<SalesRebuild>(), 0);

        await Assert.ThrowsAsync<InvalidDataException>(() => rebuild.RunAsync(
            null, () => ++calls < 2 ? Task.CompletedTask : throw new InvalidDataException("The disk is full."), Stop));

        Assert.Equal(rows, await SalesFigures.RowsAsync(shop.Database));
        Assert.Equal(
            "failed The disk is full.", await shop.Database.ScalarAsync<string>("select concat_ws(' ', status, error) from projections where name = 'sales'"));
        Assert.True(await rebuild.RunAsync(null, null, Stop));
        Assert.Equal(rows, await SalesFigures.RowsAsync(shop.Database));
        Assert.Equal("current", await shop.Database.ScalarAsync<string>("select concat_ws(' ', status, error) from projections where name = 'sales'"));
        Assert.Equal(0, await SalesFigures.TablesOfRebuildAsync(shop.Database));
    }

    [Fact]
    public async Task Rebuild_Requested_RunsOnceForAdmins()
    {
        await using var shop = await Shop.OpenAsync(servers);
        await PaidAsync(shop, 0);
        var (handler, reader) = (shop.Service<RebuildProjectionHandler>(), shop.Service<ProjectionsReader>());
        var owner = BackOffice.Member(new(Guid.NewGuid()), Core.Access.MemberRole.Owner);
        Assert.Equal(RebuildRefusal.NotFound, await handler.HandleAsync(new RebuildProjection("sales", owner), Stop));
        Assert.Equal(RebuildRefusal.NotFound, await handler.HandleAsync(new RebuildProjection("nothing", BackOffice.Admin()), Stop));
        Assert.Empty(await reader.ListAsync(owner, Stop));
        Assert.Equal(0, await AuditedAsync(shop));

        await using (await SalesFigures.BlockAsync(shop.Database))
        {
            // It waits for the swap.
            Assert.Null(await handler.HandleAsync(new RebuildProjection("sales", BackOffice.Admin()), Stop));
            await Eventually.TrueAsync(async () => (await SalesAsync(reader)).IsRunning);
            Assert.Equal(RebuildRefusal.AlreadyRunning, await handler.HandleAsync(new RebuildProjection("sales", BackOffice.Admin()), Stop));
            Assert.False(await shop.Service<SalesRebuild>().RunAsync(null, null, Stop));
        }

        await Eventually.TrueAsync(async () => await SalesAsync(reader)
            is { IsRunning: false, Projection.Status: ProjectionStatus.Current });
        Assert.Equal(1, await AuditedAsync(shop));
        await SalesFigures.CaughtUpAsync(shop.Database);
    }

    [Fact]
    public async Task Rebuild_WhoseProcessHasEnded_IsBegunAgain()
    {
        await using var shop = await Shop.OpenAsync(servers);
        await PaidAsync(shop, 0);
        await SalesFigures.CaughtUpAsync(shop.Database);
        var rebuilds = shop.Service<ProjectionRebuilds>();
        // As after a kill in its first build, and in a later one.
        await shop.Database.ExecuteAsync(
            "update projections set status = 'rebuilding', progress = 40, finished_at = case name when 'sales' then null else finished_at end");
        await shop.Database.ExecuteAsync("delete from sales_minutes; delete from order_sales");

        await rebuilds.ResumeAsync(Stop);

        Assert.Equal(["current 100", "current 100"], await StatesAsync());
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from order_sales"));

        // One that runs elsewhere is left alone, as is one that has failed.
        Task<bool> running;
        await using (await SalesFigures.BlockAsync(shop.Database))
        {
            running = shop.Service<SalesRebuild>().RunAsync(null, null, Stop);
            await Eventually.TrueAsync(async () => (await StatesAsync())[1].StartsWith("rebuilding", StringComparison.Ordinal));
            await rebuilds.ResumeAsync(Stop);
            Assert.StartsWith("rebuilding", (await StatesAsync())[1], StringComparison.Ordinal);
            await shop.Database.ExecuteAsync("update projections set status = 'failed', progress = 7 where name = 'availability'");
            await rebuilds.ResumeAsync(Stop);
            Assert.Equal("failed 7", (await StatesAsync())[0]);
        }

        Assert.True(await running);
        Assert.Equal("current 100", (await StatesAsync())[1]);

        Task<List<string>> StatesAsync() =>
            shop.Database.ListAsync<string>("select concat_ws(' ', status, progress) from projections order by name");
    }

    [Fact]
    public async Task CommandLine_BesideTheSite_RebuildsAndEnds()
    {
        await using var shop = await Shop.OpenAsync(servers);
        await PaidAsync(shop, 0);
        await shop.Database.ExecuteAsync("delete from sales_minutes; delete from order_sales");
        (string, string)[] settings =
            [("environment", "Development"), .. shop.Database.Settings, ("urls", shop.App.BaseAddress.ToString().TrimEnd('/'))];

        var rebuilt = await StartAttempt.RunAsync([.. settings, ("rebuild", "sales")]);
        var counted = await StartAttempt.RunAsync([.. settings, ("rebuild", "availability")]);
        var refused = await StartAttempt.RunAsync([.. settings, ("rebuild", "nothing")]);

        Assert.Equal((0, 0, 1), (rebuilt.ExitCode, counted.ExitCode, refused.ExitCode));
        Assert.Contains("sales: rebuilt", rebuilt.Output, StringComparison.Ordinal);
        Assert.Contains("availability: rebuilt", counted.Output, StringComparison.Ordinal);
        Assert.Contains(refused.Errors, line => line.Contains("rebuild is 'nothing' and must be one of: sales, availability.", StringComparison.Ordinal));
        await SalesFigures.CaughtUpAsync(shop.Database);
    }

    private static async Task<ProjectionView> SalesAsync(ProjectionsReader reader) =>
        (await reader.ListAsync(BackOffice.Admin(), Stop)).Single(view => view.Projection.Name == Projection.Sales);

    private static Task<long> AuditedAsync(Shop shop) =>
        shop.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'projection.rebuild' and subject_id = 'sales'");

    private static Task<List<string>> ColumnsAsync(Shop shop) => shop.Database.ListAsync<string>(
        """
        select concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
          c.reloptions)
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relname in ('sales_minutes', 'order_sales') order by c.relname, a.attnum
        """);

    private static async Task<Reply> PaidAsync(Shop shop, int seat)
    {
        var order = await shop.PlaceAsync(await shop.HoldAsync(seat));
        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");
        return order;
    }
}
