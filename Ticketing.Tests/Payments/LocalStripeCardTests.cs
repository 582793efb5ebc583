using System.Text.Json.Nodes;
using Ticketing.Core.Payments;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>Stripe's test cards at the local provider, confirmed by browser calls and read through the port.</summary>
public sealed class LocalStripeCardTests(LocalStripeFixture fixture) : IClassFixture<LocalStripeFixture>
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly LocalStripeHost _host = fixture.Host;

    [Theory]
    [InlineData("4242 4242 4242 4242", "visa", "4242")]
    [InlineData("5555-5555-5555-4444", "mastercard", "4444")]
    [InlineData("378282246310005", "amex", "0005")]
    [InlineData("4000000000003055", "visa", "3055")]
    public async Task Confirm_GoodCard_Succeeds(string number, string brand, string last4)
    {
        var intent = await _host.CreateIntentAsync();

        var (status, body) = await _host.ConfirmAsync(intent, number);

        Assert.Equal(200, status);
        Assert.Equal("succeeded", body["status"]!.GetValue<string>());
        Assert.False(body.ContainsKey("metadata"));
        var paid = await _host.GetIntentAsync(intent.Id);
        Assert.Equal(PaymentIntentStatus.Succeeded, paid.Status);
        Assert.Equal(intent.Amount, paid.Received);
        Assert.Equal(intent.Order, paid.Order);
        Assert.Equal(new PaymentCard(brand, last4), paid.Card);
    }

    [Theory]
    [InlineData("4000000000000002", "card_declined", "generic_decline")]
    [InlineData("4000000000009995", "card_declined", "insufficient_funds")]
    [InlineData("4000000000009987", "card_declined", "lost_card")]
    [InlineData("4000000000009979", "card_declined", "stolen_card")]
    [InlineData("4000000000000069", "expired_card", "expired_card")]
    [InlineData("4000000000000127", "incorrect_cvc", "incorrect_cvc")]
    [InlineData("4000000000000119", "processing_error", "processing_error")]
    [InlineData("4000000000006975", "card_declined", "card_velocity_exceeded")]
    public async Task Confirm_BadCard_IsDeclinedAndAllowsAnotherCard(string number, string code, string declineCode)
    {
        var intent = await _host.CreateIntentAsync();

        var (status, body) = await _host.ConfirmAsync(intent, number);

        Assert.Equal(402, status);
        var error = body["error"]!.AsObject();
        Assert.Equal(("card_error", code, declineCode), (Text(error, "type"), Text(error, "code"), Text(error, "decline_code")));
        Assert.Equal("requires_payment_method", error["payment_intent"]!["status"]!.GetValue<string>());
        var declined = await _host.GetIntentAsync(intent.Id);
        Assert.Equal(PaymentIntentStatus.AwaitingCard, declined.Status);
        Assert.Equal((code, declineCode), (declined.LastError!.Code, declined.LastError.DeclineCode));
        Assert.Equal(0, declined.Received.Amount);

        Assert.Equal(200, (await _host.ConfirmAsync(intent, "4242424242424242")).Status);
        Assert.Null((await _host.GetIntentAsync(intent.Id)).LastError);
    }

    [Theory]
    [InlineData("4242424242424241", "12", "2040", "123", "incorrect_number")]
    [InlineData("42", "12", "2040", "123", "incorrect_number")]
    [InlineData("abcd", "12", "2040", "123", "incorrect_number")]
    [InlineData("4242424242424242", "13", "2040", "123", "invalid_expiry_month")]
    [InlineData("4242424242424242", "12", "2020", "123", "invalid_expiry_year")]
    [InlineData("4242424242424242", "12", "2199", "123", "invalid_expiry_year")]
    [InlineData("4242424242424242", "12", "2040", "12", "invalid_cvc")]
    [InlineData("4242424242424242", "12", "2040", "12345", "invalid_cvc")]
    [InlineData("4111111111111111", "12", "2040", "123", "card_declined")]
    public async Task Confirm_InvalidCardData_ChangesNothing(string number, string month, string year, string cvc, string code)
    {
        var intent = await _host.CreateIntentAsync();
        var before = await fixture.CountAsync("payment_method");

        var (status, body) = await _host.CallAsync(HttpMethod.Post, $"v1/payment_intents/{intent.Id}/confirm",
        [
            ("client_secret", intent.ClientSecret!), ("payment_method_data[type]", "card"), ("payment_method_data[card][number]", number),
            ("payment_method_data[card][exp_month]", month), ("payment_method_data[card][exp_year]", year), ("payment_method_data[card][cvc]", cvc),
        ], (await _host.KeysAsync()).PublishableKey);

        Assert.Equal(402, status);
        Assert.Equal(("card_error", code), (Text(body["error"]!, "type"), Text(body["error"]!, "code")));
        Assert.Equal(before, await fixture.CountAsync("payment_method"));
        Assert.Null((await _host.GetIntentAsync(intent.Id)).LastError);
    }

    [Theory]
    [InlineData("4000002500003155")]
    [InlineData("4000002760003184")]
    [InlineData("4000000000003220")]
    public async Task Challenge_Completed_PaysAndRedirects(string number)
    {
        var (intent, challenge) = await BeginChallengeAsync(number);
        Assert.Equal(PaymentIntentStatus.AwaitingBuyer, (await _host.GetIntentAsync(intent.Id)).Status);

        var back = await AnswerAsync(challenge, intent, "complete");

        Assert.Equal($"{Back}&payment_intent={intent.Id}&payment_intent_client_secret={intent.ClientSecret}&redirect_status=succeeded", back);
        Assert.Equal(PaymentIntentStatus.Succeeded, (await _host.GetIntentAsync(intent.Id)).Status);
        // Back button: the same redirect, no second charge.
        Assert.Equal(back, await AnswerAsync(challenge, intent, "fail"));
        Assert.Equal(1, await ChargesAsync(intent));
    }

    [Fact]
    public async Task Challenge_Failed_RequiresAnotherCard()
    {
        var (intent, challenge) = await BeginChallengeAsync("4000000000003220");

        Assert.EndsWith("redirect_status=failed", await AnswerAsync(challenge, intent, "fail"), StringComparison.Ordinal);

        var failed = await _host.GetIntentAsync(intent.Id);
        Assert.Equal((PaymentIntentStatus.AwaitingCard, "payment_intent_authentication_failure"), (failed.Status, failed.LastError!.Code));
        Assert.Equal(200, (await _host.ConfirmAsync(intent, "4242424242424242")).Status);
    }

    [Fact]
    public async Task Challenge_CompletedButDeclined_RequiresAnotherCard()
    {
        var (intent, challenge) = await BeginChallengeAsync("4000008400001629");

        Assert.EndsWith("redirect_status=failed", await AnswerAsync(challenge, intent, "complete"), StringComparison.Ordinal);

        var failed = await _host.GetIntentAsync(intent.Id);
        Assert.Equal((PaymentIntentStatus.AwaitingCard, "generic_decline"), (failed.Status, failed.LastError!.DeclineCode));
    }

    [Fact]
    public async Task Challenge_WrongSecret_IsNotShown()
    {
        var (_, challenge) = await BeginChallengeAsync("4000000000003220");
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(challenge[..^3] + "abc"), TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task Confirm_Concurrent_ChargesOnce()
    {
        var intent = await _host.CreateIntentAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _host.ConfirmAsync(intent, "4242424242424242")));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer =>
            Assert.Equal((400, "payment_intent_unexpected_state"), (answer.Status, Text(answer.Body["error"]!, "code"))));
        Assert.Equal(1, await ChargesAsync(intent));
    }

    [Fact]
    public async Task Dispute_OfADisputeCard_IsOpenedAndLost()
    {
        fixture.Time.Advance(TimeSpan.FromHours(1));
        var intent = await _host.CreateIntentAsync();
        await _host.ConfirmAsync(intent, "4000000000000259");
        var (_, disputes) = await _host.CallAsync(HttpMethod.Get, $"v1/disputes?payment_intent={intent.Id}");
        var dispute = Assert.Single(disputes["data"]!.AsArray())!;
        Assert.Equal("needs_response", Text(dispute, "status"));

        var (status, closed) = await _host.CallAsync(
            HttpMethod.Post, $"v1/disputes/{Text(dispute, "id")}", [("evidence[uncategorized_text]", "losing_evidence"), ("submit", "true")]);

        Assert.Equal((200, "lost"), (status, Text(closed, "status")));
        var events = LocalStripeHost.Succeeded(await _host.Provider.ListEventsAsync(fixture.Time.GetUtcNow(), null, TestContext.Current.CancellationToken)).Events;
        var facts = events.Select(e => e.Fact).OfType<PaymentFact.OfDispute>().Select(fact => fact.Dispute).ToList();
        Assert.Equal([PaymentDisputeStatus.Lost, PaymentDisputeStatus.Open], facts.Select(fact => fact.Status));
        Assert.All(facts, fact => Assert.Equal(intent.Id, fact.IntentId));
    }

    [Fact]
    public async Task Database_AfterPayment_HasNoCardNumber()
    {
        var intent = await _host.CreateIntentAsync();
        await _host.CallAsync(HttpMethod.Post, $"v1/payment_intents/{intent.Id}/confirm",
            [
                ("client_secret", intent.ClientSecret!), ("payment_method_data[type]", "card"), ("payment_method_data[card][number]", "4242424242424242"),
                ("payment_method_data[card][exp_month]", "12"), ("payment_method_data[card][exp_year]", "2040"), ("payment_method_data[card][cvc]", "987"),
            ], (await _host.KeysAsync()).PublishableKey, "key-1");

        foreach (var table in await _database.ListAsync<string>("SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'local_stripe'"))
        {
            Assert.Equal(0, await _database.ScalarAsync<long>($"SELECT count(*) FROM local_stripe.{table} AS t WHERE t::text LIKE '%42424242%' OR t::text LIKE '%\"cvc\"%'"));
        }
    }

    private string Back => new Uri(_host.BaseAddress, "orders/1?a=b").AbsoluteUri;

    private async Task<(PaymentIntent Intent, string Challenge)> BeginChallengeAsync(string number)
    {
        var intent = await _host.CreateIntentAsync();
        var (status, body) = await _host.ConfirmAsync(intent, number, Back);
        Assert.Equal((200, "requires_action"), (status, Text(body, "status")));
        Assert.Equal("redirect_to_url", Text(body["next_action"]!, "type"));
        var challenge = Text(body["next_action"]!["redirect_to_url"]!, "url");
        using var client = new HttpClient();
        var page = await client.GetStringAsync(new Uri(challenge), TestContext.Current.CancellationToken);
        Assert.Contains("Complete authentication", page, StringComparison.Ordinal);
        Assert.Contains("€45.00", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        return (intent, challenge);
    }

    private static async Task<string> AnswerAsync(string challenge, PaymentIntent intent, string outcome)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("client_secret", intent.ClientSecret!), new("outcome", outcome)]);
        using var response = await client.PostAsync(new Uri(challenge), form, TestContext.Current.CancellationToken);
        Assert.Equal(303, (int)response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    private Task<long> ChargesAsync(PaymentIntent intent) =>
        _database.ScalarAsync<long>("SELECT count(*) FROM local_stripe.resources WHERE kind = 'charge' AND parent = $1", intent.Id);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
