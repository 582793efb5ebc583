using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Analytics;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Analytics.Dashboards;
using Ticketing.Infrastructure.Analytics.Read;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Analytics.Dashboards;

/// <summary>Dashboards against sales through the shop and rows of <c>sales_minutes</c>.</summary>
public sealed class DashboardReaderTests(TestServers servers)
{
    // One order of three seats.
    private const long Gross = 3 * 4650;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Organization_WithAnOrder_HasItsFigures()
    {
        await using var office = await OpenAsync();

        var report = await ReadAsync(office, BackOffice.Member(office.Sells, MemberRole.Owner));

        Assert.NotNull(report);
        foreach (var totals in new[] { report.Today, report.Week, report.Upcoming })
        {
            Assert.Equal("EUR 1 3 13950 13950", Text(Assert.Single(totals)));
        }

        var performance = Assert.Single(report.Performances);
        Assert.Equal((3L, 3L, 16, new Money(Gross, "EUR")), (performance.Sold, performance.SoldInWeek, performance.Capacity, performance.Net));
        Assert.Equal([.. Enumerable.Repeat(0L, 13), 3L], performance.Days);
        Assert.False(report.HasMore);
        var order = Assert.Single(report.Orders);
        Assert.Equal((office.Number, "Ada Lovelace", 3, Gross), (order.Number, order.Name, order.Seats, order.Total.Amount));
    }

    [Fact]
    public async Task Organization_OfAnAnalyst_HasNoNames()
    {
        await using var office = await OpenAsync();
        await ReadAsync(office, BackOffice.Member(office.Sells, MemberRole.Owner));

        var report = await ReadAsync(office, BackOffice.Member(office.Sells, MemberRole.Analyst));

        var order = Assert.Single(report!.Orders);
        Assert.Equal((office.Number, (string?)null), (order.Number, order.Name));
        Assert.Equal("Ada Lovelace", Assert.Single((await ReadAsync(office, BackOffice.Member(office.Sells, MemberRole.Manager)))!.Orders).Name);
    }

    [Fact]
    public async Task Dashboards_OfOthers_AreNotFound()
    {
        await using var office = await OpenAsync();
        var show = await EventAsync(office);
        Assert.NotNull(await ReadEventAsync(office, show, BackOffice.Admin()));
        Caller[] others =
        [
            Caller.Guest, BackOffice.Member(office.Other, MemberRole.Owner), BackOffice.Member(office.Sells, MemberRole.BoxOffice),
            BackOffice.Member(office.Sells, MemberRole.CheckIn),
        ];
        foreach (var caller in others)
        {
            Assert.Null(await ReadAsync(office, caller));
            Assert.Null(await ReadEventAsync(office, show, caller));
        }

        Assert.Null(await ReadEventAsync(office, EventId.New(), BackOffice.Admin()));
    }

    // Adding up sales is work, which strangers must not be able to order.
    [Fact]
    public async Task Event_AskedForByAStranger_ReadsNoSales()
    {
        await using var office = await OpenAsync();
        var show = await EventAsync(office);
        await using var connection = await office.Shop.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using (var locking = new NpgsqlCommand("lock table sales_minutes in access exclusive mode", connection, transaction))
        {
            await locking.ExecuteNonQueryAsync(Stop);
        }

        var refused = ReadEventAsync(office, show, BackOffice.Member(office.Other, MemberRole.Owner));

        Assert.Null(await refused.WaitAsync(TimeSpan.FromSeconds(30), Stop));
        await transaction.RollbackAsync(Stop);
        Assert.NotNull(await ReadEventAsync(office, show, BackOffice.Member(office.Sells, MemberRole.Owner)));
    }

    [Fact]
    public async Task Event_WithForeignChoices_IsTheSharedReport()
    {
        await using var office = await OpenAsync();
        var (show, admin, kept) = (await EventAsync(office), BackOffice.Admin(), Freshness.Within(TimeSpan.FromMinutes(10)));
        var handler = office.Service<ReadEventDashboardHandler>();
        var first = await handler.HandleAsync(new ReadEventDashboard(show, null, null, DashboardRange.Month, admin), kept, Stop);

        foreach (var (performance, comparison) in new (PerformanceId?, PerformanceId?)[]
        {
            (PerformanceId.New(), null), (PerformanceId.New(), PerformanceId.New()), (null, PerformanceId.New()), (null, office.Shop.Sale.Id),
        })
        {
            var again = await handler.HandleAsync(new ReadEventDashboard(show, performance, comparison, DashboardRange.Month, admin), kept, Stop);
            Assert.Same(first!.Performances, again!.Performances);
        }
    }

