using System.Text.Json.Nodes;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Payments;

/// <summary>Authorized payments, captured later (<c>capture_method=manual</c>).</summary>
public sealed class LocalStripeCaptureTests(LocalStripeFixture fixture) : IClassFixture<LocalStripeFixture>
{
    private readonly LocalStripeHost _host = fixture.Host;

    [Fact]
    public async Task Confirm_Manual_Authorizes()
    {
        var held = await HeldAsync();

        Assert.Equal(("requires_capture", 4500, 0), (Text(held, "status"), Number(held, "amount_capturable"), Number(held, "amount_received")));
        var charge = await GetAsync($"v1/charges/{Text(held, "latest_charge")}");
        Assert.Equal((false, true, 0), (Flag(charge, "captured"), Flag(charge, "paid"), Number(charge, "amount_captured")));
        Assert.Null(charge["balance_transaction"]);
        Assert.True(Number(charge["payment_method_details"]!["card"]!, "capture_before") > Number(charge, "created"));
        Assert.Equal(["payment_intent.amount_capturable_updated", "charge.succeeded", "payment_intent.created"], await EventsAsync(held));
        // Through the port: processing, not received.
        var seen = await _host.GetIntentAsync(Text(held, "id"));
        Assert.Equal((PaymentIntentStatus.Processing, 0L), (seen.Status, seen.Received.Amount));
    }

    [Theory]
    [InlineData(null, 4500)]
    [InlineData("4500", 4500)]
    [InlineData("1", 1)]
    [InlineData("3000", 3000)]
    public async Task Capture_AllOrPart_IsPaidAndReleasesTheRest(string? amount, long captured)
    {
        var held = await HeldAsync();

        var (status, intent) = await CaptureAsync(held, amount);

        Assert.Equal((200, "succeeded", 0, captured, 4500), (
            status, Text(intent, "status"), Number(intent, "amount_capturable"), Number(intent, "amount_received"), Number(intent, "amount")));
        var charge = await GetAsync($"v1/charges/{Text(held, "latest_charge")}?expand[]=balance_transaction");
        Assert.Equal((true, captured, 0, false), (Flag(charge, "captured"), Number(charge, "amount_captured"), Number(charge, "amount_refunded"), Flag(charge, "refunded")));
        Assert.Equal(captured, Number(charge["balance_transaction"]!, "amount"));
        Assert.Equal(["payment_intent.succeeded", "charge.captured"], (await EventsAsync(held)).Take(2));
        Assert.Empty((await GetAsync($"v1/refunds?payment_intent={Text(held, "id")}"))["data"]!.AsArray());
    }

    [Fact]
    public async Task Refund_AfterPartialCapture_IsLimitedToIt()
    {
        var held = await HeldAsync();
        await CaptureAsync(held, "3000");

        Assert.Equal(400, (await RefundAsync(held, ("amount", "3001"))).Status);
        Assert.Equal(200, (await RefundAsync(held, ("amount", "1000"))).Status);
        var (_, rest) = await RefundAsync(held);
        Assert.Equal(2000, Number(rest, "amount"));
        Assert.True(Flag(await GetAsync($"v1/charges/{Text(held, "latest_charge")}"), "refunded"));
        var (status, again) = await RefundAsync(held);
        Assert.Equal(
            (400, "charge_already_refunded", "invalid_request_error", $"Charge {Text(held, "latest_charge")} has already been refunded."),
            (status, Text(again["error"]!, "code"), Text(again["error"]!, "type"), Text(again["error"]!, "message")));
    }

    [Theory]
    [InlineData("0", "parameter_invalid_integer")]
    [InlineData("-1", "parameter_invalid_integer")]
    [InlineData("4501", "amount_too_large")]
    [InlineData("all", "parameter_invalid_integer")]
    [InlineData("99999999999999999999", "parameter_invalid_integer")]
    public async Task Capture_BadAmount_IsRefusedAndStaysAuthorized(string amount, string code)
    {
        var held = await HeldAsync();

        var (status, body) = await CaptureAsync(held, amount);

        Assert.Equal((400, code, "amount_to_capture"), (status, Text(body["error"]!, "code"), Text(body["error"]!, "param")));
        Assert.Equal("requires_capture", Text(await GetAsync($"v1/payment_intents/{Text(held, "id")}"), "status"));
    }

    [Fact]
    public async Task Capture_InTheWrongState_IsRefused()
    {
        var (open, paid) = (await _host.CreateIntentAsync(), await _host.CreateIntentAsync());
        await _host.ConfirmAsync(paid, "4242424242424242");
        foreach (var id in new[] { open.Id, paid.Id })
        {
            var (status, body) = await _host.CallAsync(HttpMethod.Post, $"v1/payment_intents/{id}/capture");
            Assert.Equal((400, "payment_intent_unexpected_state"), (status, Text(body["error"]!, "code")));
        }

        var (missing, _) = await _host.CallAsync(HttpMethod.Post, "v1/payment_intents/pi_none/capture");
        var (forbidden, _) = await _host.CallAsync(HttpMethod.Post, $"v1/payment_intents/{paid.Id}/capture", key: (await _host.KeysAsync()).PublishableKey);
        Assert.Equal((404, 403), (missing, forbidden));
        var held = await HeldAsync();
        Assert.Equal(400, (await _host.CallAsync(HttpMethod.Post, $"v1/payment_intents/{Text(held, "id")}/capture", [("final_capture", "false")])).Status);
    }

