using System.Net;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>Money given back by us and at the provider: one sum, whoever asks.</summary>
public sealed class ReturnedMoneyTests(TestServers servers)
{
    private const int Races = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refund_AfterAPartWasRefundedAtTheProvider_AsksForTheRest(bool webhooks)
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks);
        var order = await PaidAsync(shop, 0, 1, 2);
        Assert.Equal(HttpStatusCode.OK, await shop.RefundAtProviderAsync(order, 5000));
        await shop.DeliveredAsync();

        var refunded = await RefundAsync(shop, order, null);

        Assert.True(refunded.Succeeded);
        Assert.Equal(order.Total, await shop.RefundedAtProviderAsync(order));
        var read = await shop.ReadAsync(order);
        Assert.Equal("refunded", read.Status);
        Assert.Equal(order.Total, read.Body!["refunded"]!["amount"]!.GetValue<long>());
        Assert.Equal([5000, order.Total - 5000], await shop.Database.ListAsync<long>("select amount from refunds order by made_at_provider desc"));
        Assert.Equal(["succeeded"], await shop.Database.ListAsync<string>("select distinct status from refunds"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Page_AfterAllWasRefundedAtTheProvider_PromisesNothingMore()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await PaidAsync(shop, 0, 1);
        await shop.RefundAtProviderAsync(order);
        await Eventually.TrueAsync(async () => await RefundedAsync(shop, order) == order.Total);

        var page = await shop.Http.GetStringAsync($"orders/{order.Body!["number"]}?token={order.Token}&step=cancel", Stop);
        var cancelled = await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token);

        Assert.Contains("Your money has been given back already", page, StringComparison.Ordinal);
        Assert.DoesNotContain("You get €", page, StringComparison.Ordinal);
        Assert.Equal("refunded", cancelled.Status);
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from refunds"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Refund_RefusedAsRefundedAlready_IsNotNeeded()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await PaidAsync(shop, 0, 1);
        var refund = await RequestAsync(shop, order, order.Total);
        await shop.RefundAtProviderAsync(order, order.Total - 1000);

        await shop.Service<RefundSender>().SendAsync(refund, Stop);

        Assert.Equal(order.Total, await shop.RefundedAtProviderAsync(order));
        Assert.Equal("cancelled", await shop.Database.ScalarAsync<string>("select status from refunds where id = $1", refund));
        Assert.Equal([1000, order.Total - 1000], await shop.Database.ListAsync<long>("select amount from refunds where status = 'succeeded' order by amount"));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from outbox where type = 'order.refund-failed'"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Refund_OfTheSameAmountAtTheProvider_IsNotTakenForOurs()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await PaidAsync(shop, 0, 1);
        var refund = await RequestAsync(shop, order, 1000);
        await shop.RefundAtProviderAsync(order, 1000);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>("select count(*) from refunds where made_at_provider and status = 'succeeded'") == 1);
        Assert.Equal("requested", await shop.Database.ScalarAsync<string>("select status from refunds where id = $1", refund));

        await shop.Service<RefundSender>().SendAsync(refund, Stop);
        await shop.DeliveredAsync();

        Assert.Equal(2000, await shop.RefundedAtProviderAsync(order));
        Assert.Equal(2, await shop.Database.ScalarAsync<long>("select count(*) from refunds where status = 'succeeded'"));
        Assert.Equal(1, await FlagsAsync(shop));
        Assert.Equal(2000, await RefundedAsync(shop, order));
    }

    [Fact]
    public async Task Refund_RacedByOneAtTheProvider_IsTwoRowsAndOneFlag()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Rows = 2, SeatsPerRow = Races });
        for (var race = 0; race < Races; race++)
        {
            var order = await PaidAsync(shop, 2 * race, (2 * race) + 1);
            var item = await ItemAsync(shop, order);
            var part = order.Total / 2;

            await Task.WhenAll(RefundAsync(shop, order, [item]), shop.RefundAtProviderAsync(order, part));
            await shop.DeliveredAsync();

            Assert.Equal(order.Total, await shop.RefundedAtProviderAsync(order));
            Assert.Equal(order.Total, await RefundedAsync(shop, order));
            Assert.Equal(
                ["false succeeded", "true succeeded"],
                await shop.Database.ListAsync<string>(
                    "select made_at_provider::text || ' ' || status from refunds where order_id = $1 order by 1", Guid.Parse(order.Id)));
            Assert.Equal(race + 1, await FlagsAsync(shop));
        }

        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Refund_RacedByAWholeOneAtTheProvider_NeverExceedsWhatWasPaid()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Rows = 1, SeatsPerRow = Races });
        for (var race = 0; race < Races; race++)
        {
            var order = await PaidAsync(shop, race);

            await Task.WhenAll(RefundAsync(shop, order, null), shop.RefundAtProviderAsync(order));
            await shop.DeliveredAsync();

            Assert.Equal(order.Total, await shop.RefundedAtProviderAsync(order));
            Assert.Equal(order.Total, await RefundedAsync(shop, order));
        }

        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from refunds where status = 'failed'"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Refund_EventBeforeThePaymentsOwn_IsCounted()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);
        var intent = await shop.IntentAsync(order);
        var refund = new PaymentRefund("re_early", intent.Id, PaymentRefundStatus.Succeeded, new Money(500, "EUR"), null, DateTimeOffset.UnixEpoch);

        await shop.Service<PaymentEventIntake>().HandleAsync(
            new PaymentEvent("evt_early", "refund.created", DateTimeOffset.UnixEpoch, new PaymentFact.OfRefund(refund), "{}"), Stop);
        Assert.Equal(SettledPayment.Paid, await shop.Service<SettlePaymentHandler>().HandleAsync(intent, null, Stop));

        Assert.Equal(500, await RefundedAsync(shop, order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Refund_WhileTheBankDecidesADispute_IsRefused()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);
        var intent = await shop.IntentAsync(order);
        await shop.Service<SettlePaymentHandler>().HandleAsync(intent, null, Stop);
        await shop.Service<PaymentEventIntake>().HandleAsync(
            new PaymentEvent(
                "evt_dispute", "charge.dispute.created", DateTimeOffset.UnixEpoch,
                new PaymentFact.OfDispute(new PaymentDispute("dp_1", intent.Id, PaymentDisputeStatus.Open, intent.Amount, "fraudulent")), "{}"),
            Stop);

        Assert.Equal(RefundOrderRefusal.Disputed, (await RefundAsync(shop, order, null)).Refusal);
        var cancelled = await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token);

        Assert.Equal(HttpStatusCode.Conflict, cancelled.Code);
        Assert.EndsWith("payment-disputed", cancelled.Type, StringComparison.Ordinal);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from refunds"));
    }

    private static async Task<Reply> PaidAsync(Shop shop, params int[] seats)
    {
        var order = await shop.PlaceAsync(await shop.HoldAsync(seats));
        await shop.PayAsync(order);
        await shop.Service<PaymentReconciler>().ReconcileAsync(new OrderId(Guid.Parse(order.Id)), Stop);
        Assert.Equal("paid", await shop.StatusInDatabaseAsync(order));
        return order;
    }

    private static Task<Outcome<Order, RefundOrderRefusal>> RefundAsync(Shop shop, Reply order, IReadOnlyList<OrderItemId>? items) =>
        shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(new OrderId(Guid.Parse(order.Id)), items, WithFees: true, SeatsBackOnSale: true, "staff", BackOffice.Admin()), Stop);

    // A refund that is decided and not sent: the process ended in between.
    private static async Task<Guid> RequestAsync(Shop shop, Reply order, long amount)
    {
        var id = Guid.NewGuid();
        await shop.Database.ExecuteAsync(
            """
            insert into refunds (id, order_id, payment_id, made_at_provider, amount, currency, status, reason, attempts, created_at, updated_at)
            select $1, order_id, id, false, $3, currency, 'requested', 'staff', 0, now(), now() + interval '1 hour' from payments where order_id = $2
            """,
            id, Guid.Parse(order.Id), amount);
        await shop.Database.ExecuteAsync("update orders set refunded = $2 where id = $1", Guid.Parse(order.Id), amount);
        return id;
    }

    private static async Task<OrderItemId> ItemAsync(Shop shop, Reply order) => new(await shop.Database.ScalarAsync<Guid>(
        "select id from order_items where order_id = $1 order by seat_index limit 1", Guid.Parse(order.Id)));

    private static Task<long> RefundedAsync(Shop shop, Reply order) =>
        shop.Database.ScalarAsync<long>("select refunded from orders where id = $1", Guid.Parse(order.Id));

    private static Task<long> FlagsAsync(Shop shop) =>
        shop.Database.ScalarAsync<long>("select count(*) from payment_events where flag = 'provider-refund'");
}
