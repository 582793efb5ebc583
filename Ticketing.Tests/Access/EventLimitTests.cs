using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Analytics;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Export;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Analytics.Dashboards;
using Ticketing.Infrastructure.Analytics.Read;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messages.Manage;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.Attendees;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Export;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>
/// Members who are limited to some events: what they see and do of an organization with two events, of which one has an order.
/// </summary>
public sealed class EventLimitTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Contexts_OfALimitedMember_HaveTheRowsOfTheirEvents()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (sold, empty) = await EventsAsync(office);
        var contexts = office.Service<OrganizationContexts>();
        await using var all = contexts.ForMember(BackOffice.Member(office.Sells));
        await using var own = contexts.ForMember(Limited(office, MemberRole.BoxOffice, sold));
        await using var foreign = contexts.ForMember(Limited(office, MemberRole.BoxOffice, empty));

        Assert.Equal((2, 1, 1), (await all.Events.CountAsync(Stop), await own.Events.CountAsync(Stop), await foreign.Events.CountAsync(Stop)));
        Assert.Equal(sold, (await own.Performances.SingleAsync(Stop)).EventId);
        Assert.Equal(empty, (await foreign.PerformanceFacts.SingleAsync(Stop)).EventId);
        foreach (var (db, orders) in new[] { (own, 1), (foreign, 0) })
        {
            Assert.Equal(orders, await db.Orders.CountAsync(Stop));
            Assert.Equal(3 * orders, await db.OrderItems.CountAsync(Stop));
            Assert.Equal(3 * orders, await db.Tickets.CountAsync(Stop));
            Assert.Equal(orders, await db.Payments.CountAsync(Stop));
            Assert.Equal(orders, await db.Holds.CountAsync(Stop));
            Assert.Equal(0, await db.PromoCodes.CountAsync(Stop));
            Assert.Equal(office.Sells, (await db.Organizations.SingleAsync(Stop)).Id);
        }

        // A membership's events count for its organization alone.
        await using var elsewhere = contexts.ForMember(BackOffice.Member(office.Other) with
        {
            Events = new Dictionary<OrganizationId, IReadOnlySet<EventId>> { [office.Other] = new HashSet<EventId> { sold } },
        });
        Assert.Equal(0, await elsewhere.Events.CountAsync(Stop) + await elsewhere.Orders.CountAsync(Stop));
    }

    [Fact]
    public async Task Lists_OfALimitedMember_HaveTheOrdersOfTheirEvents()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (sold, empty) = await EventsAsync(office);
        foreach (var (of, orders) in new[] { (sold, 1), (empty, 0) })
        {
            var caller = Limited(office, MemberRole.BoxOffice, of);
            var filter = new OrderFilter(office.Sells);

            Assert.Equal(orders, (await office.Service<OrganizerOrders>().ListAsync(new ListOrganizerOrders(filter, null, caller), Stop)).Total);
            var choices = await office.Service<OrganizerOrders>().ChoicesAsync(office.Sells, null, caller, Stop);
            Assert.Equal(of, Assert.Single(choices.Events).Id);
            Assert.Equal(orders == 1, await office.Service<OrganizerOrders>().FindAsync(office.Sells, office.Number, caller, Stop) is not null);
            Assert.Equal(orders, (await office.Service<ListOrdersHandler>().HandleAsync(new ListOrders(caller), Stop)).Total);
            Assert.Equal(
                3 * orders, (await office.Service<AttendeeReader>().ListAsync(new ListAttendees(filter, "", null, caller), Stop)).Rows.Count);
            Assert.Equal(of, Assert.Single(await office.Service<AttendeeReader>().PerformancesAsync(office.Sells, caller, Stop)).Event);
            var export = await office.Service<OpenExportHandler>().HandleAsync(
                new ExportOrders(filter, ExportKind.Orders, ExportFormat.Csv, ExportColumn.Of(ExportKind.Orders), ',', "en", null, caller), Stop);
            Assert.Equal(orders, export.Value!.Total);
            using var file = new MemoryStream();
            await export.Value.WriteAsync(file, Stop);
            await export.Value.DisposeAsync();
            Assert.Equal(orders == 1, System.Text.Encoding.UTF8.GetString(file.ToArray()).Contains(office.Number, StringComparison.Ordinal));

            // What the caller asks for does not widen what they see.
            var wider = filter with { Within = null, Event = sold };
            Assert.Equal(orders, (await office.Service<OrganizerOrders>().ListAsync(new ListOrganizerOrders(wider, null, caller), Stop)).Total);
        }
    }

    [Fact]
    public async Task Order_OfAnotherEvent_DoesNotExistForALimitedMember()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (sold, empty) = await EventsAsync(office);
        var order = new OrderId(Guid.Parse(office.Order.Id));
        var items = (await office.Shop.Database.ListAsync<Guid>("select id from order_items")).ConvertAll(id => new OrderItemId(id));
        foreach (var role in new[] { MemberRole.Manager, MemberRole.BoxOffice })
        {
            var stranger = Limited(office, role, empty);
            var visitor = new OrderVisitor(stranger, null, null);
            Assert.Null(await office.Service<OrderReader>().FindAsync(order, visitor, Stop));
            Assert.Equal(RefundOrderRefusal.NotFound, (await office.Service<RefundOrderHandler>().HandleAsync(
                new RefundOrder(order, null, true, true, "staff", stranger), Stop)).Refusal);
            Assert.Equal(CancelOrderRefusal.NotFound, (await office.Service<CancelOrderHandler>().HandleAsync(new CancelOrder(order, visitor), Stop)).Refusal);
            Assert.Equal(ExchangeRefusal.NotFound, (await office.Service<ExchangeSeatsHandler>().HandleAsync(
                new ExchangeSeats(order, [items[0]], [new Core.Seating.SeatIndex(5)], ExchangeSettlement.Waived, Money.Zero("EUR"), stranger), Stop)).Refusal);
            Assert.Equal(ExchangeRefusal.NotFound, (await office.Service<ExchangeQuotes>().HandleAsync(
                new QuoteExchange(order, [items[0]], [new Core.Seating.SeatIndex(5)], stranger), Stop)).Refusal);
            Assert.Empty(await office.Service<FreeSeats>().ReadAsync(order, stranger, Stop));
            Assert.Equal(EditOrderRefusal.NotFound, (await office.Service<EditOrderHandler>().HandleAsync(
                new MarkForAttention(order, true, stranger), Stop)).Refusal!.Reason);
            Assert.Equal(OrderNoteRefusal.NotFound, (await office.Service<OrderNotesHandler>().HandleAsync(new AddNote(order, "x", stranger), Stop)).Refusal);
            Assert.Equal(ResendOrderMailRefusal.NotFound, (await office.Service<ResendOrderMailHandler>().HandleAsync(
                new ResendOrderMail(order, stranger), Stop)).Refusal);
            Assert.Empty(await office.Service<OrderTrailReader>().ReadAsync(order, stranger, Stop));
            Assert.Empty((await office.Service<OrderTimelineReader>().ReadAsync(order, stranger, Stop)).Acts);
            Assert.Null(await office.Service<RefundAllowances>().ReadAsync(order, stranger, Stop));
        }

        Assert.Equal("paid", await office.Shop.StatusInDatabaseAsync(office.Order));
        var own = Limited(office, MemberRole.BoxOffice, sold);
        Assert.NotNull(await office.Service<OrderReader>().FindAsync(order, new OrderVisitor(own, null, null), Stop));
        Assert.True((await office.Service<RefundOrderHandler>().HandleAsync(new RefundOrder(order, [items[0]], true, true, "staff", own), Stop)).Succeeded);
    }

    [Fact]
    public async Task Figures_OfALimitedMember_AreThoseOfTheirEvents()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (sold, empty) = await EventsAsync(office);
        var caller = Limited(office, MemberRole.Analyst, sold);
        var stranger = Limited(office, MemberRole.Analyst, empty);
        var list = await office.Service<ListOrganizerEventsHandler>().HandleAsync(
            new ListOrganizerEvents(office.Sells, EventsWhen.Upcoming, "", null, caller), Stop);

        var row = Assert.Single(list.Events);
        Assert.Equal(sold, row.Id);
        Assert.NotNull(row.Sold);
        Assert.NotNull(await office.Service<ReadEventDashboardHandler>().HandleAsync(Dashboard(sold, caller), Freshness.Usual, Stop));
        Assert.Null(await office.Service<ReadEventDashboardHandler>().HandleAsync(Dashboard(sold, stranger), Freshness.Usual, Stop));
        Assert.NotNull(await office.Service<ReadRevenueHandler>().HandleAsync(new ReadRevenue(sold, caller), Stop));
        Assert.Null(await office.Service<ReadRevenueHandler>().HandleAsync(new ReadRevenue(sold, stranger), Stop));
        Assert.Null(await office.Service<ReadOrganizationDashboardHandler>().HandleAsync(
            new ReadOrganizationDashboard(office.Sells, caller), Freshness.Usual, Stop));
        Assert.Null(await office.Service<ReadOrganizationDashboardHandler>().HandleAsync(
            new ReadOrganizationDashboard(office.Sells, stranger), Freshness.Usual, Stop));
    }

    [Fact]
    public async Task Events_OfALimitedManager_AreTheOnlyOnesThatTheyChange()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (sold, empty) = await EventsAsync(office);
        var manager = Limited(office, MemberRole.Manager, sold);
        var stranger = Limited(office, MemberRole.Manager, empty);
        var drafts = office.Service<EventDrafts>();

        Assert.NotNull(await drafts.FindAsync(sold, manager, Stop));
        Assert.Null(await drafts.FindAsync(sold, stranger, Stop));
        Assert.Equal(DraftRefusal.NotFound, (await drafts.HandleAsync(new StartDraft(office.Sells, null, manager), Stop)).Refusal!.Reason);
        Assert.Equal(DraftRefusal.NotFound, (await office.Service<EventStates>().HandleAsync(
            new SetEventState(sold, EventStateChange.Cancel, "ill", stranger), Stop)).Refusal!.Reason);
        Assert.Equal(DraftRefusal.NotFound, (await office.Service<EventStates>().HandleAsync(
            new SetDateState(office.Shop.Sale.Id, DateStateChange.Pause, null, null, stranger), Stop)).Refusal!.Reason);
        Assert.True((await office.Service<EventStates>().HandleAsync(
            new SetDateState(office.Shop.Sale.Id, DateStateChange.Pause, null, null, manager), Stop)).Succeeded);
    }

    [Fact]
    public async Task Messages_OfALimitedManager_AreToTheBuyersOfTheirEvents()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (sold, empty) = await EventsAsync(office);
        var manager = Limited(office, MemberRole.Manager, sold);
        var stranger = Limited(office, MemberRole.Manager, empty);
        var handler = office.Service<ManageMessagesHandler>();
        var toSold = MessageTerms.Empty with { Audience = MessageAudience.Usual with { Event = sold } };

        Assert.Equal(MessageRefusal.Invalid, (await handler.HandleAsync(new WriteMessage(office.Sells, null, MessageTerms.Empty, null, manager), Stop)).Refusal!.Reason);
        Assert.Equal(MessageRefusal.NotFound, (await handler.HandleAsync(new WriteMessage(office.Sells, null, toSold, null, stranger), Stop)).Refusal!.Reason);
        var written = await handler.HandleAsync(new WriteMessage(office.Sells, null, toSold, null, manager), Stop);
        Assert.True(written.Succeeded);
        var toAll = await handler.HandleAsync(
            new WriteMessage(office.Sells, null, MessageTerms.Empty, null, BackOffice.Member(office.Sells, MemberRole.Manager)), Stop);
        Assert.True(toAll.Succeeded);

        // Neither of others' events, nor of all events: their recipients are buyers of others, too.
        var reader = office.Service<MessageReader>();
        Assert.Equal(written.Value, Assert.Single((await reader.ListAsync(office.Sells, null, manager, Stop)).Rows).Message.Id);
        Assert.Empty((await reader.ListAsync(office.Sells, null, stranger, Stop)).Rows);
        Assert.Null(await reader.FindAsync(office.Sells, toAll.Value, manager, Stop));
        Assert.Equal(MessageRefusal.NotFound, (await handler.HandleAsync(new DeleteMessage(office.Sells, toAll.Value, manager), Stop)).Refusal!.Reason);
        Assert.Equal(MessageRefusal.NotFound, (await handler.HandleAsync(
            new WriteMessage(office.Sells, toAll.Value, toSold, null, manager), Stop)).Refusal!.Reason);
        Assert.Equal(MessageRefusal.NotFound, (await office.Service<SendMessagesHandler>().HandleAsync(
            new SendTestMessage(office.Sells, written.Value, "en", stranger), Stop)).Refusal!.Reason);
        Assert.Equal(0, await reader.CountAsync(office.Sells, MessageAudience.Usual, manager, Stop));
        Assert.Equal(1, await reader.CountAsync(office.Sells, toSold.Audience, manager, Stop));
    }

    private static ReadEventDashboard Dashboard(EventId of, Caller caller) => new(of, null, null, DashboardRange.Month, caller);

    private static Caller Limited(BackOffice office, MemberRole role, params EventId[] events) => BackOffice.Member(office.Sells, role) with
    {
        Events = new Dictionary<OrganizationId, IReadOnlySet<EventId>> { [office.Sells] = events.ToHashSet() },
    };

    // The other organization's event becomes one of the selling organization.
    private static async Task<(EventId Sold, EventId Empty)> EventsAsync(BackOffice office)
    {
        var database = office.Shop.Database;
        foreach (var table in new[] { "performances", "events", "venues", "seating_plans" })
        {
            await database.ExecuteAsync($"update {table} set organization_id = $1 where organization_id = $2", office.Sells.Value, office.Other.Value);
        }

        var sold = await database.ScalarAsync<Guid>("select event_id from performances where id = $1", office.Shop.Sale.Id.Value);
        var empty = await database.ScalarAsync<Guid>("select id from events where id <> $1", sold);
        return (new EventId(sold), new EventId(empty));
    }
}
