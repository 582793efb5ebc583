using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;
using Ticketing.Infrastructure.Payments.Stripe;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>Webhook delivery of the local provider: signed, at least once, retried, delayed, by several instances.</summary>
public sealed class WebhookDeliveryTests(TestServers servers) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TestTimes.Start);
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await servers.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Webhook_AfterPayment_IsSignedAndReadable()
    {
        await using var host = await StartAsync();
        var intent = await PayAsync(host);
        await Eventually.TrueAsync(() => Arrived(host, "payment_intent.succeeded").Count == 1);

        var webhook = Arrived(host, "payment_intent.succeeded")[0];
        var read = LocalStripeHost.Succeeded(await host.Provider.ParseWebhookAsync(
            webhook.Body, webhook.Signature, _time.GetUtcNow(), TestContext.Current.CancellationToken));
        var fact = Assert.IsType<PaymentFact.OfIntent>(read.Fact);
        Assert.Equal((intent.Id, PaymentIntentStatus.Succeeded, intent.Order), (fact.Intent.Id, fact.Intent.Status, fact.Intent.Order));
        Assert.Equal(webhook.Id, read.Id);
        // Created and charge events exist, but the endpoint has not subscribed to them.
        Assert.DoesNotContain(host.Webhooks, other => other.Type is "payment_intent.created" or "charge.succeeded");
    }

    [Fact]
    public async Task Webhook_TamperedOrReplayed_IsRefused()
    {
        await using var host = await StartAsync();
        await PayAsync(host);
        await Eventually.TrueAsync(() => Arrived(host, "payment_intent.succeeded").Count == 1);
        var webhook = Arrived(host, "payment_intent.succeeded")[0];
        var cancellationToken = TestContext.Current.CancellationToken;

        var altered = webhook.Body.ToArray();
        altered[^3] ^= 1;
        Assert.Equal(WebhookRefusal.SignatureWrong, (await host.Provider.ParseWebhookAsync(altered, webhook.Signature, _time.GetUtcNow(), cancellationToken)).Refusal);
        Assert.Equal(WebhookRefusal.SignatureStale, (await host.Provider.ParseWebhookAsync(webhook.Body, webhook.Signature, _time.GetUtcNow().AddMinutes(6), cancellationToken)).Refusal);
        Assert.Equal(WebhookRefusal.SignatureMissing, (await host.Provider.ParseWebhookAsync(webhook.Body, null, _time.GetUtcNow(), cancellationToken)).Refusal);
    }

    [Fact]
    public async Task Webhook_Refused_IsRetriedUntilAccepted()
    {
        await using var host = await StartAsync();
        var attempts = 0;
        host.Answer = webhook => webhook.Type == "payment_intent.succeeded" && Interlocked.Increment(ref attempts) < 4 ? 500 : 200;
        await PayAsync(host);

        for (var expected = 1; expected <= 4; expected++)
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref attempts) == expected);
            await Eventually.TrueAsync(async () => await PendingAsync() == (expected == 4 ? 0 : 1) && await LeasedAsync() == 0);
            _time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Single(Arrived(host, "payment_intent.succeeded").Select(webhook => webhook.Id).Distinct());
        Assert.Equal(0, await PendingAsync());
    }

    [Fact]
    public async Task Webhook_SenderKilled_IsSentByAnotherInstance()
    {
        var intent = "";
        await using (var dying = await StartAsync())
        {
            // Claimed by an instance that crashed: only its lease is left.
            dying.Answer = _ => 500;
            intent = (await PayAsync(dying)).Id;
            await Eventually.TrueAsync(() => !dying.Webhooks.IsEmpty);
        }

        await _database.ExecuteAsync("UPDATE local_stripe.deliveries SET due_at = $1 WHERE due_at IS NOT NULL", _time.GetUtcNow().AddSeconds(30));
        await using var other = await StartAsync();
        Assert.Equal(0, await other.Services.GetRequiredService<WebhookDelivery>().DeliverOnceAsync(TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromSeconds(31));
        await Eventually.TrueAsync(() => Arrived(other, "payment_intent.succeeded").Count == 1);
        Assert.Equal(intent, Arrived(other, "payment_intent.succeeded")[0].Event["data"]!["object"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Webhook_SeveralInstances_SendEachEventOnce()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PayAsync(i % 2 == 0 ? one : two)));
        await Eventually.TrueAsync(async () => await PendingAsync() == 0);

        var ids = one.Webhooks.Concat(two.Webhooks).Select(webhook => webhook.Id).ToList();
        Assert.Equal(20, ids.Count);
        Assert.Equal(20, ids.Distinct().Count());
    }

    [Fact]
    public async Task Rule_Dropped_ListsTheEventOnly()
    {
        await using var host = await StartAsync();
        var intent = await host.CreateIntentAsync();
        await RuleAsync(host, intent, ("dropped", "true"));
        await host.ConfirmAsync(intent, "4242424242424242");

        Assert.Equal(0, await PendingAsync());
        var events = LocalStripeHost.Succeeded(await host.Provider.ListEventsAsync(_time.GetUtcNow(), null, TestContext.Current.CancellationToken));
        Assert.Contains(events.Events, e => e.Type == "payment_intent.succeeded");
    }

    [Fact]
    public async Task Rule_Copies_SendsTheEventTwice()
    {
        await using var host = await StartAsync();
        var intent = await host.CreateIntentAsync();
        await RuleAsync(host, intent, ("copies", "2"));
        await host.ConfirmAsync(intent, "4242424242424242");

        await Eventually.TrueAsync(() => Arrived(host, "payment_intent.succeeded").Count == 2);
        Assert.Single(host.Webhooks.Select(webhook => webhook.Id).Distinct());
    }

    [Fact]
    public async Task Rule_Delay_SendsWhenDue()
    {
        await using var host = await StartAsync();
        var intent = await host.CreateIntentAsync();
        await RuleAsync(host, intent, ("delay_milliseconds", "60000"));
        await host.ConfirmAsync(intent, "4242424242424242");
        await PayAsync(host);
        await Eventually.TrueAsync(async () => !host.Webhooks.IsEmpty && await PendingAsync() == 1);
        Assert.Single(host.Webhooks);

        _time.Advance(TimeSpan.FromSeconds(61));

        await Eventually.TrueAsync(() => host.Webhooks.Count == 2);
    }

    [Fact]
    public async Task Endpoint_Registered_GetsItsEventsWithItsSecret()
    {
        await using var host = await StartAsync();
        await using var listener = await StartAsync();
        var (_, endpoint) = await host.CallAsync(HttpMethod.Post, "v1/webhook_endpoints",
            [("url", new Uri(listener.BaseAddress, "webhooks/stripe").AbsoluteUri), ("enabled_events[]", "charge.succeeded")]);
        var secret = endpoint["secret"]!.GetValue<string>();
        await PayAsync(host);
        await Eventually.TrueAsync(() => Arrived(listener, "charge.succeeded").Count == 1);

        var webhook = Arrived(listener, "charge.succeeded")[0];
        Assert.Null(StripeWebhook.Check(System.Text.Encoding.UTF8.GetString(webhook.Body), webhook.Signature, [secret], _time.GetUtcNow()));
        var (_, listed) = await host.CallAsync(HttpMethod.Get, "v1/webhook_endpoints");
        Assert.DoesNotContain(secret, listed.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(200, (await host.CallAsync(HttpMethod.Delete, $"v1/webhook_endpoints/{endpoint["id"]}")).Status);
    }

    private Task<LocalStripeHost> StartAsync() => LocalStripeHost.StartAsync(_database, _time);

    private static async Task<PaymentIntent> PayAsync(LocalStripeHost host)
    {
        var intent = await host.CreateIntentAsync();
        Assert.Equal(200, (await host.ConfirmAsync(intent, "4242424242424242")).Status);
        return intent;
    }

    private static async Task RuleAsync(LocalStripeHost host, PaymentIntent intent, (string, string) rule) =>
        Assert.Equal(200, (await host.CallAsync(HttpMethod.Post, "v1/test_helpers/webhook_rules", [("payment_intent", intent.Id), rule])).Status);

    private static List<ReceivedWebhook> Arrived(LocalStripeHost host, string type) => [.. host.Webhooks.Where(webhook => webhook.Type == type)];

    private Task<long> PendingAsync() => _database.ScalarAsync<long>("SELECT count(*) FROM local_stripe.deliveries WHERE due_at IS NOT NULL");

    // In delivery: the lease is longer than the delay between the first attempts.
    private Task<long> LeasedAsync() =>
        _database.ScalarAsync<long>("SELECT count(*) FROM local_stripe.deliveries WHERE due_at > $1", _time.GetUtcNow().AddSeconds(16));
}
