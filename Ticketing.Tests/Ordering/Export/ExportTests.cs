using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Export;
using Ticketing.Core.Ordering.Service;
using Ticketing.Infrastructure.Ordering.Attendees;
using Ticketing.Infrastructure.Ordering.Export;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering.Export;

/// <summary>Exports of orders and attendees, and the list of attendees.</summary>
[LongRunning]
public sealed class ExportTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Csv_OverTheApi_HasTheChosenColumnsOfTheFilter()
    {
        await using var shop = await OpenAsync();
        await shop.BuyAsync(0, "ada@example.org");
        await shop.BuyAsync(1, "grace@example.org");
        await shop.Database.ExecuteAsync("update orders set name = '=HYPERLINK(1)' where email = 'ada@example.org'");
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>("select count(*) from order_search") == 2);
        using var client = await shop.ClientAsync("owner");

        var all = await client.GetStringAsync($"{shop.Api}/exports/orders?columns=email,buyer,seats,total&separator=semicolon", Stop);
        var one = await client.GetStringAsync($"{shop.Api}/exports/orders?columns=email&q=grace@", Stop);
        var attendees = await client.GetStringAsync($"{shop.Api}/exports/attendees?columns=seat,tier,ticketStatus,email", Stop);

        var ofTier = await client.GetStringAsync($"{shop.Api}/exports/attendees?columns=tier&tier=Standard", Stop);
        var ofOther = await client.GetStringAsync($"{shop.Api}/exports/attendees?columns=tier&tier=Standing", Stop);

        Assert.Equal("tier\r\nStandard\r\nStandard\r\n", ofTier.TrimStart('\uFEFF'));
        Assert.Equal("tier\r\n", ofOther.TrimStart('\uFEFF'));
        Assert.Equal(
            "email;buyer;seats;total\r\nada@example.org;'=HYPERLINK(1);1;0.00\r\ngrace@example.org;Ada Lovelace;1;0.00\r\n", all.TrimStart('\uFEFF'));
        Assert.Equal("email\r\ngrace@example.org\r\n", one.TrimStart('\uFEFF'));
        Assert.Equal(
            $"seat,tier,ticketStatus,email\r\n{shop.Shop.Sale.Label(0)},Standard,valid,ada@example.org\r\n{shop.Shop.Sale.Label(1)},Standard,valid,grace@example.org\r\n",
            attendees.TrimStart('\uFEFF'));
        Assert.Equal(5L, await shop.Database.ScalarAsync<long>(
            "select count(*) from audit_entries where action = 'orders.exported' and subject_id = $1 and actor_id is not null", shop.Organization.ToString()));
    }

    [Fact]
    public async Task Xlsx_OverTheApi_IsAWorkbook()
    {
        await using var shop = await OpenAsync();
        await shop.BuyAsync(0, "ada@example.org");
        using var client = await shop.ClientAsync("box-office");

        using var answer = await client.GetAsync($"{shop.Api}/exports/orders?format=xlsx", Stop);

        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment; filename=\"orders.xlsx\"", answer.Content.Headers.ContentDisposition?.ToString());
        await using var archive = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Stop)));
        await using var sheet = await archive.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Stop);
        var rows = (await XDocument.LoadAsync(sheet, LoadOptions.None, Stop)).Descendants().Where(element => element.Name.LocalName == "row").ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal(ExportColumn.Of(ExportKind.Orders).Count, rows[0].Elements().Count());
        Assert.Contains("ada@example.org", rows[1].Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders?format=pdf", HttpStatusCode.UnprocessableEntity)]
    [InlineData("orders?columns=secret", HttpStatusCode.UnprocessableEntity)]
    [InlineData("orders?columns=email,email", HttpStatusCode.UnprocessableEntity)]
    [InlineData("orders?separator=pipe", HttpStatusCode.UnprocessableEntity)]
    [InlineData("orders?event=x", HttpStatusCode.UnprocessableEntity)]
    [InlineData("orders?status=new", HttpStatusCode.UnprocessableEntity)]
    [InlineData("orders?from=yesterday", HttpStatusCode.UnprocessableEntity)]
    [InlineData("payments", HttpStatusCode.NotFound)]
    public async Task Request_WithWrongParameters_IsRefused(string path, HttpStatusCode status)
    {
        await using var shop = await OpenAsync();
        using var client = await shop.ClientAsync("owner");

        using var answer = await client.GetAsync($"{shop.Api}/exports/{path}", Stop);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Export_OfOthers_IsRefused()
    {
        await using var shop = await OpenAsync();
        var handler = shop.Shop.Service<OpenExportHandler>();
        Task<Outcome<RunningExport, ExportRefusal>> TryAsync(Caller caller) => handler.HandleAsync(shop.Command(caller), Stop);

        Assert.Equal(ExportRefusal.NotFound, (await TryAsync(Caller.Guest)).Refusal);
        Assert.Equal(ExportRefusal.NotFound, (await TryAsync(BackOffice.Member(OrganizationId.New(), MemberRole.Owner))).Refusal);
        Assert.Equal(ExportRefusal.NotAllowed, (await TryAsync(BackOffice.Member(shop.Organization, MemberRole.Analyst))).Refusal);
        Assert.Equal(0L, await shop.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'orders.exported'"));
    }

    [Fact]
    public async Task Export_OfOneAccount_RunsAloneAndTellsHowFarItIs()
    {
        await using var shop = await OpenAsync();
        await shop.BuyAsync(0, "ada@example.org");
        var handler = shop.Shop.Service<OpenExportHandler>();
        var caller = BackOffice.Member(shop.Organization);
        var token = Guid.NewGuid();

        var first = await handler.HandleAsync(shop.Command(caller) with { Progress = token }, Stop);
        var second = await handler.HandleAsync(shop.Command(caller), Stop);
        var other = await handler.HandleAsync(shop.Command(BackOffice.Member(shop.Organization)), Stop);
        Assert.True(other.Succeeded);
        await other.Value.DisposeAsync();
        Assert.Equal(ExportRefusal.Running, second.Refusal);

        var progress = shop.Shop.Service<ExportProgress>();
        Assert.Equal(new ExportState(0, 1, IsDone: false), await progress.FindAsync(token, caller));
        await first.Value!.WriteAsync(Stream.Null, Stop);
        await first.Value.DisposeAsync();
        Assert.Equal(new ExportState(1, 1, IsDone: true), await progress.FindAsync(token, caller));
        Assert.Null(await progress.FindAsync(token, BackOffice.Member(shop.Organization)));

        var third = await handler.HandleAsync(shop.Command(caller), Stop);
        Assert.True(third.Succeeded);
        await third.Value.DisposeAsync();
    }

    // A client that leaves ends the query, and its account may export again.
    [Fact]
    public async Task Client_ThatLeaves_EndsTheQuery()
    {
        await using var shop = await OpenAsync();
        await shop.BuyAsync(0, "ada@example.org");
        await shop.CopyOrdersAsync(60_000);
        using var client = await shop.ClientAsync("owner");

        using (var answer = await client.GetAsync($"{shop.Api}/exports/orders", HttpCompletionOption.ResponseHeadersRead, Stop))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await using var body = await answer.Content.ReadAsStreamAsync(Stop);
            Assert.True(await body.ReadAsync(new byte[1000], Stop) > 0);
        }

        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and query like '%catalog_performances%'
            """) == 0);
        using var again = await client.GetAsync($"{shop.Api}/exports/orders?q=nothing-matches", Stop);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Xlsx)]
    public async Task Export_OfManyOrders_KeepsMemoryFlat(ExportFormat format)
    {
        await using var shop = await OpenAsync();
        await shop.BuyAsync(0, "ada@example.org");
        await shop.CopyOrdersAsync(60_000);
        var opened = await shop.Shop.Service<OpenExportHandler>().HandleAsync(shop.Command(BackOffice.Member(shop.Organization)) with { Format = format }, Stop);
        Assert.True(opened.Succeeded);
        await using var export = opened.Value;
        using var target = new WatchingStream();

        await export.WriteAsync(target, Stop);

        Assert.Equal(60_001, export.Total);

        // The file has several megabytes; the live heap does not grow with it.
        Assert.True(target.Growth < 32_000_000, $"the heap has grown by {target.Growth:N0} bytes");
    }

    [Fact]
    public async Task Attendees_ByNameTierAndPage_AreFound()
    {
        await using var shop = await OpenAsync();
        for (var seat = 0; seat < 53; seat++)
        {
            await shop.BuyAsync(seat, $"buyer{seat}@example.org");
        }

        var reader = shop.Shop.Service<AttendeeReader>();
        var caller = BackOffice.Member(shop.Organization);
        Task<AttendeeList> ListAsync(OrderFilter filter, string tier = "", OrderItemId? after = null, Caller? by = null) =>
            reader.ListAsync(new ListAttendees(filter, tier, after, by ?? caller), Stop);
        var everything = new OrderFilter(shop.Organization);
        var seven = new EditAttendee(
            new OrderId(await shop.Database.ScalarAsync<Guid>("select order_id from order_items where seat_index = 7")),
            new OrderItemId(await shop.Database.ScalarAsync<Guid>("select id from order_items where seat_index = 7")), "Grâce Hopper", caller);
        Assert.True((await shop.Shop.Service<EditOrderHandler>().HandleAsync(seven, Stop)).Succeeded);
        // The search follows the facts, those of different orders in any order.
        await Eventually.TrueAsync(async () => (await ListAsync(everything with { Search = "grace hop" })).Rows.Count == 1);
        await Eventually.TrueAsync(async () => (await ListAsync(everything with { Search = "buyer9@" })).Rows.Count == 1);

        var first = await ListAsync(everything);
        var rest = await ListAsync(everything, after: first.Next);
        Assert.Equal((50, 3), (first.Rows.Count, rest.Rows.Count));
        Assert.Null(rest.Next);
        Assert.Equal(53, first.Rows.Concat(rest.Rows).Select(row => row.Seat).Distinct().Count());

        Assert.Equal("Grâce Hopper", Assert.Single((await ListAsync(everything with { Search = "grace hop" })).Rows).Attendee);
        Assert.Equal("buyer9@example.org", Assert.Single((await ListAsync(everything with { Search = "buyer9@" })).Rows).Email);
        Assert.Empty((await ListAsync(everything, "Standing")).Rows);
        Assert.Empty((await ListAsync(everything with { Event = EventId.New() })).Rows);
        Assert.Empty((await ListAsync(everything, by: BackOffice.Member(OrganizationId.New(), MemberRole.Owner))).Rows);
        Assert.Empty((await ListAsync(everything, by: BackOffice.Member(shop.Organization, MemberRole.Analyst))).Rows);
        Assert.Equal(["Standard", "Standing"], await reader.TiersAsync(shop.Organization, null, caller, Stop));
        Assert.Equal(shop.Shop.Sale.Id, Assert.Single(await reader.PerformancesAsync(shop.Organization, caller, Stop)).Id);

        await shop.Database.ExecuteAsync("update order_items set live = false where seat_index = 7");
        Assert.Empty((await ListAsync(everything with { Search = "hopper" })).Rows);
    }

    private async Task<ExportShop> OpenAsync()
    {
        var shop = await Shop.OpenAsync(
            servers, terms: new TestSaleTerms { Free = true, Rows = 4, SeatsPerRow = 20 },
            settings: [("Access:PasswordHashIterations", "10000"), ("Access:MailCooldownSeconds", "0")]);
        return new ExportShop(shop, new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from performances")));
    }

    private sealed class ExportShop(Shop shop, OrganizationId organization) : IAsyncDisposable
    {
        public Shop Shop => shop;

        public OrganizationId Organization => organization;

        public TestDatabase Database => shop.Database;

        public string Api => $"api/v1/organizer/organizations/{organization}";

        public async Task BuyAsync(int seat, string email) => await shop.PlaceAsync(await shop.HoldAsync(seat), email);

        public Task CopyOrdersAsync(int count) => Database.ExecuteAsync(
            """
            insert into orders
            select c.* from orders o, generate_series(1, $1) i, jsonb_populate_record(o, jsonb_build_object(
              'id', gen_random_uuid(), 'number', 'T-' || lpad(i::text, 8, '0'), 'hold_id', gen_random_uuid(), 'request_id', null)) c
            where o.id = (select id from orders order by id limit 1)
            """, count);

        public ExportOrders Command(Caller caller) => new(
            new OrderFilter(organization), ExportKind.Orders, ExportFormat.Csv, ExportColumn.Of(ExportKind.Orders), ',', "en", null, caller);

        public async Task<HttpClient> ClientAsync(string role)
        {
            var accounts = AccessApp.Over(shop.Database, shop.App);
            var email = await accounts.RegisterAsAsync(Roles.Buyer, organization.Value, role);
            var (_, signedIn) = await accounts.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
            var client = new HttpClient { BaseAddress = shop.App.BaseAddress };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signedIn.GetProperty("token").GetString());
            return client;
        }

        public ValueTask DisposeAsync() => shop.DisposeAsync();
    }

    /// <summary>Compares the live heap at the begin and while it is written to.</summary>
    private sealed class WatchingStream : MemoryStream
    {
        private const int Interval = 256 * 1024;

        private long _written;
        private long _next = Interval;
        private long? _first;

        public long Growth { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _written += buffer.Length;
            if (_written >= _next)
            {
                _next = _written + (4 * Interval);
                var live = GC.GetTotalMemory(forceFullCollection: true);
                _first ??= live;
                Growth = Math.Max(Growth, live - _first.Value);
            }

            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
