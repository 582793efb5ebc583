using System.Text.Json.Nodes;
using Ticketing.Core.Payments;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>Redirect payment methods, and 3-D Secure as requested by the provider's script.</summary>
public sealed class LocalStripeMethodTests(LocalStripeFixture fixture) : IClassFixture<LocalStripeFixture>
{
    private readonly LocalStripeHost _host = fixture.Host;

    private string Back => new Uri(_host.BaseAddress, "return?a=b").AbsoluteUri;

    [Theory]
    [InlineData("EUR", "card ideal bancontact paypal")]
    [InlineData("GBP", "card paypal")]
    [InlineData("JPY", "card")]
    public async Task Intent_WithAutomaticMethods_OffersThoseOfTheCurrency(string currency, string types)
    {
        var intent = await _host.CreateIntentAsync(4500, currency);

        var (_, body) = await _host.CallAsync(HttpMethod.Get, $"v1/payment_intents/{intent.Id}");

        Assert.Equal(types, string.Join(' ', body["payment_method_types"]!.AsArray().Select(type => type!.GetValue<string>())));
    }

    [Theory]
    [InlineData("usd", "ideal", "payment_method_types")]
    [InlineData("eur", "sofa", "payment_method_types")]
    public async Task Intent_WithUnsupportedMethod_IsRefused(string currency, string type, string param)
    {
        var (status, body) = await _host.CallAsync(
            HttpMethod.Post, "v1/payment_intents", [("amount", "4500"), ("currency", currency), ("payment_method_types[]", type)]);

        Assert.Equal((400, param), (status, Text(body["error"]!, "param")));
    }

