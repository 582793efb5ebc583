using System.Text.Json.Nodes;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>The local provider's balance after payments, refunds and disputes.</summary>
public sealed class LocalStripeBalanceTests(LocalStripeFixture fixture) : IClassFixture<LocalStripeFixture>
{
    private readonly LocalStripeHost _host = fixture.Host;

    [Theory]
    [InlineData(4500, "EUR", 93)]
    [InlineData(50, "EUR", 26)]
    [InlineData(2033, "EUR", 55)]
    [InlineData(2034, "EUR", 56)]
    [InlineData(10_000, "JPY", 175)]
    [InlineData(99_999_999, "EUR", 1_500_025)]
    public async Task Charge_Paid_HasProportionalAndFixedFee(long amount, string currency, long fee)
    {
        var intent = await PaidAsync("4242424242424242", amount, currency);

        var transaction = await ExpandedAsync(intent);

        Assert.Equal(("charge", "charge"), (Text(transaction, "type"), Text(transaction, "reporting_category")));
        Assert.Equal((amount, fee, amount - fee), (Number(transaction, "amount"), Number(transaction, "fee"), Number(transaction, "net")));
        Assert.Equal(currency, Text(transaction, "currency"), ignoreCase: true);
        var part = Assert.Single(transaction["fee_details"]!.AsArray())!;
        Assert.Equal((fee, "stripe_fee"), (Number(part, "amount"), Text(part, "type")));
    }

    [Fact]
    public async Task Charge_Declined_HasNoTransaction()
    {
        var intent = await _host.CreateIntentAsync();
        Assert.Equal(402, (await _host.ConfirmAsync(intent, "4000000000000002")).Status);

        var (_, charges) = await _host.CallAsync(HttpMethod.Get, $"v1/charges?payment_intent={intent.Id}");
        Assert.Null(Assert.Single(charges["data"]!.AsArray())!["balance_transaction"]);
        Assert.Empty(await OfAsync(intent));
    }

    [Fact]
    public async Task Refund_InParts_DebitsTheAmountWithoutTheFee()
    {
        var intent = await PaidAsync("4242424242424242");
        var (_, refund) = await _host.CallAsync(
            HttpMethod.Post, "v1/refunds", [("payment_intent", intent.Id), ("amount", "1500"), ("expand[]", "balance_transaction.source")]);
        await _host.CallAsync(HttpMethod.Post, "v1/refunds", [("payment_intent", intent.Id)]);

        var transaction = refund["balance_transaction"]!;
        Assert.Equal(("refund", "refund"), (Text(transaction, "type"), Text(transaction, "reporting_category")));
        Assert.Equal((-1500, 0, -1500), (Number(transaction, "amount"), Number(transaction, "fee"), Number(transaction, "net")));
        Assert.Equal(Text(refund, "id"), Text(transaction["source"]!, "id"));
        // All is refunded; the fee remains.
        Assert.Equal(-93, (await OfAsync(intent)).Sum(one => Number(one, "net")));
    }

    [Fact]
    public async Task Refund_Failed_CreditsTheAmount()
    {
        var intent = await PaidAsync("4000000000005126");
        var (_, refund) = await _host.CallAsync(HttpMethod.Post, "v1/refunds", [("payment_intent", intent.Id)]);
        fixture.Time.Advance(TimeSpan.FromSeconds(6));
        await Eventually.TrueAsync(async () => Text(await GetAsync($"v1/refunds/{Text(refund, "id")}"), "status") == "failed");

        var failed = await GetAsync($"v1/refunds/{Text(refund, "id")}?expand[]=failure_balance_transaction");

        Assert.Equal((4500, "refund_failure"), (Number(failed["failure_balance_transaction"]!, "amount"), Text(failed["failure_balance_transaction"]!, "type")));
        Assert.Equal(4500 - 93, (await OfAsync(intent)).Sum(one => Number(one, "net")));
    }

    [Theory]
    [InlineData("losing_evidence", -93 - 2000)]
    [InlineData("winning_evidence", 4500 - 93 - 2000)]
    public async Task Dispute_Decided_DebitsFeeAndLostAmount(string evidence, long left)
    {
        var intent = await PaidAsync("4000000000000259");
        var dispute = Assert.Single((await GetAsync($"v1/disputes?payment_intent={intent.Id}"))["data"]!.AsArray())!;
        var withdrawal = Assert.Single(dispute["balance_transactions"]!.AsArray())!;
        Assert.Equal(("adjustment", "dispute", -4500, 2000, -6500), (
            Text(withdrawal, "type"), Text(withdrawal, "reporting_category"), Number(withdrawal, "amount"), Number(withdrawal, "fee"), Number(withdrawal, "net")));

        var (_, decided) = await _host.CallAsync(HttpMethod.Post, $"v1/disputes/{Text(dispute, "id")}", [("evidence[uncategorized_text]", evidence)]);

        var entries = await OfAsync(intent);
        Assert.Equal(left, entries.Sum(one => Number(one, "net")));
        Assert.Equal(entries.Count - 1, decided["balance_transactions"]!.AsArray().Count);
    }

