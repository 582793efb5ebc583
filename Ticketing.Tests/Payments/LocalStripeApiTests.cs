using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>Keys, idempotency, states, refunds and lists of the local provider, by Stripe's documentation.</summary>
public sealed class LocalStripeApiTests(LocalStripeFixture fixture) : IClassFixture<LocalStripeFixture>, IAsyncLifetime
{
    private static readonly (string, string)[] Order = [("amount", "2000"), ("currency", "eur"), ("metadata[order_id]", "1")];

    private readonly Dictionary<string, Guid> _refunds = [];
    private readonly FakeTimeProvider _time = fixture.Time;
    private readonly LocalStripeHost _host = fixture.Host;
    private readonly string _key = Guid.NewGuid().ToString();
    private long _intentsBefore;

    public async ValueTask InitializeAsync()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _intentsBefore = await fixture.CountAsync("payment_intent");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Keys_WrongOrMissing_AreUnauthorized()
    {
        foreach (var key in new[] { "sk_test_wrong_wrong_wrong", "pk_test_wrong" })
        {
            var (status, body) = await _host.CallAsync(HttpMethod.Get, "v1/payment_intents", key: key);
            Assert.Equal((401, "invalid_request_error"), (status, Text(body["error"]!, "type")));
            Assert.DoesNotContain("wrong_wrong", body.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", "v1/payment_intents")]
    [InlineData("GET", "v1/events")]
    [InlineData("POST", "v1/refunds")]
    [InlineData("POST", "v1/payment_intents")]
    [InlineData("POST", "v1/payment_intents/pi_1/cancel")]
    [InlineData("GET", "v1/charges/ch_1")]
    public async Task PublishableKey_OnSecretCalls_IsForbidden(string method, string path)
    {
        var (status, body) = await _host.CallAsync(new HttpMethod(method), path, key: (await _host.KeysAsync()).PublishableKey);
        Assert.Equal((403, "secret_key_required"), (status, Text(body["error"]!, "code")));
    }

    [Fact]
    public async Task PublishableKey_WithWrongClientSecret_IsNotFound()
    {
        var (intent, other) = (await _host.CreateIntentAsync(), await _host.CreateIntentAsync());
        var key = (await _host.KeysAsync()).PublishableKey;
        Assert.Equal(400, (await _host.CallAsync(HttpMethod.Get, $"v1/payment_intents/{intent.Id}", key: key)).Status);
        Assert.Equal(400, (await _host.CallAsync(HttpMethod.Get, $"v1/payment_intents/{intent.Id}?client_secret={other.ClientSecret}", key: key)).Status);
        Assert.Equal(400, (await _host.ConfirmAsync(intent with { ClientSecret = other.ClientSecret }, "4242424242424242")).Status);
        Assert.Equal(200, (await _host.CallAsync(HttpMethod.Get, $"v1/payment_intents/{intent.Id}?client_secret={intent.ClientSecret}", key: key)).Status);
    }

    [Fact]
    public async Task Idempotency_SameCall_IsReplayed()
    {
        var (first, one) = await _host.SendAsync(HttpMethod.Post, "v1/payment_intents", Order, idempotencyKey: _key);
        var (second, two) = await _host.SendAsync(HttpMethod.Post, "v1/payment_intents", Order.Reverse(), idempotencyKey: _key);

        Assert.True(JsonNode.DeepEquals(one, two));
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(1, await IntentsAsync());
    }

    [Fact]
    public async Task Idempotency_OtherParameters_IsAnError()
    {
        await _host.CallAsync(HttpMethod.Post, "v1/payment_intents", Order, idempotencyKey: _key);
        var (status, body) = await _host.CallAsync(HttpMethod.Post, "v1/payment_intents", [.. Order, ("description", "other")], idempotencyKey: _key);
        Assert.Equal((400, "idempotency_error"), (status, Text(body["error"]!, "type")));
        Assert.Equal(1, await IntentsAsync());
    }

    [Fact]
    public async Task Idempotency_ConcurrentCalls_CreateOne()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _host.CallAsync(HttpMethod.Post, "v1/payment_intents", Order, idempotencyKey: _key)));

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 409, answer.Body.ToJsonString()));
        Assert.Single(answers.Where(answer => answer.Status == 200).Select(answer => Text(answer.Body, "id")).Distinct());
        Assert.Equal(1, await IntentsAsync());
    }

    [Fact]
    public async Task Idempotency_InvalidCall_MayBeCorrected()
    {
        Assert.Equal(400, (await _host.CallAsync(HttpMethod.Post, "v1/payment_intents", [("amount", "1")], idempotencyKey: _key)).Status);
        Assert.Equal(200, (await _host.CallAsync(HttpMethod.Post, "v1/payment_intents", Order, idempotencyKey: _key)).Status);
    }

    [Fact]
    public async Task Idempotency_DeclinedCard_StaysDeclined()
    {
        var intent = await _host.CreateIntentAsync();
        (string, string)[] form = [("payment_method", "pm_card_visa_chargeDeclined")];
        var path = $"v1/payment_intents/{intent.Id}/confirm";
        var (first, one) = await _host.CallAsync(HttpMethod.Post, path, form, idempotencyKey: _key);
        var (second, two) = await _host.CallAsync(HttpMethod.Post, path, form, idempotencyKey: _key);
        Assert.Equal((402, 402), (first, second));
        Assert.True(JsonNode.DeepEquals(one, two));
        Assert.Equal(1, await fixture.Database.ScalarAsync<long>("SELECT count(*) FROM local_stripe.resources WHERE kind = 'charge' AND parent = $1", intent.Id));
    }

    [Theory]
    [InlineData("", "", "parameter_missing")]
    [InlineData("abc", "eur", "parameter_invalid_integer")]
    [InlineData("-5", "eur", "parameter_invalid_integer")]
    [InlineData("49", "eur", "amount_too_small")]
    [InlineData("100000000", "eur", "amount_too_large")]
    [InlineData("99999999999999999999", "eur", "parameter_invalid_integer")]
    [InlineData("2000", "xxx", null)]
    [InlineData("2000", "'; drop schema local_stripe --", null)]
    public async Task Create_BadParameters_IsRefused(string amount, string currency, string? code)
    {
        var (status, body) = await _host.CallAsync(HttpMethod.Post, "v1/payment_intents", [("amount", amount), ("currency", currency)]);
        Assert.Equal((400, code), (status, body["error"]!["code"]?.GetValue<string>()));
        Assert.Equal(0, await IntentsAsync());
    }

    [Fact]
    public async Task Port_UnknownIds_AreNotFound()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.Equal(PaymentFailureKind.NotFound, (await _host.Provider.GetIntentAsync("pi_none", cancellationToken)).Refusal!.Kind);
        Assert.Equal(PaymentFailureKind.NotFound, (await _host.Provider.GetIntentAsync("../refunds", cancellationToken)).Refusal!.Kind);
        Assert.Equal(
            PaymentFailureKind.NotFound, (await _host.Provider.CancelIntentAsync("pi_none", "k", cancellationToken)).Refusal!.Kind);
        Assert.Equal(PaymentFailureKind.NotFound, (await _host.Provider.GetRefundAsync("re_none", cancellationToken)).Refusal!.Kind);
    }

    [Fact]
    public async Task Cancel_BeforeAndAfterPayment_FollowsTheState()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var (open, paid) = (await _host.CreateIntentAsync(), await _host.CreateIntentAsync());
        await _host.ConfirmAsync(paid, "4242424242424242");

        Assert.Equal(PaymentIntentStatus.Canceled, LocalStripeHost.Succeeded(await _host.Provider.CancelIntentAsync(open.Id, _key + "c1", cancellationToken)).Status);
        Assert.Equal(PaymentIntentStatus.Canceled, LocalStripeHost.Succeeded(await _host.Provider.CancelIntentAsync(open.Id, _key + "c1", cancellationToken)).Status);
        Assert.Equal(
            PaymentFailureKind.WrongState, (await _host.Provider.CancelIntentAsync(open.Id, _key + "c2", cancellationToken)).Refusal!.Kind);
        Assert.Equal(
            PaymentFailureKind.WrongState, (await _host.Provider.CancelIntentAsync(paid.Id, _key + "c3", cancellationToken)).Refusal!.Kind);
        Assert.Equal("payment_intent_unexpected_state", Text((await _host.ConfirmAsync(open, "4242424242424242")).Body["error"]!, "code"));
    }

    [Fact]
    public async Task CancelAndConfirm_Concurrent_OneWins()
    {
        for (var round = 0; round < 10; round++)
        {
            var intent = await _host.CreateIntentAsync();
            var confirm = _host.ConfirmAsync(intent, "4242424242424242");
            var cancel = _host.Provider.CancelIntentAsync(intent.Id, "c" + intent.Id, TestContext.Current.CancellationToken);
            var end = await _host.GetIntentAsync((await confirm, await cancel) is var _ ? intent.Id : "");
            Assert.Equal((await confirm).Status == 200, end.Status == PaymentIntentStatus.Succeeded);
            Assert.Equal((await cancel).Succeeded, end.Status == PaymentIntentStatus.Canceled);
        }
    }

    [Fact]
    public async Task Refund_InParts_NeverExceedsThePayment()
    {
        var intent = await PaidAsync("4242424242424242");
        Assert.Equal(PaymentRefundStatus.Succeeded, LocalStripeHost.Succeeded(await RefundAsync(intent, 3000, "r1")).Status);
        var again = LocalStripeHost.Succeeded(await RefundAsync(intent, 3000, "r1"));
        Assert.Equal(PaymentFailureKind.BadRequest, (await RefundAsync(intent, 1501, "r2")).Refusal!.Kind);
        LocalStripeHost.Succeeded(await RefundAsync(intent, 1500, "r3"));
        Assert.Equal((PaymentFailureKind.WrongState, "charge_already_refunded"), ((await RefundAsync(intent, 1, "r4")).Refusal is { } refusal) ? (refusal.Kind, refusal.Code) : default);

        var refunds = LocalStripeHost.Succeeded(await _host.Provider.ListRefundsAsync(intent.Id, TestContext.Current.CancellationToken)).Refunds;
        Assert.Equal([1500, 3000], refunds.Select(refund => refund.Amount.Amount));
        Assert.Equal(again.Id, refunds[1].Id);
    }

    [Fact]
    public async Task Refund_Concurrent_NeverExceedsThePayment()
    {
        var intent = await PaidAsync("4242424242424242");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => RefundAsync(intent, 1000, $"r{i}")));
        Assert.Equal(4, answers.Count(answer => answer.Succeeded));
    }

    [Fact]
    public async Task Refund_Unpaid_IsRefused() =>
        Assert.Equal(PaymentFailureKind.BadRequest, (await RefundAsync(await _host.CreateIntentAsync(), 100, "r1")).Refusal!.Kind);

    [Theory]
    [InlineData("4000000000007726", PaymentRefundStatus.Pending, PaymentRefundStatus.Succeeded)]
    [InlineData("4000000000005126", PaymentRefundStatus.Succeeded, PaymentRefundStatus.Failed)]
    public async Task Refund_SlowCards_SettleLater(string card, PaymentRefundStatus first, PaymentRefundStatus last)
    {
        var intent = await PaidAsync(card);
        var refund = LocalStripeHost.Succeeded(await RefundAsync(intent, 4500, "r1"));
        Assert.Equal(first, refund.Status);

        _time.Advance(TimeSpan.FromSeconds(6));

        var cancellationToken = TestContext.Current.CancellationToken;
        await Eventually.TrueAsync(
            async () => LocalStripeHost.Succeeded(await _host.Provider.GetRefundAsync(refund.Id, cancellationToken)).Status == last);
        if (last == PaymentRefundStatus.Failed)
        {
            // A failed refund returns the amount, so it can be refunded again.
            LocalStripeHost.Succeeded(await RefundAsync(intent, 4500, "r2"));
        }
    }

    [Fact]
    public async Task Events_Listed_NewestFirstInPages()
    {
        var start = _time.GetUtcNow().ToUnixTimeSeconds();
        for (var i = 0; i < 3; i++)
        {
            await PaidAsync("4242424242424242");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var (_, page) = await _host.CallAsync(HttpMethod.Get, $"v1/events?type=payment_intent.succeeded&limit=2&created[gte]={start}");
        Assert.True(page["has_more"]!.GetValue<bool>());
        var last = Text(page["data"]![1]!, "id");
        var (_, rest) = await _host.CallAsync(HttpMethod.Get, $"v1/events?type=payment_intent.succeeded&limit=2&created[gte]={start}&starting_after={last}");
        Assert.False(rest["has_more"]!.GetValue<bool>());
        var (_, late) = await _host.CallAsync(HttpMethod.Get, $"v1/events?types[]=payment_intent.succeeded&created[gt]={page["data"]![1]!["created"]}");
        Assert.Equal(Text(page["data"]![0]!, "id"), Text(Assert.Single(late["data"]!.AsArray())!, "id"));
        Assert.Single(rest["data"]!.AsArray());
        Assert.Equal(400, (await _host.CallAsync(HttpMethod.Get, "v1/events?limit=1000")).Status);

        var since = _time.GetUtcNow().AddMinutes(-1);
        var events = LocalStripeHost.Succeeded(await _host.Provider.ListEventsAsync(since, null, TestContext.Current.CancellationToken));
        Assert.Equal(["payment_intent.succeeded"], events.Events.Select(e => e.Type));
    }

    [Fact]
    public async Task Expand_ChargeAndMethod_AreObjects()
    {
        var intent = await PaidAsync("4242424242424242");
        var (_, body) = await _host.CallAsync(HttpMethod.Get, $"v1/payment_intents/{intent.Id}?expand[]=latest_charge.payment_method&expand[1]=payment_method");
        Assert.Equal("4242", body["latest_charge"]!["payment_method"]!["card"]!["last4"]!.GetValue<string>());
        Assert.Equal("payment_method", Text(body["payment_method"]!, "object"));
    }

    [Fact]
    public async Task Browser_OtherOrigin_IsAllowed()
    {
        using var client = new HttpClient { BaseAddress = _host.BaseAddress };
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "v1/payment_intents/pi_1/confirm");
        preflight.Headers.Add("Origin", "https://shop.example");
        using var response = await client.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Body_TooLarge_IsRefused()
    {
        var (status, _) = await _host.CallAsync(HttpMethod.Post, "v1/payment_intents", [.. Order, ("description", new string('x', 100_000))]);
        Assert.Equal(400, status);
        Assert.Equal(404, (await _host.CallAsync(HttpMethod.Get, "v1/customers")).Status);
    }

    [Fact]
    public void TestCards_AllNumbers_PassTheCheck()
    {
        foreach (var alias in new[] { "pm_card_visa", "pm_card_chargeDeclined", "pm_card_threeDSecure2Required", "pm_card_refundFail" })
        {
            var card = TestCards.WithAlias(alias)!;
            Assert.Same(card, TestCards.Read(card.Number, 12, 2040, "123", _time.GetUtcNow()));
        }
    }

    private async Task<PaymentIntent> PaidAsync(string card)
    {
        var intent = await _host.CreateIntentAsync();
        Assert.Equal(200, (await _host.ConfirmAsync(intent, card)).Status);
        return intent;
    }

    // One refund of ours a key: a repeated request is the same in all of its parameters.
    private Task<Outcome<PaymentRefund, PaymentFailure>> RefundAsync(PaymentIntent intent, long amount, string key) => _host.Provider.RefundAsync(
        new RefundPayment(intent.Id, intent.Amount with { Amount = amount }, intent.Order!.Value, _refunds.TryGetValue(key, out var known) ? known : _refunds[key] = Guid.NewGuid(), RefundReason.RequestedByBuyer, _key + key), TestContext.Current.CancellationToken);

    private async Task<long> IntentsAsync() => await fixture.CountAsync("payment_intent") - _intentsBefore;

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
