using System.Net;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Inventory.RedisMirror;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering;

/// <summary>Payments in processing keep their seats up to a limit.</summary>
public sealed class BankWaitTests(TestServers servers)
{
    private const string Deadline = "select extract(epoch from o.expires_at - o.created_at)::int from orders o where o.id = $1";
    private const string HeldUntil = "select extract(epoch from min(s.held_until) - min(o.created_at))::int from orders o join seats s on s.hold_id = o.hold_id where o.id = $1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Processing_SucceededWithinTheLimit_IsPaid()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false, settings: ("Ordering:ProcessingSecondsMax", "7200"));
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        var intent = await shop.IntentAsync(order);

        Assert.Equal(SettledPayment.NotPaid, await SettleAsync(shop, intent, PaymentIntentStatus.Processing));

        Assert.Equal((7200, 7200), (await NumberAsync(shop, Deadline, order), await NumberAsync(shop, HeldUntil, order)));
        await shop.PayAsync(order);
        Assert.Equal(SettledPayment.Paid, await shop.Service<SettlePaymentHandler>().HandleAsync(await shop.IntentAsync(order), null, Stop));
        Assert.Equal([2, 2], await shop.SeatsAsync(0, 1));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Processing_ReportedTwice_KeepsTheLimit()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false, settings: ("Ordering:ProcessingSecondsMax", "7200"));
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        var intent = await shop.IntentAsync(order);

        await SettleAsync(shop, intent, PaymentIntentStatus.Processing);
        await SettleAsync(shop, intent, PaymentIntentStatus.Processing);

        Assert.Equal(7200, await NumberAsync(shop, Deadline, order));
    }

    [Fact]
    public async Task Processing_FoundAtTheDeadline_KeepsTheSeats()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false, settings: [("Ordering:ProcessingSecondsMax", "7200"), ("Payments:Local:PaymentSettleSeconds", "3600")]);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await LeaveToBankAsync(shop, order);

        await shop.Database.ExecuteAsync("update orders set expires_at = now() - interval '1 second'");

        await Eventually.TrueAsync(async () => await NumberAsync(shop, Deadline, order) == 7200);
        Assert.Equal(("awaiting-payment", 7200), (await shop.StatusInDatabaseAsync(order), await NumberAsync(shop, HeldUntil, order)));
        // Counted as available in between, if a count came at that moment: the fact has them counted again.
        Assert.Equal(1, await shop.Database.ScalarAsync<long>(
            "select count(*) from outbox where type = 'order.payment-processing' and aggregateid = $1", order.Id));
    }

    [Fact]
    public async Task Processing_BeyondTheLimit_FreesTheSeatsUntilPaid()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false, settings: [("Ordering:ProcessingSecondsMax", "1"), ("Payments:Local:PaymentSettleSeconds", "3600")]);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await LeaveToBankAsync(shop, order);

        await shop.ExpireAsync(order);

        Assert.Equal("expired", await shop.StatusInDatabaseAsync(order));
        Assert.Equal([0], await shop.SeatsAsync(0));
        var intent = await shop.IntentAsync(order);
        var paid = intent with { Status = PaymentIntentStatus.Succeeded, Received = intent.Amount };
        Assert.Equal(SettledPayment.PaidLate, await shop.Service<SettlePaymentHandler>().HandleAsync(paid, null, Stop));
        Assert.Equal([2], await shop.SeatsAsync(0));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Refused_AfterProcessing_RestoresThePaymentTime()
    {
        await using var shop = await Shop.OpenAsync(
            servers, webhooks: false, settings: [("Ordering:ProcessingSecondsMax", "7200"), ("Ordering:PaymentSecondsMin", "400")]);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        var intent = await shop.IntentAsync(order);
        await SettleAsync(shop, intent, PaymentIntentStatus.Processing);

        await SettleAsync(shop, intent, PaymentIntentStatus.AwaitingCard);

        Assert.InRange(await NumberAsync(shop, Deadline, order), 400, 7199);
        Assert.Equal(await NumberAsync(shop, Deadline, order), await NumberAsync(shop, HeldUntil, order));
        await shop.PayAsync(order);
        Assert.Equal(SettledPayment.Paid, await shop.Service<SettlePaymentHandler>().HandleAsync(await shop.IntentAsync(order), null, Stop));
    }

    // The seat's key carries the budget of its network: it has to last as long as the order.
    [Fact]
    public async Task Processing_BegunAndEnded_MovesTheTimeOfTheSeatsKey()
    {
        await using var shop = await Shop.OpenAsync(
            servers, webhooks: false, settings: [("Ordering:ProcessingSecondsMax", "7200"), ("Ordering:PaymentSecondsMin", "400")]);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        var intent = await shop.IntentAsync(order);
        await Eventually.TrueAsync(async () => await KeySecondsAsync(shop, 0) is > 300 and <= 600);

        await SettleAsync(shop, intent, PaymentIntentStatus.Processing);

        await Eventually.TrueAsync(async () => await KeySecondsAsync(shop, 0) is > 7000 and <= 7200);
        await SettleAsync(shop, intent, PaymentIntentStatus.AwaitingCard);
        await Eventually.TrueAsync(async () => await KeySecondsAsync(shop, 0) is > 300 and <= 400);
    }

    [Fact]
    public async Task Order_WhileProcessing_CannotBeCancelled()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false, settings: ("Payments:Local:PaymentSettleSeconds", "3600"));
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await LeaveToBankAsync(shop, order);

        var cancelled = await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token);

        Assert.Equal((HttpStatusCode.Conflict, "awaiting-payment"), (cancelled.Code, await shop.StatusInDatabaseAsync(order)));
    }

    private static Task<SettledPayment> SettleAsync(Shop shop, PaymentIntent intent, PaymentIntentStatus status) =>
        shop.Service<SettlePaymentHandler>().HandleAsync(intent with { Status = status }, null, Stop);

    private static Task<int> NumberAsync(Shop shop, string sql, Reply order) => shop.Database.ScalarAsync<int>(sql, Guid.Parse(order.Id));

    private static async Task<double> KeySecondsAsync(Shop shop, int seat) =>
        (await shop.Database.Redis.GetDatabase().KeyTimeToLiveAsync(SeatKeys.Key(shop.Sale.Id, seat)))?.TotalSeconds ?? 0;

    /// <summary>Confirms a payment at the bank's page that settles later.</summary>
    private static async Task LeaveToBankAsync(Shop shop, Reply order)
    {
        var payment = order.Body!["payment"]!;
        var (intent, secret) = (payment["paymentIntent"]!.GetValue<string>(), payment["clientSecret"]!.GetValue<string>());
        using var confirm = new HttpRequestMessage(HttpMethod.Post, $"v1/payment_intents/{intent}/confirm")
        {
            Content = new FormUrlEncodedContent([new("client_secret", secret), new("payment_method_data[type]", "ideal"), new("return_url", new Uri(shop.Http.BaseAddress!, "back").AbsoluteUri)]),
        };
        confirm.Headers.Authorization = new("Bearer", payment["publishableKey"]!.GetValue<string>());
        using var confirmed = await shop.Http.SendAsync(confirm, Stop);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        using var agree = new FormUrlEncodedContent([new("client_secret", secret), new("outcome", "later")]);
        using var browser = shop.App.CreateClient();
        using var agreed = await browser.PostAsync($"v1/payment_intents/{intent}/challenge", agree, Stop);
        Assert.Equal(HttpStatusCode.SeeOther, agreed.StatusCode);
        Assert.Equal(PaymentIntentStatus.Processing, (await shop.IntentAsync(order)).Status);
    }
}