    [Fact]
    public async Task Confirm_MethodNotOffered_IsRefused()
    {
        var intent = await _host.CreateIntentAsync(4500, "GBP");

        var (status, body) = await ConfirmAsync(intent, "ideal", Back);

        Assert.Equal((400, "payment_method"), (status, Text(body["error"]!, "param")));
        Assert.Equal(PaymentIntentStatus.AwaitingCard, (await _host.GetIntentAsync(intent.Id)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://evil.example/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("//evil.example/")]
    public async Task Confirm_WithoutReturnUrlOfTheShop_IsRefused(string? returnUrl)
    {
        var intent = await _host.CreateIntentAsync();

        var (status, body) = await ConfirmAsync(intent, "ideal", returnUrl);

        Assert.Equal((400, "return_url"), (status, Text(body["error"]!, "param")));
    }

    [Theory]
    [InlineData("ideal", "iDEAL")]
    [InlineData("bancontact", "Bancontact")]
    [InlineData("paypal", "PayPal")]
    public async Task Bank_Confirms_PaysAndRedirects(string type, string name)
    {
        var intent = await _host.CreateIntentAsync();
        var page = await BankAsync(intent, type);
        using (var client = new HttpClient())
        {
            Assert.Contains(name, await client.GetStringAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        var returnUrl = await AnswerAsync(page, intent, "complete");

        Assert.StartsWith($"{Back}&payment_intent={intent.Id}&", returnUrl, StringComparison.Ordinal);
        Assert.EndsWith("redirect_status=succeeded", returnUrl, StringComparison.Ordinal);
        var (_, body) = await _host.CallAsync(HttpMethod.Get, $"v1/payment_intents/{intent.Id}?expand[]=latest_charge");
        Assert.Equal(("succeeded", type), (Text(body, "status"), Text(body["latest_charge"]!["payment_method_details"]!, "type")));
        var refund = await _host.CallAsync(HttpMethod.Post, "v1/refunds", [("payment_intent", intent.Id)]);
        Assert.Equal((200, type), (refund.Status, Text(refund.Body["destination_details"]!, "type")));
    }

    [Fact]
    public async Task Bank_Refuses_RedirectsAndAllowsAnotherMethod()
    {
        var intent = await _host.CreateIntentAsync();

        Assert.EndsWith("redirect_status=failed", await AnswerAsync(await BankAsync(intent, "ideal"), intent, "fail"), StringComparison.Ordinal);

        Assert.Equal("payment_intent_authentication_failure", (await _host.GetIntentAsync(intent.Id)).LastError!.Code);
        Assert.Equal(200, (await _host.ConfirmAsync(intent, "4242424242424242")).Status);
    }

    [Theory]
    [InlineData("later", PaymentIntentStatus.Succeeded, "payment_intent.succeeded", null)]
    [InlineData("later-fail", PaymentIntentStatus.AwaitingCard, "payment_intent.payment_failed", "payment_intent_payment_attempt_failed")]
    public async Task Bank_SettlesLater_IsProcessingThenFinal(string outcome, PaymentIntentStatus end, string type, string? code)
    {
        var intent = await _host.CreateIntentAsync();
        var page = await BankAsync(intent, "bancontact");

        Assert.EndsWith("redirect_status=pending", await AnswerAsync(page, intent, outcome), StringComparison.Ordinal);
        Assert.Equal(PaymentIntentStatus.Processing, (await _host.GetIntentAsync(intent.Id)).Status);
        Assert.Equal(400, (await _host.ConfirmAsync(intent, "4242424242424242")).Status);
        Assert.False((await _host.Provider.CancelIntentAsync(intent.Id, "cancel-" + intent.Id, TestContext.Current.CancellationToken)).Succeeded);

        fixture.Time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.TrueAsync(async () => (await _host.GetIntentAsync(intent.Id)).Status == end);
        Assert.Equal(code, (await _host.GetIntentAsync(intent.Id)).LastError?.Code);
        await Eventually.TrueAsync(() => Task.FromResult(Types(intent).Contains(type)));
        Assert.Contains("payment_intent.processing", Types(intent));
    }

    [Fact]
    public async Task Card_SettledLater_IsRefused()
    {
        var intent = await _host.CreateIntentAsync();
        var (_, body) = await _host.ConfirmAsync(intent, "4000000000003220", Back);

        await AnswerAsync(new Uri(Text(body["next_action"]!["redirect_to_url"]!, "url")), intent, "later");

        Assert.Equal(PaymentIntentStatus.AwaitingCard, (await _host.GetIntentAsync(intent.Id)).Status);
    }

    [Fact]
    public async Task Challenge_OfTheProvidersScript_EndsInItsFrame()
    {
        var intent = await _host.CreateIntentAsync();
        var (_, body) = await _host.CallAsync(HttpMethod.Post, $"v1/payment_intents/{intent.Id}/confirm",
        [
            ("client_secret", intent.ClientSecret!), ("return_url", Back), ("use_stripe_sdk", "true"), ("payment_method", "pm_card_threeDSecure2Required"),
        ], (await _host.KeysAsync()).PublishableKey);
        Assert.Equal("use_stripe_sdk", Text(body["next_action"]!, "type"));
        var page = new Uri(Text(body["next_action"]!["use_stripe_sdk"]!, "stripe_js"));
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent([new("client_secret", intent.ClientSecret!), new("outcome", "complete"), new("frame", "true")]);

        using var done = await client.PostAsync(page, form, TestContext.Current.CancellationToken);

        Assert.Contains("challenge-done.js", await done.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", done.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(PaymentIntentStatus.Succeeded, (await _host.GetIntentAsync(intent.Id)).Status);
    }

    private IEnumerable<string> Types(PaymentIntent intent) => _host.Webhooks
        .Where(webhook => webhook.Event["data"]!["object"]!["id"]!.GetValue<string>() == intent.Id).Select(webhook => webhook.Type);

    private async Task<(int Status, JsonObject Body)> ConfirmAsync(PaymentIntent intent, string type, string? returnUrl)
    {
        List<(string, string)> form = [("client_secret", intent.ClientSecret!), ("payment_method_data[type]", type)];
        if (returnUrl is not null)
        {
            form.Add(("return_url", returnUrl));
        }

        return await _host.CallAsync(HttpMethod.Post, $"v1/payment_intents/{intent.Id}/confirm", form, (await _host.KeysAsync()).PublishableKey);
    }

    private async Task<Uri> BankAsync(PaymentIntent intent, string type)
    {
        var (status, body) = await ConfirmAsync(intent, type, Back);
        Assert.Equal((200, "requires_action"), (status, Text(body, "status")));
        return new Uri(Text(body["next_action"]!["redirect_to_url"]!, "url"));
    }

    private static async Task<string> AnswerAsync(Uri page, PaymentIntent intent, string outcome)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("client_secret", intent.ClientSecret!), new("outcome", outcome)]);
        using var response = await client.PostAsync(page, form, TestContext.Current.CancellationToken);
        Assert.Equal(303, (int)response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
