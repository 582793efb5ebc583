using System.Net;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Analytics;

/// <summary>Orders through the shop: the figures are those of the orders, whatever happens to them.</summary>
public sealed class SalesConsumerTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_OfOrdersThroughTheShop_AreThoseOfTheOrders()
    {
        await using var shop = await OpenAsync();
        await shop.Database.ExecuteAsync(
            """
            insert into promo_codes (id, organization_id, code, kind, value, per_item, categories, minimum_amount, uses_max, uses)
            select $1, organization_id, 'TEN', 'percent', 1000, false, '{}', 0, null, 0 from performances where id = $2
            """,
            Guid.NewGuid(), shop.Sale.Id.Value);
        await PaidAsync(shop, await shop.HoldAsync(0, 1, 2), "TEN");
        var partly = await PaidAsync(shop, await shop.HoldAsync(3, 4, 5));
        var whole = await PaidAsync(shop, await shop.HoldAsync(6));
        var atProvider = await PaidAsync(shop, await shop.HoldAreaAsync(2));
        await shop.PlaceAsync(await shop.HoldAsync(7));
        await SalesFigures.CaughtUpAsync(shop.Database);

        Assert.True((await RefundAsync(shop, partly, 1, withFees: false)).Succeeded);
        Assert.Equal("refunded", (await shop.PostAsync($"api/v1/orders/{whole.Id}/cancel", null, whole.Token)).Status);
        Assert.Equal(HttpStatusCode.OK, await shop.RefundAtProviderAsync(atProvider, 1234));
        await Eventually.TrueAsync(async () => await RefundedAsync(shop, atProvider) == 1234);
        await SalesFigures.CaughtUpAsync(shop.Database);

        // Again, in another order of facts: nothing changes.
        var rows = await SalesFigures.RowsAsync(shop.Database);
        await SalesFigures.ApplyAsync(shop.Database, times: 3);
        Assert.Equal(rows, await SalesFigures.RowsAsync(shop.Database));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>(
            "select count(*) from sales_minutes where seats = 0 and refunded = 0 and seats_returned = 0"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Order_ThatIsFree_CountsAndItsCancellationReturnsSeats()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Free = true });
        var kept = await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        var cancelled = await shop.PlaceAsync(await shop.HoldAsync(2, 3, 4));
        await shop.PostAsync($"api/v1/orders/{cancelled.Id}/cancel", null, cancelled.Token);
        Assert.Equal(("paid", "cancelled"), (await shop.StatusInDatabaseAsync(kept), await shop.StatusInDatabaseAsync(cancelled)));

        await SalesFigures.CaughtUpAsync(shop.Database);

        Assert.Equal(
            "2 5 3 0",
            await shop.Database.ScalarAsync<string>(
                "select concat_ws(' ', sum(orders), sum(seats), sum(seats_returned), sum(gross)) from sales_minutes"));
    }

    [Fact]
    public async Task Refund_ExecutedAfterItCountedAsFailed_IsAFactAndCounts()
    {
        await using var shop = await OpenAsync(webhooks: false);
        var order = await PaidAsync(shop, await shop.HoldAsync(0));
        var id = Guid.NewGuid();
        await shop.Database.ExecuteAsync(
            """
            insert into refunds (id, order_id, payment_id, made_at_provider, amount, currency, status, reason, attempts, created_at, updated_at)
            select $1, order_id, id, false, 1000, currency, 'failed', 'staff', 20, now() + interval '10 minutes', now() from payments
            """,
            id);
        await SalesFigures.CaughtUpAsync(shop.Database);

        var seen = new PaymentRefund("re_1", null, PaymentRefundStatus.Succeeded, new Money(1000, "EUR"), null, DateTimeOffset.UnixEpoch);
        seen = seen with { OwnId = id };
        await RefundEventAsync(shop, order, "evt_1", seen);

        Assert.Equal(["order.refunds-adjusted"], await NewestFactsAsync(shop, 1));
        Assert.Equal(["order.refunds-adjusted provider"], await shop.Database.ListAsync<string>(
            "select action || ' ' || actor from audit_entries where subject_id = $1 order by at desc, id desc limit 1", order.Id));
        await SalesFigures.CaughtUpAsync(shop.Database);
        Assert.Equal(1000, await RefundedAsync(shop, order));

        // The bank returns it: no trace is left at its minute.
        await RefundEventAsync(shop, order, "evt_2", seen with { Status = PaymentRefundStatus.Failed, FailureReason = "declined" });
        Assert.Equal(["order.refund-failed"], await NewestFactsAsync(shop, 1));
        await SalesFigures.CaughtUpAsync(shop.Database);
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from sales_minutes"));
    }

    [Fact]
    public async Task Dispute_LostAfterTheRefund_IsAFactAndCounts()
    {
        await using var shop = await OpenAsync(webhooks: false);
        var order = await PaidAsync(shop, await shop.HoldAsync(0, 1));
        Assert.True((await RefundAsync(shop, order, 2, withFees: false)).Succeeded);
        await SalesFigures.CaughtUpAsync(shop.Database);
        Assert.Equal(order.Total - (2 * TestSale.StallsFee), await RefundedAsync(shop, order));

        var intent = await shop.IntentAsync(order);
        await shop.Service<PaymentEventIntake>().HandleAsync(
            new PaymentEvent(
                "evt_lost", "charge.dispute.closed", DateTimeOffset.UnixEpoch,
                new PaymentFact.OfDispute(new PaymentDispute("dp_1", intent.Id, PaymentDisputeStatus.Lost, intent.Amount, "fraudulent")), "{}"),
            Stop);

        Assert.Equal(["order.refunds-adjusted"], await NewestFactsAsync(shop, 1));
        Assert.Equal(order.Total, await RefundedAsync(shop, order));
        await SalesFigures.CaughtUpAsync(shop.Database);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select sum(gross - discount - refunded)::bigint from sales_minutes"));
    }

    private Task<Shop> OpenAsync(bool webhooks = true) => Shop.OpenAsync(servers, webhooks, new TestSaleTerms { FloorPlaces = 4 });

    private static async Task<Reply> PaidAsync(Shop shop, HoldReply hold, string? promoCode = null)
    {
        var order = await shop.PlaceAsync(hold, promoCode: promoCode);
        await shop.PayAsync(order);
        await shop.Service<PaymentReconciler>().ReconcileAsync(new OrderId(Guid.Parse(order.Id)), Stop);
        Assert.Equal("paid", await shop.StatusInDatabaseAsync(order));
        return order;
    }

    private static async Task<Outcome<Order, RefundOrderRefusal>> RefundAsync(Shop shop, Reply order, int seats, bool withFees)
    {
        var items = await shop.Database.ListAsync<Guid>(
            "select id from order_items where order_id = $1 order by seat_index limit $2", Guid.Parse(order.Id), seats);
        return await shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(
                new OrderId(Guid.Parse(order.Id)), items.ConvertAll(id => new OrderItemId(id)), withFees, SeatsBackOnSale: true, "staff",
                BackOffice.Admin()),
            Stop);
    }

    private static async Task RefundEventAsync(Shop shop, Reply order, string id, PaymentRefund seen)
    {
        var intent = await shop.IntentAsync(order);
        await shop.Service<PaymentEventIntake>().HandleAsync(
            new PaymentEvent(id, "refund.updated", DateTimeOffset.UnixEpoch, new PaymentFact.OfRefund(seen with { IntentId = intent.Id }), "{}"),
            Stop);
    }

    private static Task<long> RefundedAsync(Shop shop, Reply order) =>
        shop.Database.ScalarAsync<long>("select refunded from orders where id = $1", Guid.Parse(order.Id));

    private static Task<List<string>> NewestFactsAsync(Shop shop, int max) => shop.Database.ListAsync<string>(
        "select type from outbox where aggregatetype = 'order' order by created_at desc, id desc limit $1", max);
}
