using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Access;
using Ticketing.Tests.Analytics;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering.Service;

/// <summary>Exchanges of seats on the real database: seats, tickets, money and figures change together or not at all.</summary>
public sealed class ExchangeSeatsTests(TestServers servers)
{
    // Four rows of four seats at 46.50, then the places of the area at 31.00.
    private const int Floor = 16;
    private const long Lower = -1550;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exchange_ForACheaperPlace_RefundsTheDifference()
    {
        await using var shop = await OpenAsync();
        var order = await PaidAsync(shop, 0, 1);
        var items = await ItemsAsync(shop, order);

        var exchanged = await ExchangeAsync(shop, order, [items[0]], [Floor], Lower);

        Assert.True(exchanged.Succeeded);
        Assert.Equal([0, 2, 2], await shop.SeatsAsync(0, 1, Floor));
        Assert.Equal(("paid", order.Total + Lower, 0L), await StateAsync(shop, order));
        Assert.Equal(-Lower, await shop.RefundedAtProviderAsync(order));
        Assert.Equal(["void", "valid", "valid"], await shop.Database.ListAsync<string>(
            "select ticket_status from order_items where order_id = $1 order by seat_index", Guid.Parse(order.Id)));
        Assert.Equal(1, await CountAsync(shop, "outbox where type = 'order.changed' and jsonb_array_length(payload->'from') = 1"));
        Assert.Equal(1, await CountAsync(shop, "audit_entries where action = 'order.changed' and actor = 'sam@example.org'"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(shop.Database);

        // The seat is on sale again, and the new one is not.
        await shop.HoldAsync(0);
        Assert.Equal(2, await shop.Database.ScalarAsync<long>(
            "select sum(seats - seats_returned)::bigint from sales_minutes where performance_id = $1", shop.Sale.Id.Value));
    }

    [Theory]
    [InlineData(ExchangeSettlement.Waived, 0, null)]
    [InlineData(ExchangeSettlement.Cash, -Lower, "cash")]
    [InlineData(ExchangeSettlement.Terminal, -Lower, "terminal")]
    public async Task Exchange_ForADearerSeat_IsSettledAsTold(ExchangeSettlement settlement, long added, string? provider)
    {
        await using var shop = await OpenAsync();
        var order = await PayAsync(shop, await shop.HoldAreaAsync(2));
        var items = await ItemsAsync(shop, order);

        var exchanged = await ExchangeAsync(shop, order, [items[1]], [0], -Lower, settlement);

        Assert.True(exchanged.Succeeded);
        Assert.Equal(("paid", order.Total + added, 0L), await StateAsync(shop, order));
        Assert.Equal(-Lower - added, exchanged.Value.Discount);
        Assert.Equal(provider is null ? [] : [$"{provider} Sam {-Lower}"], await shop.Database.ListAsync<string>(
            "select concat_ws(' ', provider, taken_by, amount) from payments where provider <> 'stripe'"));
        await SalesFigures.CaughtUpAsync(shop.Database);

        // All of it is given back: at the provider what was paid there, the rest by hand.
        var refunded = await shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(IdOf(order), null, WithFees: true, SeatsBackOnSale: true, "staff", await BoxOfficeAsync(shop)), Stop);
        Assert.True(refunded.Succeeded);
        Assert.Equal(("refunded", order.Total + added, order.Total + added), await StateAsync(shop, order));
        Assert.Equal(order.Total, await shop.RefundedAtProviderAsync(order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(shop.Database);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select sum(gross - discount - refunded)::bigint from sales_minutes"));
    }

    [Fact]
    public async Task Cancellation_ByTheBuyer_LeavesCashToTheBoxOffice()
    {
        await using var shop = await OpenAsync();
        var order = await PayAsync(shop, await shop.HoldAreaAsync(1));
        Assert.True((await ExchangeAsync(shop, order, await ItemsAsync(shop, order), [0], -Lower, ExchangeSettlement.Cash)).Succeeded);

        Assert.Equal("refunded", (await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token)).Status);

        Assert.Equal(order.Total, await shop.RefundedAtProviderAsync(order));
        var caller = await BoxOfficeAsync(shop);
        var task = Assert.Single(await shop.Service<FailedRefundsReader>().ListAsync(caller, Stop));
        Assert.Equal((-Lower, "by-hand"), (task.Amount.Amount, task.Failure));
        Assert.Equal(order.Total, await shop.Database.ScalarAsync<long>(
            "select (payload->>'refunded')::bigint from outbox where type = 'order.refund-failed' and aggregateid = $1", order.Id));
        var handler = shop.Service<FailedRefundHandler>();
        Assert.Equal(FailedRefundRefusal.ByHand, await handler.HandleAsync(new RetryRefund(task.Id, caller), Stop));
        Assert.Null(await handler.HandleAsync(new SettleRefundOtherwise(task.Id, "cash", caller), Stop));
        Assert.Equal(("refunded", order.Total - Lower, order.Total - Lower), await StateAsync(shop, order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(shop.Database);
    }

    [Fact]
    public async Task Exchange_AgainAndAgain_KeepsTheFigures()
    {
        await using var shop = await OpenAsync();
        var order = await PaidAsync(shop, 0, 1, 2);
        var first = await ItemsAsync(shop, order);
        Assert.True((await ExchangeAsync(shop, order, [first[0], first[1]], [Floor, 4], Lower)).Succeeded);
        var second = await ItemsAsync(shop, order);
        Assert.True((await ExchangeAsync(shop, order, [second[^1]], [5], -Lower, ExchangeSettlement.Cash)).Succeeded);
        var third = await ItemsAsync(shop, order);
        var refunded = await shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(IdOf(order), [third[0]], WithFees: false, SeatsBackOnSale: false, "staff", await BoxOfficeAsync(shop)), Stop);
        Assert.True(refunded.Succeeded);

        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(shop.Database);
        var rows = await SalesFigures.RowsAsync(shop.Database);
        await SalesFigures.ApplyAsync(shop.Database, times: 2);
        Assert.Equal(rows, await SalesFigures.RowsAsync(shop.Database));
    }

    [Fact]
    public async Task Exchange_ForATakenSeat_ChangesNothing()
    {
        await using var shop = await OpenAsync();
        var order = await PaidAsync(shop, 0);
        var items = await ItemsAsync(shop, order);
        await PaidAsync(shop, 1);
        await shop.HoldAsync(2);

        Assert.Equal(ExchangeRefusal.SeatsTaken, (await ExchangeAsync(shop, order, items, [1], 0)).Refusal);
        Assert.Equal(ExchangeRefusal.SeatsTaken, (await ExchangeAsync(shop, order, items, [2], 0)).Refusal);
        Assert.Equal(ExchangeRefusal.SeatsTaken, (await ExchangeAsync(shop, order, items, [0], 0)).Refusal);
        Assert.Equal(ExchangeRefusal.SeatUnknown, (await ExchangeAsync(shop, order, items, [999], 0)).Refusal);
        Assert.Equal(ExchangeRefusal.ItemNotExchangeable, (await ExchangeAsync(shop, order, items, [3, 4], 0)).Refusal);
        Assert.Equal(ExchangeRefusal.ItemNotExchangeable, (await ExchangeAsync(shop, order, [new OrderItemId(Guid.NewGuid())], [3], 0)).Refusal);
        Assert.Equal(ExchangeRefusal.QuoteOutdated, (await ExchangeAsync(shop, order, items, [3], 1)).Refusal);
        Assert.Equal(0, await CountAsync(shop, "outbox where type = 'order.changed'"));
        Assert.Equal(("paid", order.Total, 0L), await StateAsync(shop, order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Exchange_AfterAChangeOfPrice_NeedsTheNewQuote()
    {
        await using var shop = await OpenAsync();
        var order = await PaidAsync(shop, 0);
        var items = await ItemsAsync(shop, order);
        await shop.Database.ExecuteAsync("update price_tiers set price = price + 100 where performance_id = $1", shop.Sale.Id.Value);
        shop.Service<SellingFactsCache>().Invalidate(shop.Sale.Id);

        Assert.Equal(ExchangeRefusal.QuoteOutdated, (await ExchangeAsync(shop, order, items, [3], 0)).Refusal);
        var quote = await shop.Service<ExchangeQuotes>().HandleAsync(
            new QuoteExchange(IdOf(order), items, [new SeatIndex(3)], await BoxOfficeAsync(shop)), Stop);
        Assert.Equal(100, quote.Value!.Difference.Amount);
        Assert.True((await ExchangeAsync(shop, order, items, [3], 100)).Succeeded);
    }

    [Fact]
    public async Task Exchange_WhenMoreWasRefunded_IsRefused()
    {
        await using var shop = await OpenAsync(webhooks: false);
        var order = await PaidAsync(shop, 0);
        var items = await ItemsAsync(shop, order);
        await shop.Database.ExecuteAsync(
            """
            insert into refunds (id, order_id, payment_id, made_at_provider, amount, currency, status, reason, attempts, created_at, updated_at)
            select gen_random_uuid(), order_id, id, true, 4000, currency, 'succeeded', 'provider', 0, now(), now() from payments
            """);
        await shop.Database.ExecuteAsync("update orders set refunded = 4000");

        Assert.Equal(ExchangeRefusal.RefundedBefore, (await ExchangeAsync(shop, order, items, [Floor], Lower)).Refusal);
        Assert.True((await ExchangeAsync(shop, order, items, [1], 0)).Succeeded);
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Exchanges_OfTwoOrdersForOneSeat_LetOneWin()
    {
        await using var shop = await OpenAsync();
        var orders = new List<Reply>();
        for (var seat = 0; seat < 4; seat++)
        {
            orders.Add(await PaidAsync(shop, seat));
        }

        var tries = new List<Task<Outcome<Order, ExchangeRefusal>>>();
        foreach (var order in orders)
        {
            var items = await ItemsAsync(shop, order);
            tries.Add(Task.Run(() => ExchangeAsync(shop, order, items, [8], 0), Stop));
        }

        var answers = await Task.WhenAll(tries);

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal(ExchangeRefusal.SeatsTaken, answer.Refusal));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Exchanges_ThatWantEachOthersSeats_EndWithoutADeadlock()
    {
        await using var shop = await OpenAsync();
        var (one, other) = (await PaidAsync(shop, 0, 5), await PaidAsync(shop, 1, 4));
        var (ofOne, ofOther) = (await ItemsAsync(shop, one), await ItemsAsync(shop, other));

        var answers = await Task.WhenAll(
            Task.Run(() => ExchangeAsync(shop, one, ofOne, [1, 4], 0), Stop), Task.Run(() => ExchangeAsync(shop, other, ofOther, [0, 5], 0), Stop));

        Assert.All(answers, answer => Assert.Equal(ExchangeRefusal.SeatsTaken, answer.Refusal));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Exchange_WhileTheItemIsRefunded_LetsOneWin()
    {
        await using var shop = await OpenAsync();
        var order = await PaidAsync(shop, 0);
        var items = await ItemsAsync(shop, order);
        var caller = await BoxOfficeAsync(shop);

        var exchange = Task.Run(() => ExchangeAsync(shop, order, items, [8], 0), Stop);
        var refund = Task.Run(
            () => shop.Service<RefundOrderHandler>().HandleAsync(new RefundOrder(IdOf(order), items, true, true, "staff", caller), Stop), Stop);

        Assert.NotEqual((await exchange).Succeeded, (await refund).Succeeded);
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(shop.Database);
    }

    [Fact]
    public async Task Exchange_ByOthers_FindsNothing()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var shop = office.Shop;
        var (order, items) = (IdOf(office.Order), await ItemsAsync(shop, office.Order));
        Caller[] others =
        [
            Caller.Guest, BackOffice.Member(office.Other, MemberRole.Owner), BackOffice.Member(office.Sells, MemberRole.Analyst),
            BackOffice.Member(office.Sells, MemberRole.CheckIn),
        ];
        foreach (var caller in others)
        {
            Assert.Equal(ExchangeRefusal.NotFound, (await shop.Service<ExchangeSeatsHandler>().HandleAsync(
                new ExchangeSeats(order, items, Seats(4, 5, 6), ExchangeSettlement.Waived, Money.Zero("EUR"), caller), Stop)).Refusal);
            Assert.Equal(ExchangeRefusal.NotFound, (await shop.Service<ExchangeQuotes>().HandleAsync(
                new QuoteExchange(order, items, Seats(4, 5, 6), caller), Stop)).Refusal);
            Assert.Empty(await shop.Service<FreeSeats>().ReadAsync(order, caller, Stop));
        }

        var left = BackOffice.Member(office.Sells) with { ProvedAt = DateTimeOffset.UtcNow.AddHours(-1) };
        Assert.Equal(ExchangeRefusal.ProofNeeded, (await shop.Service<ExchangeSeatsHandler>().HandleAsync(
            new ExchangeSeats(order, items, Seats(4, 5, 6), ExchangeSettlement.Waived, Money.Zero("EUR"), left), Stop)).Refusal);
        Assert.Equal(0, await CountAsync(shop, "outbox where type = 'order.changed'"));
        foreach (var role in new[] { MemberRole.Owner, MemberRole.Manager, MemberRole.BoxOffice })
        {
            Assert.NotEmpty(await shop.Service<FreeSeats>().ReadAsync(order, BackOffice.Member(office.Sells, role), Stop));
        }
    }

    [Fact]
    public async Task FreeSeats_OfAnOrder_AreThoseOfItsPerformance()
    {
        await using var shop = await OpenAsync();
        await PaidAsync(shop, 0);
        var order = await PayAsync(shop, await shop.HoldAreaAsync(1));

        var sections = await shop.Service<FreeSeats>().ReadAsync(IdOf(order), await BoxOfficeAsync(shop), Stop);

        Assert.Equal(["Stalls", "Floor"], sections.Select(section => section.Name));
        Assert.Equal([false, true], sections.Select(section => section.IsArea));
        Assert.Equal([3, 4, 4, 4], sections[0].Rows.Select(row => row.Seats.Count));
        Assert.Equal((3, 3100L), (sections[1].Rows[0].Seats.Count, sections[1].Rows[0].Seats[0].Price.Amount));
    }

    private Task<Shop> OpenAsync(bool webhooks = true) => Shop.OpenAsync(servers, webhooks, new TestSaleTerms { FloorPlaces = 4 });

    private static async Task<Reply> PaidAsync(Shop shop, params int[] seats) => await PayAsync(shop, await shop.HoldAsync(seats));

    private static async Task<Reply> PayAsync(Shop shop, HoldReply hold)
    {
        var order = await shop.PlaceAsync(hold);
        await shop.PayAsync(order);
        await shop.Service<PaymentReconciler>().ReconcileAsync(IdOf(order), Stop);
        await shop.ReadUntilAsync(order, "paid");
        return order;
    }

    private static async Task<Outcome<Order, ExchangeRefusal>> ExchangeAsync(
        Shop shop, Reply order, IReadOnlyList<OrderItemId> items, int[] seats, long difference, ExchangeSettlement settlement = ExchangeSettlement.Waived) =>
        await shop.Service<ExchangeSeatsHandler>().HandleAsync(
            new ExchangeSeats(IdOf(order), items, Seats(seats), settlement, new Money(difference, "EUR"), await BoxOfficeAsync(shop)), Stop);

    private static async Task<IReadOnlyList<OrderItemId>> ItemsAsync(Shop shop, Reply order) =>
        [.. (await shop.Database.ListAsync<Guid>(
            "select id from order_items where order_id = $1 and live order by seat_index", Guid.Parse(order.Id))).Select(id => new OrderItemId(id))];

    private static async Task<(string? Status, long Total, long Refunded)> StateAsync(Shop shop, Reply order) => (
        await shop.StatusInDatabaseAsync(order),
        await shop.Database.ScalarAsync<long>("select total from orders where id = $1", Guid.Parse(order.Id)),
        await shop.Database.ScalarAsync<long>("select refunded from orders where id = $1", Guid.Parse(order.Id)));

    private static async Task<Caller> BoxOfficeAsync(Shop shop) => BackOffice.Member(
        new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", shop.Sale.Id.Value)));

    private static IReadOnlyList<SeatIndex> Seats(params int[] seats) => [.. seats.Select(seat => new SeatIndex(seat))];

    private static OrderId IdOf(Reply order) => new(Guid.Parse(order.Id));

    private static Task<long> CountAsync(Shop shop, string what) => shop.Database.ScalarAsync<long>($"select count(*) from {what}");
}