    [Fact]
    public async Task Week_WithOlderSales_LeavesThemOut()
    {
        await using var office = await OpenAsync();
        await InsertAsync(office, DaysAgo(8), seats: 5, gross: 500);
        await InsertAsync(office, DaysAgo(3), seats: 4, gross: 400, refunded: 100);

        var report = await ReadAsync(office, BackOffice.Admin());

        Assert.Equal("EUR 1 3 13950 13950", Text(Assert.Single(report!.Today)));
        Assert.Equal("EUR 1 7 14350 14250", Text(Assert.Single(report.Week)));
        Assert.Equal("EUR 1 12 14850 14750", Text(Assert.Single(report.Upcoming)));
        Assert.Equal((12L, 7L), (report.Performances[0].Sold, report.Performances[0].SoldInWeek));
    }

    [Fact]
    public async Task Event_WithAnOrder_AgreesWithTheRevenueReport()
    {
        await using var office = await OpenAsync();
        var (show, admin) = (await EventAsync(office), BackOffice.Admin());
        await InsertAsync(office, DaysAgo(2), seats: 4, gross: 400, refunded: 100);

        var report = await ReadEventAsync(office, show, admin);
        var revenue = await office.Service<ReadRevenueHandler>().HandleAsync(new ReadRevenue(show, admin), Stop);

        Assert.Equal(revenue!.Totals, report!.Totals);
        Assert.Equal(revenue.Performances[0].Tiers.Select(tier => tier.Sums), report.Tiers.Select(tier => tier.Sums));
        Assert.Equal(report.Totals, SalesTotal.Of(report.Channels.Select(channel => (channel.Currency, channel.Sums))));
        Assert.Equal(
            report.Totals, SalesTotal.Of(report.Series.Periods.SelectMany(period => period.Totals).Select(total => (total.Currency, total.Sums))));
        Assert.Equal(("Show", office.Sells, 16, 7L), (report.Title, report.Organization, report.Capacity, report.Sold));
        Assert.Equal(office.Shop.Sale.Id, report.Chosen?.Id);
        Assert.Equal(3, report.Seats!.Statuses.Count(status => status == SeatStatus.Sold));
    }

    [Theory]
    [InlineData(DashboardRange.Hour, 60)]
    [InlineData(DashboardRange.Day, 24)]
    [InlineData(DashboardRange.Quarter, 90)]
    public async Task Event_InAnyRange_HasTheOrderInItsLastPeriods(DashboardRange range, int periods)
    {
        await using var office = await OpenAsync();

        var report = await ReadEventAsync(office, await EventAsync(office), BackOffice.Admin(), range: range);

        Assert.Equal(periods, report!.Series.Periods.Count);
        Assert.Equal(3, report.Series.Periods.TakeLast(5).Sum(period => period.Seats));
    }

    [Fact]
    public async Task Event_WithTwoPerformances_ComparesTheirPace()
    {
        await using var office = await OpenAsync();
        var (show, admin) = (await EventAsync(office), BackOffice.Admin());
        await office.Shop.Database.ExecuteAsync("update performances set starts_at = " + DaysAgo(-10) + " where id = $1", office.Shop.Sale.Id.Value);
        var before = await SecondPerformanceAsync(office, DaysAgo(20));
        await InsertAsync(office, DaysAgo(50), seats: 6, gross: 600, performance: before.Value);

        var all = await ReadEventAsync(office, show, admin);
        Assert.Null(all!.Chosen);
        Assert.Equal((9L, 32, 2), (all.Sold, all.Capacity, all.Performances.Count));
        Assert.Empty(all.Pace.Points);

        var chosen = await ReadEventAsync(office, show, admin, office.Shop.Sale.Id);
        Assert.Equal(before, chosen!.Comparison?.Id);
        Assert.Equal([new PacePoint(10, 3)], chosen.Pace.Points);
        Assert.Equal((0L, 6L), (chosen.ComparisonPace.At(31), chosen.ComparisonPace.At(30)));

        // The other way round there is no earlier one; asked for, it is the later one.
        Assert.Null((await ReadEventAsync(office, show, admin, before))!.Comparison);
        Assert.Equal(office.Shop.Sale.Id, (await ReadEventAsync(office, show, admin, before, office.Shop.Sale.Id))!.Comparison?.Id);

        // Another event's performance is none of this event's.
        Assert.Null((await ReadEventAsync(office, show, admin, PerformanceId.New()))!.Chosen);
    }