    [Fact]
    public async Task List_BySourceTypeAndCurrency_IsFiltered()
    {
        var intent = await PaidAsync("4242424242424242", 1000, "CHF");
        var (_, refund) = await _host.CallAsync(HttpMethod.Post, "v1/refunds", [("payment_intent", intent.Id)]);

        var bySource = Assert.Single((await GetAsync($"v1/balance_transactions?source={Text(refund, "id")}"))["data"]!.AsArray())!;
        Assert.Equal(Text(refund, "balance_transaction"), Text(bySource, "id"));
        Assert.Equal(["refund", "charge"], (await GetAsync("v1/balance_transactions?currency=chf"))["data"]!.AsArray().Select(one => Text(one!, "type")));
        Assert.Equal(["charge"], (await GetAsync("v1/balance_transactions?currency=chf&type=charge"))["data"]!.AsArray().Select(one => Text(one!, "type")));
        Assert.Empty((await GetAsync("v1/balance_transactions?source=ch_none"))["data"]!.AsArray());
        var (status, missing) = await _host.CallAsync(HttpMethod.Get, "v1/balance_transactions/txn_none");
        Assert.Equal((404, "resource_missing"), (status, Text(missing["error"]!, "code")));
    }

    [Fact]
    public async Task Migration_OfEarlierCharges_WritesTheSameBalance()
    {
        await PaidAsync("4242424242424242");
        var refunded = await PaidAsync("4242424242424242", 2033);
        await _host.CallAsync(HttpMethod.Post, "v1/refunds", [("payment_intent", refunded.Id), ("amount", "33")]);
        await _host.CallAsync(HttpMethod.Post, "v1/refunds", [("payment_intent", refunded.Id)]);
        var declined = await _host.CreateIntentAsync();
        await _host.ConfirmAsync(declined, "4000000000000002");
        foreach (var evidence in new[] { "winning_evidence", "losing_evidence" })
        {
            var disputed = await PaidAsync("4000000000000259");
            var dispute = (await GetAsync($"v1/disputes?payment_intent={disputed.Id}"))["data"]![0]!;
            await _host.CallAsync(HttpMethod.Post, $"v1/disputes/{Text(dispute, "id")}", [("evidence[uncategorized_text]", evidence)]);
        }

        const string Entries =
            """
            SELECT concat_ws(' ', source.kind, source.id, entry.parent, body.body ->> 'type', body.body ->> 'reporting_category', body.body ->> 'amount',
              body.body ->> 'fee', body.body ->> 'net', body.body ->> 'currency', json_array_length(body.body -> 'fee_details'))
            FROM local_stripe.resources AS entry
            JOIN LATERAL (SELECT entry.body) AS body ON true
            JOIN local_stripe.resources AS source ON source.id = body.body ->> 'source'
            WHERE entry.kind = 'balance_transaction' AND source.kind <> 'refund'
               OR entry.kind = 'balance_transaction' AND body.body ->> 'type' = 'refund'
            ORDER BY 1
            """;
        const string Links =
            """
            SELECT count(*) FROM local_stripe.resources AS one JOIN local_stripe.resources AS entry
              ON entry.id = one.body ->> 'balance_transaction' AND entry.body ->> 'source' = one.id
            """;
        var database = fixture.Database;
        var (before, links) = (await database.ListAsync<string>(Entries), await database.ScalarAsync<long>(Links));

        // State before the balance existed.
        await database.ExecuteAsync("DELETE FROM local_stripe.resources WHERE kind = 'balance_transaction'");
        await database.ExecuteAsync(
            """
            UPDATE local_stripe.resources SET body = regexp_replace(regexp_replace(
              body::text, '"balance_transaction":"txn_[^"]*"', '"balance_transaction":null'), '"balance_transactions":\[.*?\],"charge"', '"balance_transactions":[],"charge"')::json
            WHERE kind IN ('charge', 'refund', 'dispute')
            """);
        await database.ExecuteAsync("DROP INDEX local_stripe.resources_source");
        await database.ExecuteAsync(EmbeddedText.Read("2026112911_LocalBalance.sql"));

        Assert.Equal(before, await database.ListAsync<string>(Entries));
        Assert.Equal(links, await database.ScalarAsync<long>(Links));
        Assert.Equal(0, await database.ScalarAsync<long>(
            "SELECT count(*) FROM local_stripe.resources WHERE kind = 'dispute' AND json_array_length(body -> 'balance_transactions') <> CASE body ->> 'status' WHEN 'won' THEN 2 ELSE 1 END"));
    }

    private async Task<PaymentIntent> PaidAsync(string card, long amount = 4500, string currency = "EUR")
    {
        var intent = await _host.CreateIntentAsync(amount, currency);
        Assert.Equal(200, (await _host.ConfirmAsync(intent, card)).Status);
        return intent;
    }

    private async Task<JsonNode> ExpandedAsync(PaymentIntent intent) =>
        (await GetAsync($"v1/payment_intents/{intent.Id}?expand[]=latest_charge.balance_transaction"))["latest_charge"]!["balance_transaction"]!;

    private async Task<List<JsonNode>> OfAsync(PaymentIntent intent) =>
        [.. (await GetAsync($"v1/balance_transactions?payment_intent={intent.Id}&limit=100"))["data"]!.AsArray().Select(one => one!)];

    private async Task<JsonObject> GetAsync(string path)
    {
        var (status, body) = await _host.CallAsync(HttpMethod.Get, path);
        Assert.Equal(200, status);
        return body;
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();
}