    [Fact]
    public async Task Capture_ConcurrentWithCancel_OneWins()
    {
        var held = await HeldAsync();
        var cancel = CancelAsync(held);
        var captures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CaptureAsync(held, "1000")));

        Assert.Equal(1, captures.Append(await cancel).Count(answer => answer.Status == 200));
        var expected = (await cancel).Status == 200 ? 0 : 1;
        Assert.Equal(expected, (await GetAsync($"v1/balance_transactions?payment_intent={Text(held, "id")}"))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task Cancel_Authorized_ReleasesWithoutRefund()
    {
        var held = await HeldAsync();

        var (status, canceled) = await CancelAsync(held);

        Assert.Equal((200, "canceled", 0), (status, Text(canceled, "status"), Number(canceled, "amount_capturable")));
        var charge = await GetAsync($"v1/charges/{Text(held, "latest_charge")}");
        Assert.Equal((false, 0, 0, false), (Flag(charge, "captured"), Number(charge, "amount_captured"), Number(charge, "amount_refunded"), Flag(charge, "refunded")));
        Assert.Equal("payment_intent.canceled", (await EventsAsync(held))[0]);
        Assert.Equal(400, (await CaptureAsync(held, null)).Status);
        Assert.Equal(400, (await _host.CallAsync(HttpMethod.Post, "v1/refunds", [("charge", Text(held, "latest_charge"))])).Status);
    }

    [Fact]
    public async Task Port_CancelAuthorized_IsCancelled()
    {
        var held = await HeldAsync();
        var canceled = LocalStripeHost.Succeeded(
            await _host.Provider.CancelIntentAsync(Text(held, "id"), "cancel-" + Text(held, "id"), TestContext.Current.CancellationToken));
        Assert.Equal(PaymentIntentStatus.Canceled, canceled.Status);
    }

    [Fact]
    public async Task Challenge_Passed_AuthorizesAndRedirectsAsSucceeded()
    {
        var waiting = await CreateAsync("4000000000003220", ("return_url", "https://shop.example/"));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("client_secret", Text(waiting, "client_secret")), new("outcome", "complete")]);
        using var back = await client.PostAsync(
            new Uri(_host.BaseAddress, Text(waiting["next_action"]!["redirect_to_url"]!, "url")), form, TestContext.Current.CancellationToken);

        Assert.EndsWith("redirect_status=succeeded", back.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Equal("requires_capture", Text(await GetAsync($"v1/payment_intents/{Text(waiting, "id")}"), "status"));
    }

    [Fact]
    public async Task Dispute_OfAnAuthorization_OpensAtCapture()
    {
        var held = await CreateAsync("4000000000000259");
        Assert.Empty((await GetAsync($"v1/disputes?payment_intent={Text(held, "id")}"))["data"]!.AsArray());

        await CaptureAsync(held, "1200");

        Assert.Equal(1200, Number(Assert.Single((await GetAsync($"v1/disputes?payment_intent={Text(held, "id")}"))["data"]!.AsArray())!, "amount"));
    }

    [Theory]
    [InlineData("manually")]
    [InlineData("MANUAL")]
    public async Task Create_UnknownCaptureMethod_IsRefused(string method)
    {
        var (status, body) = await _host.CallAsync(
            HttpMethod.Post, "v1/payment_intents", [("amount", "4500"), ("currency", "eur"), ("capture_method", method)]);
        Assert.Equal((400, "capture_method"), (status, Text(body["error"]!, "param")));
    }

    private Task<JsonObject> HeldAsync() => CreateAsync("4242424242424242");

    private async Task<JsonObject> CreateAsync(string card, params (string, string)[] more)
    {
        var (status, body) = await _host.CallAsync(HttpMethod.Post, "v1/payment_intents",
        [
            ("amount", "4500"), ("currency", "eur"), ("capture_method", "manual"), ("confirm", "true"), ("payment_method_data[type]", "card"),
            ("payment_method_data[card][number]", card), ("payment_method_data[card][exp_month]", "12"), ("payment_method_data[card][exp_year]", "2040"),
            .. more,
        ]);
        Assert.Equal(200, status);
        return body;
    }

    private Task<(int Status, JsonObject Body)> CaptureAsync(JsonObject intent, string? amount) => _host.CallAsync(
        HttpMethod.Post, $"v1/payment_intents/{Text(intent, "id")}/capture", amount is null ? [] : [("amount_to_capture", amount)]);

    private Task<(int Status, JsonObject Body)> CancelAsync(JsonObject intent) =>
        _host.CallAsync(HttpMethod.Post, $"v1/payment_intents/{Text(intent, "id")}/cancel");

    private Task<(int Status, JsonObject Body)> RefundAsync(JsonObject intent, params (string, string)[] more) =>
        _host.CallAsync(HttpMethod.Post, "v1/refunds", [("payment_intent", Text(intent, "id")), .. more]);

    private Task<List<string>> EventsAsync(JsonObject intent) => fixture.Database.ListAsync<string>(
        "SELECT body ->> 'type' FROM local_stripe.resources WHERE kind = 'event' AND parent = $1 ORDER BY sequence DESC", Text(intent, "id"));

    private async Task<JsonObject> GetAsync(string path)
    {
        var (status, body) = await _host.CallAsync(HttpMethod.Get, path);
        Assert.Equal(200, status);
        return body;
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();

    private static bool Flag(JsonNode node, string name) => node[name]!.GetValue<bool>();
}
