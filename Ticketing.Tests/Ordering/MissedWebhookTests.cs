using System.Net;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering;

/// <summary>Webhooks over HTTP: forged, duplicated, missing.</summary>
public sealed class MissedWebhookTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Webhook_Forged_IsRefused()
    {
        await using var shop = await Shop.OpenAsync(servers);
        foreach (var signature in new[] { null, "t=1,v1=00", $"t={DateTimeOffset.UtcNow.ToUnixTimeSeconds()},v1={new string('0', 64)}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/stripe") { Content = new StringContent("""{"id":"evt_forged"}""") };
            if (signature is not null)
            {
                request.Headers.Add("Stripe-Signature", signature);
            }

            using var response = await shop.Http.SendAsync(request, Stop);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from payment_events"));
    }

    [Fact]
    public async Task Webhook_Duplicate_IsProcessedOnce()
    {
        await using var shop = await Shop.OpenAsync(servers);
        await shop.Database.ExecuteAsync("insert into local_stripe.webhook_rules (payment_intent, copies) values ('*', 2)");
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        await shop.PayAsync(order);
        var paid = await shop.ReadUntilAsync(order, "paid");
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>("select count(*) from local_stripe.deliveries where delivered_at is null") == 0);

        Assert.Equal(2, paid.Tickets.Count);
        Assert.Equal(2, await shop.Database.ScalarAsync<long>("select count(*) from local_stripe.deliveries"));
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from payment_events"));
        Assert.Equal(2, await shop.Database.ScalarAsync<long>("select count(*) from tickets"));
    }

    [Fact]
    public async Task Dispute_WithoutWebhook_IsReadFromTheEventList()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order, "4000000000000259");
        // Advance past the delay that is left to webhooks.
        await shop.Database.ExecuteAsync(
            """
            update local_stripe.resources
            set created_at = created_at - interval '1 minute', body = jsonb_set(body::jsonb, '{created}', to_jsonb((body ->> 'created')::bigint - 60))::json
            where kind = 'event'
            """);

        var missed = shop.Service<MissedPaymentEvents>();
        await missed.TakeAsync(Stop);

        Assert.Equal("paid", await shop.StatusInDatabaseAsync(order));
        Assert.Equal("disputed", await shop.Database.ScalarAsync<string>("select status from tickets"));
        Assert.Equal(0, await missed.TakeAsync(Stop));
    }

    [Fact]
    public async Task Intent_OfAnEndedOrder_IsCancelledByTheReconciler()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.Database.ExecuteAsync("update orders set status = 'expired', ended_at = now() where id = $1", Guid.Parse(order.Id));
        await shop.Database.ExecuteAsync("update payments set updated_at = now() - interval '1 minute'");

        await shop.Service<PaymentReconciler>().ReconcileDueAsync(Stop);

        Assert.Equal(PaymentIntentStatus.Canceled, (await shop.IntentAsync(order)).Status);
        Assert.Equal("cancelled", await shop.Database.ScalarAsync<string>("select status from payments"));
    }
}
