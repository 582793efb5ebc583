using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stripe;
using Ticketing.Infrastructure.Development.LocalStripe;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>
/// Bad input to the provider's webhooks and to the local provider's API, which answers in Stripe's format.
/// PostgreSQL and Redis are those of <see cref="Integration.TestServers"/>.
/// </summary>
[LongRunning]
public sealed class ProviderTests(BadInputShop shop) : IClassFixture<BadInputShop>, IAsyncLifetime
{
    private const string Webhook = "webhooks/stripe";

    private static readonly string[] Signatures =
    [
        "", "x", "t=", "t=1", "v1=00", "t=1,v1=", "t=1,v1=zz", "t=-1,v1=00", "t=99999999999999999999,v1=00", "t=1,t=2,v1=00", new string(',', 3000), BadValues.Markup,
        $"t=1,v1={new string('0', 64)}", string.Concat(Enumerable.Repeat("v1=00,", 300)),
    ];

    private static readonly (string Method, string Path, string Good)[] Calls =
    [
        ("POST", "payment_intents", "amount=1000&currency=eur&description=x&receipt_email=a@b.cd&metadata[order_id]=1&payment_method=pm_card_visa&confirm=false&capture_method=automatic"),
        ("GET", "payment_intents", "limit=3&starting_after=pi_1&ending_before=pi_2&created[gte]=1&created[lt]=2&created[gt]=1&created[lte]=2&created=3&expand[]=data.latest_charge"),
        ("GET", "payment_intents/ID", "client_secret=x&expand[]=latest_charge"),
        ("POST", "payment_intents/ID", "amount=1000&description=x&metadata[a]=b"),
        ("POST", "payment_intents/ID/confirm", "client_secret=x&payment_method_data[type]=card&payment_method_data[card][number]=4242424242424242&payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=2040&payment_method_data[card][cvc]=123&return_url=https://a.example"),
        ("POST", "payment_intents/ID/cancel", "cancellation_reason=abandoned"),
        ("POST", "payment_intents/ID/capture", "amount_to_capture=1000&final_capture=true&metadata[a]=b"),
        ("POST", "payment_methods", "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2040&card[cvc]=123&card[token]=tok_visa&billing_details[email]=a@b.cd"),
        ("GET", "payment_methods/ID", ""),
        ("GET", "charges", "payment_intent=pi_1&charge=ch_1&limit=1"),
        ("GET", "charges/ID", ""),
        ("GET", "balance_transactions", "source=ch_1&type=charge&currency=eur&limit=1&created[gte]=1"),
        ("GET", "balance_transactions/ID", "expand[]=source"),
        ("POST", "refunds", "payment_intent=pi_1&charge=ch_1&amount=1&reason=duplicate&metadata[a]=b"),
        ("GET", "refunds", "limit=1&created[gte]=1"),
        ("GET", "refunds/ID", ""),
        ("POST", "refunds/ID", "metadata[a]=b"),
        ("GET", "events", "types[]=a&type=b&limit=1&created[gte]=1"),
        ("GET", "events/ID", ""),
        ("GET", "disputes", "limit=1"),
        ("GET", "disputes/ID", ""),
        ("POST", "disputes/ID", "evidence[uncategorized_text]=x"),
        ("POST", "disputes/ID/close", ""),
        ("POST", "webhook_endpoints", "url=nowhere&enabled_events[]=*&api_version=1"),
        ("GET", "webhook_endpoints", "limit=1"),
        ("GET", "webhook_endpoints/ID", ""),
        ("DELETE", "webhook_endpoints/ID", ""),
        ("POST", "test_helpers/webhook_rules", "payment_intent=pi_none&dropped=false&delay_milliseconds=0&copies=1"),
        ("GET", "payment_intents/ID/challenge", "client_secret=x"),
        ("POST", "payment_intents/ID/challenge", "client_secret=x&outcome=complete"),
        ("GET", "nothing", "a=b"),
        ("POST", "", "a=b"),
    ];

    private readonly Refusals _refusals = new(shop);
    private StripeKeys _keys = null!;