    // The difference of two answers would show the small groups that neither shows.
    [Fact]
    public async Task Buyers_OfAChosenPerformance_AreThoseOfTheEvent()
    {
        await using var office = await OpenAsync();
        var (show, admin) = (await EventAsync(office), BackOffice.Admin());
        var second = await SecondPerformanceAsync(office, "now() + interval '5 days'");

        var all = await ReadEventAsync(office, show, admin);

        Assert.Equal(((PerformanceId?)null, 1L), (all!.Chosen?.Id, all.Buyers.Orders));
        foreach (var performance in new[] { office.Shop.Sale.Id, second })
        {
            var chosen = await ReadEventAsync(office, show, admin, performance);
            Assert.Equal((performance, 1L), (chosen!.Chosen!.Id, chosen.Buyers.Orders));
        }
    }

    [Theory]
    [InlineData("published", "approved", SaleState.OnSale, true)]
    [InlineData("cancelled", "approved", SaleState.Cancelled, true)]
    [InlineData("draft", "approved", SaleState.OnSale, false)]
    [InlineData("published", "suspended", SaleState.OnSale, false)]
    [InlineData("published", "pending", SaleState.OnSale, false)]
    public async Task Performance_OfAnEventThatSellsNothing_SaysSo(string show, string organization, SaleState state, bool isPublic)
    {
        await using var office = await OpenAsync();
        var id = await EventAsync(office);
        await office.Shop.Database.ExecuteAsync("update events set status = $1 where id = $2", show, id.Value);
        await office.Shop.Database.ExecuteAsync("update organizations set status = $1 where id = $2", organization, office.Sells.Value);

        var chosen = (await ReadEventAsync(office, id, BackOffice.Admin()))!.Chosen!;
        var upcoming = (await ReadAsync(office, BackOffice.Admin()))!.Performances;

        Assert.Equal((state, isPublic), (chosen.State, chosen.IsPublic));
        // The organization's dashboard has published events only.
        Assert.Equal(show == "published" ? 1 : 0, upcoming.Count);
        Assert.All(upcoming, each => Assert.Equal((state, isPublic), (each.State, each.IsPublic)));
    }

    [Fact]
    public async Task Events_OfAnOrganization_PageByCursorInOrder()
    {
        await using var office = await OpenAsync();
        await office.Shop.Database.ExecuteAsync(
            """
            insert into events (id, organization_id, slug, title, category, summary, description, artwork_seed, status, created_at)
            select gen_random_uuid(), $1, 'draft-' || i, case when i = 7 then 'Grüße' else 'Draft ' || i end, 'concert', '', '', 1, 'draft', now()
            from generate_series(1, 40) i
            """, office.Sells.Value);
        var owner = BackOffice.Member(office.Sells, MemberRole.Owner);

        var first = await ListAsync(office, owner);
        Assert.Equal((ListOrganizerEventsHandler.PageSize, "Show", (long?)3), (first.Events.Count, first.Events[0].Title, first.Events[0].Sold));
        Assert.Equal(Gross, Assert.Single(first.Events[0].Totals!).Sums.Net);
        Assert.Null(first.Events[1].At);
        var second = await ListAsync(office, owner, after: first.Next);
        Assert.Equal((16, (EventCursor?)null), (second.Events.Count, second.Next));
        Assert.Equal(41, first.Events.Concat(second.Events).Select(each => each.Id).Distinct().Count());

        Assert.Equal("Grüße", Assert.Single((await ListAsync(office, owner, "gruß")).Events).Title);
        Assert.Empty((await ListAsync(office, owner, "%")).Events);
        Assert.Empty((await ListAsync(office, owner, when: EventsWhen.Past)).Events);
    }

    [Fact]
    public async Task Events_OfThePast_AreListedApart()
    {
        await using var office = await OpenAsync();
        await office.Shop.Database.ExecuteAsync(
            "update performances set starts_at = now() - interval '2 days', ends_at = now() - interval '1 day' where id = $1", office.Shop.Sale.Id.Value);
        var owner = BackOffice.Member(office.Sells, MemberRole.Owner);

        Assert.Empty((await ListAsync(office, owner)).Events);
        Assert.Equal("Show", Assert.Single((await ListAsync(office, owner, when: EventsWhen.Past)).Events).Title);
        Assert.Empty((await ReadAsync(office, owner))!.Performances);
    }

