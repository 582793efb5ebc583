using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Search;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering.Service;

/// <summary>An organizer's list of orders: what the search and the filters find, pages, and the plans at 100,000 orders.</summary>
[LongRunning]
public sealed partial class OrganizerOrdersTests(TestServers servers)
{
    private const int ScannedMax = 5_000;
    private const int ChunkMax = 5000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_ByAnyOfItsWords_FindsTheOrder()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await office.Service<EditOrderHandler>().HandleAsync(
            new EditAttendee(IdOf(office), new OrderItemId(await office.Shop.Database.ScalarAsync<Guid>("select id from order_items limit 1")), "Müller", BackOffice.Member(office.Sells)), Stop);
        await office.Service<CardReader>().ReadSomeAsync(Stop);
        await Eventually.TrueAsync(async () => await FoundAsync(office, "muller") == 1);
        string[] finds =
        [
            office.Number, office.Number.ToLowerInvariant(), office.Number[2..], office.Number[3..7], "lovelace", "LOVELACE", "ada_100%@", "Stalls-A-2", "a-2",
            "lovelace stalls-a-3", "4242", "  ", "",
        ];
        foreach (var search in finds)
        {
            Assert.True(await FoundAsync(office, search) == 1, search);
        }

        foreach (var search in new[] { "Stalls-B-1", "lovelace Stalls-B-1", "%%", "\\", "' or 1=1 --", "\0", "\ud83d", "T-00000000", new string('a', 300) })
        {
            Assert.True(await FoundAsync(office, search) == 0, search);
        }
    }

    [Fact]
    public async Task Search_AfterAnExchange_FindsTheNewSeat()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var items = await office.Shop.Database.ListAsync<Guid>("select id from order_items where order_id = $1 order by seat_index limit 1", IdOf(office).Value);
        var exchanged = await office.Service<ExchangeSeatsHandler>().HandleAsync(
            new ExchangeSeats(
                IdOf(office), items.ConvertAll(id => new OrderItemId(id)), [new Core.Seating.SeatIndex(8)], ExchangeSettlement.Waived, Money.Zero("EUR"),
                BackOffice.Member(office.Sells)),
            Stop);
        Assert.True(exchanged.Succeeded);

        await Eventually.TrueAsync(async () => await FoundAsync(office, "Stalls-C-1") == 1);
        Assert.Equal(0, await FoundAsync(office, "Stalls-A-1"));
    }

    [Fact]
    public async Task Fill_OfOrdersWithoutFacts_AddsThemOnce()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await Eventually.TrueAsync(async () => await FoundAsync(office, "lovelace") == 1);

        // The payment's fact comes after the order's, and would add the row again.
        await Eventually.TrueAsync(() => office.Shop.Database.ScalarAsync<bool>(
            "select min(txid) >= (select max(txid::text::bigint) from outbox where type like 'order.%') from fact_positions where consumer = $1",
            OrderSearchConsumer.Name));
        await office.Shop.Database.ExecuteAsync("delete from order_search");
        await office.Shop.Database.ExecuteAsync("update orders set created_at = now() - interval '1 hour'");
        var fill = new OrderSearchFill(office.Shop.Database.DataSource, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<OrderSearchFill>.Instance);

        Assert.Equal(1, await fill.FillAsync(Stop));
        Assert.Equal(0, await fill.FillAsync(Stop));
        Assert.Equal(1, await FoundAsync(office, "lovelace"));
    }

    [Fact]
    public async Task Filters_OfEachKind_NarrowTheList()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var sells = office.Sells;
        var unpaid = await office.Shop.PlaceAsync(await office.Shop.HoldAsync(4), "bob@example.org");
        await office.Service<EditOrderHandler>().HandleAsync(new MarkForAttention(IdOf(office), true, BackOffice.Member(sells)), Stop);
        var shown = new EventId(await office.Shop.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", office.Shop.Sale.Id.Value));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);

        Assert.Equal(2, await CountAsync(office, new OrderFilter(sells)));
        Assert.Equal(2, await CountAsync(office, new OrderFilter(sells, Event: shown, Performance: office.Shop.Sale.Id)));
        Assert.Equal(0, await CountAsync(office, new OrderFilter(sells, Event: new EventId(Guid.NewGuid()))));
        Assert.Equal(0, await CountAsync(office, new OrderFilter(sells, Performance: new PerformanceId(Guid.NewGuid()))));
        Assert.Equal(1, await CountAsync(office, new OrderFilter(sells, Status: OrderStatus.Paid)));
        Assert.Equal(1, await CountAsync(office, new OrderFilter(sells, Status: OrderStatus.AwaitingPayment)));
        Assert.Equal(0, await CountAsync(office, new OrderFilter(sells, Status: OrderStatus.Cancelled)));
        Assert.Equal(1, await CountAsync(office, new OrderFilter(sells, NeedsAttention: true)));
        Assert.Equal(2, await CountAsync(office, new OrderFilter(sells, From: today.AddDays(-1), To: today.AddDays(1))));
        Assert.Equal(0, await CountAsync(office, new OrderFilter(sells, To: today.AddDays(-2))));
        Assert.Equal(0, await CountAsync(office, new OrderFilter(sells, From: today.AddDays(2))));
        Assert.Equal(2, await CountAsync(office, new OrderFilter(sells, From: DateOnly.MinValue, To: DateOnly.MaxValue)));
        Assert.Equal(0, await CountAsync(office, new OrderFilter(office.Other), BackOffice.Admin()));
        var choices = await office.Service<OrganizerOrders>().ChoicesAsync(sells, shown, BackOffice.Member(sells), Stop);
        Assert.Equal((shown, office.Shop.Sale.Id), (Assert.Single(choices.Events).Id, Assert.Single(choices.Performances).Id));
        Assert.NotEqual(unpaid.Id, office.Order.Id);
    }

    [Fact]
    public async Task Pages_FromFirstToLast_ShowEachOrderOnce()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await CopyAsync(office, 60);
        var seen = new List<string>();
        OrderId? after = null;
        do
        {
            var page = await office.Service<OrganizerOrders>().ListAsync(
                new ListOrganizerOrders(new OrderFilter(office.Sells), after, BackOffice.Member(office.Sells)), Stop);
            Assert.Equal(61, page.Total);
            Assert.Equal(page.Rows.OrderByDescending(row => row.Id.Value.ToString("N"), StringComparer.Ordinal), page.Rows);
            seen.AddRange(page.Rows.Select(row => row.Number));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal((61, 61), (seen.Count, seen.Distinct().Count()));
    }

    [Fact]
    public async Task Plans_At100000Orders_ScanNoTableOfOrders()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var performance = await CopyAsync(office, 100_000);
        var ofEvent = new EventId(await office.Shop.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", performance.Value));
        var day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-40);
        (string Name, OrderFilter Filter)[] filters =
        [
            ("list", new(office.Sells)),
            ("number", new(office.Sells, "C-77777")),
            ("name", new(office.Sells, "Buyer 54321")),
            ("mail", new(office.Sells, "b4242@mail")),
            ("common word", new(office.Sells, "example")),
            ("seat", new(office.Sells, "stalls-r-54321")),
            ("two letters", new(office.Sells, "zz")),
            ("nothing", new(office.Sells, "xyzzy")),
            ("event", new(office.Sells, Event: ofEvent)),
            ("performance", new(office.Sells, Performance: performance)),
            ("status paid", new(office.Sells, Status: OrderStatus.Paid)),
            ("status refunded", new(office.Sells, Status: OrderStatus.Refunded)),
            ("status cancelled", new(office.Sells, Status: OrderStatus.Cancelled)),
            ("attention", new(office.Sells, NeedsAttention: true)),
            ("day", new(office.Sells, From: day, To: day)),
            ("all", new(office.Sells, "buyer", ofEvent, performance, OrderStatus.Paid, day.AddDays(-10), day.AddDays(10))),
        ];
        await using var db = await office.Shop.Database.Contexts.CreateDbContextAsync(Stop);
        List<string> wrong = [];
        foreach (var (name, filter) in filters)
        {
            foreach (var sql in new[] { OrganizerOrders.PageOf(db, filter, null).ToQueryString(), OrganizerOrders.CountOf(db, filter).ToQueryString() })
            {
                var plan = string.Join('\n', await office.Shop.Database.ListAsync<string>("explain (analyze, timing off) " + Literal(sql)));
                // A scan that its limit ends early is as good as an index where every order matches.
                // Two letters are no trigram: the rows of the organization are read.
                if (name != "two letters" && SequentialScan().Match(plan) is { Success: true } scan
                    && scan.Groups.Values.Skip(1).Any(rows => rows.Success && int.Parse(rows.Value, System.Globalization.CultureInfo.InvariantCulture) > ScannedMax))
                {
                    wrong.Add($"{name}: {scan.Value}\n{plan}");
                }
            }

            var times = new List<double>();
            for (var run = 0; run < 20; run++)
            {
                var begun = Stopwatch.GetTimestamp();
                await office.Service<OrganizerOrders>().ListAsync(new ListOrganizerOrders(filter, null, BackOffice.Member(office.Sells)), Stop);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            times.Sort();
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{name}: median {times[10]:F1} ms, slowest {times[^1]:F1} ms"));
        }

        Assert.Equal("", string.Join("\n\n", wrong));
    }

    // Copies the order of the office, with ids of their time, over ten performances of the same event.
    private static async Task<PerformanceId> CopyAsync(BackOffice office, int count)
    {
        var database = office.Shop.Database;
        await database.ExecuteAsync(
            """
            insert into performances select r.*
            from performances p cross join generate_series(1, 9) g
            cross join lateral jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'seat_count', p.seat_count + g)) r
            where p.id = $1
            """, office.Shop.Sale.Id.Value);
        await database.ExecuteAsync(
            """
            create table copies as
            select g, o.id as source, p.id as performance_id, now() - (g * interval '1 minute') as at,
              (lpad(to_hex((extract(epoch from now() - (g * interval '1 minute')) * 1000)::bigint), 12, '0') || '7' || substr(md5(g::text), 1, 3) || '8'
                || substr(md5(g::text), 4, 15))::uuid as id
            from generate_series(1, $1) g
            cross join (select * from orders where id = $2) o
            join (select id, row_number() over (order by id) - 1 as no from performances where organization_id = $3) p on p.no = g % 10
            """, count, IdOf(office).Value, office.Sells.Value);
        for (var chunk = 0; chunk < count; chunk += ChunkMax)
        {
            await CopyChunkAsync(office, chunk);
        }

        await database.ExecuteAsync("drop table copies");
        await database.ExecuteAsync("analyze orders, order_items, order_search, performances");
        return new PerformanceId(await database.ScalarAsync<Guid>("select max(performance_id::text)::uuid from orders"));
    }

    private static async Task CopyChunkAsync(BackOffice office, int after)
    {
        var database = office.Shop.Database;
        await database.ExecuteAsync(
            """
            insert into orders select r.*
            from copies c join orders o on o.id = c.source
            cross join lateral jsonb_populate_record(o, jsonb_build_object('id', c.id, 'number', 'C-' || c.g, 'performance_id', c.performance_id,
              'hold_id', gen_random_uuid(), 'email', 'b' || c.g || '@mail.example', 'email_normalized', 'b' || c.g || '@mail.example', 'name', 'Buyer ' || c.g,
              'created_at', c.at, 'request_id', null, 'attention_at', case when c.g % 5000 = 0 then now() end,
              'status', case when c.g % 100 = 0 then 'refunded' when c.g % 1000 = 1 then 'cancelled' else 'paid' end)) r
            where c.g > $1 and c.g <= $1 + $2
            """, after, ChunkMax);
        await database.ExecuteAsync(
            """
            insert into order_items select r.*
            from copies c join order_items i on i.id = (select id from order_items where order_id = $3 order by seat_index limit 1)
            cross join lateral jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'order_id', c.id, 'performance_id', c.performance_id,
              'seat_index', 1000 + c.g, 'label', 'Stalls-R-' || c.g)) r
            where c.g > $1 and c.g <= $1 + $2
            """, after, ChunkMax, IdOf(office).Value);
        await database.ExecuteAsync(
            """
            insert into order_search select o.id, o.organization_id, search_form(concat_ws(E'\n', o.number, o.name, o.email, i.label))
            from copies c join orders o on o.id = c.id join order_items i on i.order_id = o.id
            where c.g > $1 and c.g <= $1 + $2
            """, after, ChunkMax);
    }

    // A query as EF Core shows it, with its parameters as literals.
    private static string Literal(string sql)
    {
        foreach (var parameter in Parameter().Matches(sql).OrderByDescending(match => match.Groups["name"].Length))
        {
            sql = Regex.Replace(sql, Regex.Escape(parameter.Groups["name"].Value) + @"\b(?!=')", _ => $"'{parameter.Groups["value"].Value}'");
        }

        return string.Join('\n', sql.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
    }

    // The search follows the facts: between the page and its count an order may be added.
    private static async Task<int> FoundAsync(BackOffice office, string search) => (await office.Service<OrganizerOrders>().ListAsync(
        new ListOrganizerOrders(new OrderFilter(office.Sells, search), null, BackOffice.Member(office.Sells)), Stop)).Rows.Count;

    private static async Task<int> CountAsync(BackOffice office, OrderFilter filter, Core.Access.Caller? caller = null)
    {
        var list = await office.Service<OrganizerOrders>().ListAsync(
            new ListOrganizerOrders(filter, null, caller ?? BackOffice.Member(office.Sells)), Stop);
        Assert.Equal(list.Total, list.Rows.Count);
        return list.Total;
    }

    private static OrderId IdOf(BackOffice office) => new(Guid.Parse(office.Order.Id));

    [GeneratedRegex(
        @"Seq Scan on (?:orders|order_items|order_search)\b[^\n]*\(actual rows=(\d+)[^\n]*(?:\n\s+Filter:[^\n]*)?(?:\n\s+Rows Removed by Filter: (\d+))?",
        RegexOptions.CultureInvariant)]
    private static partial Regex SequentialScan();

    [GeneratedRegex(@"^-- (?<name>@\w+)='(?<value>[^']*)'", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Parameter();
}