    public async ValueTask InitializeAsync()
    {
        _keys = await shop.Shop.Service<LocalStripeAccount>().GetKeysAsync(TestContext.Current.CancellationToken);
        await _refusals.BeginAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Webhook_NotSigned_IsRefused()
    {
        foreach (var body in new[] { "", "{", "x", "\0", """{"id":"evt_1","type":"payment_intent.succeeded"}""", new string('x', 900_000), new string('x', 10_000_000) })
        {
            foreach (var signature in Signatures.Append(null))
            {
                (string, string)[] headers = signature is null ? [] : [("Stripe-Signature", signature)];
                var answer = await shop.SendAsync("POST", Webhook, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), null, headers);
                await _refusals.CheckAsync(Webhook, $"{body.Length} bytes, signed {signature}", answer, mustRefuse: true);
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Webhook_SignedWithoutEvent_IsRefused()
    {
        var good = JsonNode.Parse(
            """
            {"id":"evt_1","object":"event","type":"payment_intent.succeeded","created":1800000000,"data":{"object":{"id":"pi_1","object":"payment_intent",
             "amount":4650,"amount_received":4650,"currency":"eur","status":"succeeded","created":1800000000}}}
            """)!;
        var needed = new HashSet<string> { "id", "type", "created", "data", "data.object", "data.object.id", "data.object.amount", "data.object.amount_received", "data.object.currency", "data.object.status", "data.object.created" };
        foreach (var bad in BadBodies.Of(good, needed))
        {
            var bytes = Encoding.UTF8.GetBytes(bad.Text);
            var signature = EventUtility.GenerateSignatureHeader(
                Encoding.UTF8.GetString(bytes), _keys.WebhookSecrets[0], shop.Shop.Service<TimeProvider>().GetUtcNow().ToUnixTimeSeconds());
            var answer = await shop.SendAsync("POST", Webhook, new ByteArrayContent(bytes), null, ("Stripe-Signature", signature));
            // Negative amounts and unknown event types are accepted: they are stored and flagged.
            await _refusals.CheckAsync(Webhook, $"{bad.What}: {bad.Text[..Math.Min(200, bad.Text.Length)]}", answer, mustRefuse: false);
        }

        Assert.Equal(0, await shop.Shop.Database.ScalarAsync<long>("select count(*) from payments where provider_payment_id = 'pi_1'"));
        _refusals.AssertNone();
    }

    [Fact]
    public async Task Provider_WrongKey_IsRefused()
    {
        foreach (var call in Calls.Where(call => !call.Path.EndsWith("challenge", StringComparison.Ordinal)))
        {
            foreach (var key in new[] { null, "", "x", "sk_test_' or 1=1", new string('k', 6000), _keys.PublishableKey })
            {
                var isForBrowsers = key == _keys.PublishableKey && call.Path == "payment_methods";
                await _refusals.CheckAsync(Name(call), $"key {key}", await SendAsync(call, "pi_none", call.Good, key), mustRefuse: !isForBrowsers, IsStripeError);
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Provider_UnknownIds_AreRefused()
    {
        foreach (var call in Calls.Where(call => call.Path.Contains("ID", StringComparison.Ordinal)))
        {
            foreach (var id in BadValues.NoIds)
            {
                await _refusals.CheckAsync(Name(call), id, await SendAsync(call, id, call.Good, _keys.SecretKey), mustRefuse: true, IsStripeError);
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Provider_ParametersWithAnyValue_AreNoServerError()
    {
        var intent = await shop.Shop.Database.ScalarAsync<string>("select provider_payment_id from payments limit 1");
        foreach (var call in Calls)
        {
            var good = call.Good.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToList();
            foreach (var changed in good)
            {
                foreach (var value in BadValues.InQuery.Select(Uri.EscapeDataString))
                {
                    var parameters = string.Join('&', good.Select(pair => $"{pair[0]}={(pair == changed ? value : pair[1])}"));
                    await _refusals.CheckAsync(Name(call), $"{changed[0]}={value}", await SendAsync(call, intent!, parameters, _keys.SecretKey), mustRefuse: false, IsStripeError);
                }
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Provider_BodiesOfOtherTypeOrSize_AreRefused()
    {
        foreach (var call in Calls.Where(call => call.Method == "POST" && call.Path is not ("disputes/ID/close" or "test_helpers/webhook_rules")))
        {
            foreach (var body in new[] { "{\"amount\":1000}", "\0", new string('&', 70_000), string.Concat(Enumerable.Repeat("a=b&", 2000)), new string('x', 10_000_000), "amount=1000&amount[gte]=5&%=%&[]=x&=y" })
            {
                await _refusals.CheckAsync(Name(call), $"{body.Length} bytes", await SendAsync(call, "pi_none", body, _keys.SecretKey), mustRefuse: true, IsStripeError);
            }
        }

        _refusals.AssertNone();
    }

    private static string Name((string Method, string Path, string Good) call) => $"{call.Method} /v1/{call.Path}";

    private Task<Answer> SendAsync((string Method, string Path, string Good) call, string id, string parameters, string? key)
    {
        var url = $"v1/{call.Path.Replace("ID", Uri.EscapeDataString(id), StringComparison.Ordinal)}";
        (string, string)[] headers = key is null ? [] : [("Authorization", "Bearer " + key)];
        if (call.Method != "POST")
        {
            return shop.SendAsync(call.Method, parameters.Length == 0 ? url : $"{url}?{parameters}", null, null, headers);
        }

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(parameters));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return shop.SendAsync(call.Method, url, content, null, headers);
    }

    /// <summary>Null for an error in Stripe's format; else the fault.</summary>
    private static string? IsStripeError(Answer answer) => answer.MediaType switch
    {
        // The bank's challenge page.
        "text/html" => null,
        "application/problem+json" => Refusals.IsProblem(answer),
        "application/json" when JsonNode.Parse(answer.Text)?["error"] is JsonObject error && error["type"]?.GetValueKind() == JsonValueKind.String
            && error["message"]?.GetValueKind() == JsonValueKind.String => null,
        _ => "not an error in Stripe's format",
    };
}
