using System.Net;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering;

/// <summary>Payment, expiry, dispute and refund flows against the local provider.</summary>
public sealed class PaymentPathTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_PlacedConcurrently_IsOneOrderWithOnePayment()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var hold = await shop.HoldAsync(0, 1);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.PlaceAsync(hold)));

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.Created, reply.Code));
        Assert.Single(replies.Select(reply => reply.Id).Distinct());
        Assert.Single(replies.Select(reply => reply.Body!["payment"]!["paymentIntent"]!.GetValue<string>()).Distinct());
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from payments"));
    }

    [Fact]
    public async Task Order_RepeatedAfterPayment_IsTheSameWithoutPayment()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var hold = await shop.HoldAsync(0);
        var order = await shop.PlaceAsync(hold);
        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");

        var again = await shop.PlaceAsync(hold);

        Assert.Equal((order.Id, "paid"), (again.Id, again.Status));
        Assert.Null(again.Body!["payment"]);
    }

    [Fact]
    public async Task Payment_DeclinedThenGood_IsPaid()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1));

        var declined = await shop.PayAsync(order, Shop.DeclinedCard);
        Assert.Equal(HttpStatusCode.PaymentRequired, declined.Code);
        Assert.Equal([1, 1], await shop.SeatsAsync(0, 1));
        Assert.Equal("awaiting-payment", (await shop.ReadAsync(order)).Status);

        await shop.PayAsync(order);
        var paid = await shop.ReadUntilAsync(order, "paid");

        Assert.Equal(2, paid.Tickets.Count);
        Assert.Equal([2, 2], await shop.SeatsAsync(0, 1));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Payment_ChallengeAbandoned_ExpiresTheOrderAndTheIntent()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        var challenged = await shop.PayAsync(order, Shop.ChallengedCard);
        Assert.Equal("requires_action", challenged.Body!["status"]!.GetValue<string>());

        await shop.ExpireAsync(order);

        Assert.Equal("expired", await shop.StatusInDatabaseAsync(order));
        Assert.Equal([0], await shop.SeatsAsync(0));
        Assert.Equal(PaymentIntentStatus.Canceled, (await shop.IntentAsync(order)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await shop.PayAsync(order)).Code);
    }

    [Fact]
    public async Task Payment_WebhookMissing_IsSettledByTheReconciler()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);
        Assert.Equal("awaiting-payment", (await shop.ReadAsync(order)).Status);

        await shop.Database.ExecuteAsync("update payments set updated_at = now() - interval '1 minute'");

        await shop.ReadUntilAsync(order, "paid");
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Payment_RedirectBeforeWebhook_IsSettledOnce()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);

        await shop.Service<PaymentReconciler>().ReconcileAsync(new OrderId(Guid.Parse(order.Id)), Stop);
        Assert.Equal("paid", (await shop.ReadAsync(order)).Status);
        var late = await shop.Service<SettlePaymentHandler>().HandleAsync(await shop.IntentAsync(order), Event(await shop.IntentAsync(order)), Stop);

        Assert.Equal(SettledPayment.Repeated, late);
        Assert.Single((await shop.ReadAsync(order)).Tickets);
    }

    [Fact]
    public async Task Payment_SameEventConcurrently_IsSettledOnce()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        await shop.PayAsync(order);
        var intent = await shop.IntentAsync(order);
        var received = Event(intent);

        var settled = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => shop.Service<SettlePaymentHandler>().HandleAsync(intent, received, Stop)));

        Assert.Single(settled, SettledPayment.Paid);
        Assert.Equal(9, settled.Count(it => it == SettledPayment.Repeated));
        Assert.Equal(2, (await shop.ReadAsync(order)).Tickets.Count);
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from outbox where type = 'order.paid'"));
    }

    [Fact]
    public async Task Payment_OfAnUnknownOrder_IsStoredAndFlagged()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var stranger = new PaymentIntent(
            "pi_stranger", PaymentIntentStatus.Succeeded, new Money(100, "EUR"), new Money(100, "EUR"), null, null, null, null, DateTimeOffset.UnixEpoch);

        var settled = await shop.Service<SettlePaymentHandler>().HandleAsync(stranger, Event(stranger), Stop);

        Assert.Equal(SettledPayment.UnknownOrder, settled);
        Assert.Equal("unknown-payment", await shop.Database.ScalarAsync<string>("select flag from payment_events"));
    }

    [Fact]
    public async Task Payment_AfterExpirySeatsFree_RetakesThem()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        await shop.PayAsync(order);
        var intent = await shop.IntentAsync(order);
        await ExpireWithoutProviderAsync(shop, order);
        Assert.Equal([0, 0], await shop.SeatsAsync(0, 1));

        var settled = await shop.Service<SettlePaymentHandler>().HandleAsync(intent, null, Stop);

        Assert.Equal(SettledPayment.PaidLate, settled);
        Assert.Equal([2, 2], await shop.SeatsAsync(0, 1));
        Assert.Equal(2, (await shop.ReadAsync(order)).Tickets.Count);
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Payment_AfterExpiryOneSeatTaken_IsReturnedInFull()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        await shop.PayAsync(order);
        var intent = await shop.IntentAsync(order);
        await ExpireWithoutProviderAsync(shop, order);
        // The seat's key in Redis is deleted after the announcement has returned.
        await Eventually.TrueAsync(async () => (await shop.HoldAsync(1)).Status == HttpStatusCode.Created);

        var settled = await shop.Service<SettlePaymentHandler>().HandleAsync(intent, null, Stop);

        Assert.Equal(SettledPayment.Returned, settled);
        Assert.Equal([0, 1], await shop.SeatsAsync(0, 1));
        Assert.Equal("expired", await shop.StatusInDatabaseAsync(order));
        Assert.Equal(order.Total, await shop.Database.ScalarAsync<long>("select amount from refunds where reason = 'late-payment' and status = 'succeeded'"));
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from outbox where type = 'order.late-payment-returned'"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Payment_AtTheDeadline_IsConfirmed()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);

        // The expiry queries the provider first and finds the payment.
        await shop.ExpireAsync(order);

        Assert.Equal("paid", await shop.StatusInDatabaseAsync(order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Theory]
    [InlineData(1, "EUR")]
    [InlineData(0, "USD")]
    public async Task Payment_OfAnotherAmountOrCurrency_IsFlagged(long less, string currency)
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);
        var intent = await shop.IntentAsync(order);
        var wrong = intent with { Received = new Money(intent.Received.Amount - less, currency) };

        var settled = await shop.Service<SettlePaymentHandler>().HandleAsync(wrong, Event(wrong), Stop);

        Assert.Equal(SettledPayment.Mismatched, settled);
        Assert.Equal("awaiting-payment", await shop.StatusInDatabaseAsync(order));
        Assert.Equal("amount-mismatch", await shop.Database.ScalarAsync<string>("select flag from payment_events"));
    }

    [Fact]
    public async Task Payment_SecondOfAPaidOrder_IsReturned()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");
        var second = await SecondIntentAsync(shop, order);

        var settled = await shop.Service<SettlePaymentHandler>().HandleAsync(second, null, Stop);

        Assert.Equal(SettledPayment.Returned, settled);
        Assert.Equal("paid-twice", await shop.Database.ScalarAsync<string>("select reason from refunds"));
        Assert.Equal("valid", await shop.Database.ScalarAsync<string>("select status from tickets"));
        Assert.Equal("paid", await shop.StatusInDatabaseAsync(order));
    }

    [Fact]
    public async Task Dispute_Lost_VoidsTheTickets()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");
        var intent = await shop.IntentAsync(order);
        var intake = shop.Service<PaymentEventIntake>();

        await intake.HandleAsync(Dispute("evt_1", intent, PaymentDisputeStatus.Open), Stop);
        Assert.Equal("disputed", await shop.Database.ScalarAsync<string>("select status from tickets"));
        await intake.HandleAsync(Dispute("evt_2", intent, PaymentDisputeStatus.Lost), Stop);

        Assert.Equal("void", await shop.Database.ScalarAsync<string>("select status from tickets"));
        Assert.Equal([0], await shop.SeatsAsync(0));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Dispute_Won_RestoresTheTickets()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");
        var intent = await shop.IntentAsync(order);
        var intake = shop.Service<PaymentEventIntake>();

        await intake.HandleAsync(Dispute("evt_1", intent, PaymentDisputeStatus.Open), Stop);
        await intake.HandleAsync(Dispute("evt_2", intent, PaymentDisputeStatus.Won), Stop);

        Assert.Equal("valid", await shop.Database.ScalarAsync<string>("select status from tickets"));
    }

    [Fact]
    public async Task Refund_MadeAtTheProvider_IsRecordedOnce()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");
        var intent = await shop.IntentAsync(order);
        var refund = new PaymentRefund("re_dashboard", intent.Id, PaymentRefundStatus.Succeeded, new Money(500, "EUR"), null, DateTimeOffset.UtcNow);
        var intake = shop.Service<PaymentEventIntake>();

        await intake.HandleAsync(new PaymentEvent("evt_a", "refund.created", DateTimeOffset.UtcNow, new PaymentFact.OfRefund(refund), "{}"), Stop);
        await intake.HandleAsync(new PaymentEvent("evt_b", "refund.updated", DateTimeOffset.UtcNow, new PaymentFact.OfRefund(refund), "{}"), Stop);

        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from refunds"));
        Assert.Equal("provider-refund", await shop.Database.ScalarAsync<string>("select flag from payment_events where id = 'evt_a'"));
        Assert.Equal("valid", await shop.Database.ScalarAsync<string>("select status from tickets"));
    }

    // Expires without querying the provider, as in a provider outage.
    private static async Task ExpireWithoutProviderAsync(Shop shop, Reply order)
    {
        var id = Guid.Parse(order.Id);
        await shop.Database.ExecuteAsync("update orders set status = 'expired', ended_at = now() where id = $1", id);
        await shop.Database.ExecuteAsync("update order_items set live = false where order_id = $1", id);
        await shop.Database.ExecuteAsync("update holds set status = 'expired' where order_id = $1", id);
        await shop.Database.ExecuteAsync(
            "update seats set status = 0, hold_id = null, held_until = null, fence = fence + 1 where hold_id = (select id from holds where order_id = $1)", id);
        await shop.Service<SeatAnnouncer>().AnnounceAsync(
            shop.Sale.Id, [new SeatChange(new SeatIndex(0), SeatStatus.Available, 2), new SeatChange(new SeatIndex(1), SeatStatus.Available, 2)]);
    }

    private static async Task<PaymentIntent> SecondIntentAsync(Shop shop, Reply order)
    {
        var provider = shop.Service<IPaymentProvider>();
        var made = await provider.CreateIntentAsync(
            new CreatePaymentIntent(new Money(order.Total, "EUR"), new OrderId(Guid.Parse(order.Id)), "T-SECOND", null, "second"), Stop);
        var access = await provider.GetBrowserAccessAsync(Stop);
        var placed = new Reply(HttpStatusCode.Created, new System.Text.Json.Nodes.JsonObject
        {
            ["payment"] = new System.Text.Json.Nodes.JsonObject
            {
                ["paymentIntent"] = made.Value!.Id,
                ["clientSecret"] = made.Value.ClientSecret,
                ["publishableKey"] = access.PublishableKey,
            },
        });
        await shop.Database.ExecuteAsync("insert into local_stripe.webhook_rules (payment_intent, dropped, delay_milliseconds, copies) values ($1, true, 0, 1)", made.Value.Id);
        await shop.PayAsync(placed);
        return await shop.IntentAsync(placed);
    }

    private static PaymentEvent Event(PaymentIntent intent) =>
        new("evt_" + intent.Id, "payment_intent.succeeded", DateTimeOffset.UnixEpoch, new PaymentFact.OfIntent(intent), "{}");

    private static PaymentEvent Dispute(string id, PaymentIntent intent, PaymentDisputeStatus status) => new(
        id, "charge.dispute.updated", DateTimeOffset.UnixEpoch,
        new PaymentFact.OfDispute(new PaymentDispute("dp_1", intent.Id, status, intent.Amount, "fraudulent")), "{}");
}