    [Fact]
    public async Task Events_OfRolesWithoutFigures_HaveNone()
    {
        await using var office = await OpenAsync();

        var row = Assert.Single((await ListAsync(office, BackOffice.Member(office.Sells))).Events);

        Assert.Equal(("Show", (long?)null, (IReadOnlyList<SalesTotal>?)null), (row.Title, row.Sold, row.Totals));
        Assert.Empty((await ListAsync(office, BackOffice.Member(office.Other, MemberRole.Owner))).Events);
        Assert.Empty((await ListAsync(office, Caller.Guest)).Events);
    }

    private async Task<BackOffice> OpenAsync()
    {
        var office = await BackOffice.OpenAsync(servers);
        await SalesFigures.CaughtUpAsync(office.Shop.Database);
        return office;
    }

    private static Task<OrganizationDashboard?> ReadAsync(BackOffice office, Caller caller) =>
        office.Service<ReadOrganizationDashboardHandler>().HandleAsync(new ReadOrganizationDashboard(office.Sells, caller), Now, Stop);

    private static Task<EventDashboard?> ReadEventAsync(
        BackOffice office, EventId show, Caller caller, PerformanceId? performance = null, PerformanceId? comparison = null,
        DashboardRange range = DashboardRange.Month) => office.Service<ReadEventDashboardHandler>().HandleAsync(
        new ReadEventDashboard(show, performance, comparison, range, caller), Now, Stop);

    private static Task<OrganizerEventList> ListAsync(
        BackOffice office, Caller caller, string search = "", EventsWhen when = EventsWhen.Upcoming, EventCursor? after = null) =>
        office.Service<ListOrganizerEventsHandler>().HandleAsync(new ListOrganizerEvents(office.Sells, when, search, after, caller), Stop);

    // Tests change rows without the consumer, which announces changes.
    private static Freshness Now => Freshness.Within(TimeSpan.Zero);

    private static async Task<EventId> EventAsync(BackOffice office) =>
        new(await office.Shop.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", office.Shop.Sale.Id.Value));

    // By the venue's clocks, as days are counted: between summer and winter, so many times 24 hours is another day near midnight.
    private static string DaysAgo(int days) => $"((now() at time zone 'Europe/Berlin' - interval '{days} days') at time zone 'Europe/Berlin')";

    private static Task InsertAsync(BackOffice office, string at, long seats, long gross, long refunded = 0, Guid? performance = null) =>
        office.Shop.Database.ExecuteAsync(
            $"""
            insert into sales_minutes (performance_id, minute, tier_id, section, channel, currency,
              orders, seats, seats_returned, gross, fees, tax, discount, refunded)
            select $4, date_trunc('minute', {at}), id, 'Stalls', 'web', 'EUR', 0, $1, 0, $2, 0, 0, 0, $3
            from price_tiers where performance_id = $4 and ordinal = 0
            """,
            seats, gross, refunded, performance ?? office.Shop.Sale.Id.Value);

    private static async Task<PerformanceId> SecondPerformanceAsync(BackOffice office, string startsAt)
    {
        var id = PerformanceId.New();
        await office.Shop.Database.ExecuteAsync(
            $"""
            insert into performances (id, event_id, venue_id, organization_id, compiled_plan_id, starts_at, doors_at, ends_at, on_sale_at,
              off_sale_at, status, currency, seat_count, seats_per_order_max, seats_per_buyer_max, hold_seconds, no_single_seats, attendee_names)
            select $1, event_id, venue_id, organization_id, compiled_plan_id, {startsAt}, {startsAt}, {startsAt} + interval '2 hours', on_sale_at,
              {startsAt}, status, currency, seat_count, seats_per_order_max, seats_per_buyer_max, hold_seconds, no_single_seats, attendee_names
            from performances where id = $2
            """,
            id.Value, office.Shop.Sale.Id.Value);
        await office.Shop.Database.ExecuteAsync(
            """
            insert into price_tiers (id, performance_id, ordinal, name, category, color, price, fee, tax_basis_points, currency)
            select gen_random_uuid(), $1, ordinal, name, category, color, price, fee, tax_basis_points, currency
            from price_tiers where performance_id = $2
            """,
            id.Value, office.Shop.Sale.Id.Value);
        return id;
    }

    private static string Text(SalesTotal total) =>
        $"{total.Currency} {total.Sums.Orders} {total.Sums.Seats} {total.Sums.Gross} {total.Sums.Net}";
}
