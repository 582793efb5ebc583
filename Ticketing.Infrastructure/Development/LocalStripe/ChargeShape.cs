using System.Text.Json.Nodes;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>The JSON of a charge, an attempt to collect an intent's amount. See <see cref="StripeShapes"/>.</summary>
internal static class ChargeShape
{
    /// <param name="decline">The bank's reason for refusal; null on success.</param>
    /// <param name="authenticated">True if the buyer passed 3-D Secure.</param>
    public static JsonObject Of(StripeResource intent, StripeResource method, CardDecline? decline, bool authenticated, long created)
    {
        var type = method.Text("type")!;
        var details = method.Body["card"] is { } card ? Card(card, intent.Number("amount"), authenticated) : RedirectMethods.Details(type);
        var amount = intent.Number("amount");
        return new JsonObject
        {
            ["id"] = StripeIds.New("ch"),
            ["object"] = "charge",
            ["amount"] = amount,
            ["amount_captured"] = decline is null ? amount : 0L,
            ["amount_refunded"] = 0L,
            ["application"] = null,
            ["application_fee"] = null,
            ["application_fee_amount"] = null,
            ["balance_transaction"] = null,
            ["billing_details"] = method.Body["billing_details"]!.DeepClone(),
            ["calculated_statement_descriptor"] = "TICKETING",
            ["captured"] = decline is null,
            ["created"] = created,
            ["currency"] = intent.Text("currency"),
            ["customer"] = null,
            ["description"] = intent.Text("description"),
            ["disputed"] = false,
            ["failure_balance_transaction"] = null,
            ["failure_code"] = decline?.Code,
            ["failure_message"] = decline?.Message,
            ["fraud_details"] = new JsonObject(),
            ["livemode"] = false,
            ["metadata"] = intent.Body["metadata"]!.DeepClone(),
            ["on_behalf_of"] = null,
            ["outcome"] = Outcome(decline),
            ["paid"] = decline is null,
            ["payment_intent"] = intent.Id,
            ["payment_method"] = method.Id,
            ["payment_method_details"] = new JsonObject { [type] = details, ["type"] = type },
            ["receipt_email"] = intent.Text("receipt_email"),
            ["receipt_number"] = null,
            ["receipt_url"] = null,
            ["refunded"] = false,
            ["refunds"] = null,
            ["review"] = null,
            ["shipping"] = null,
            ["source"] = null,
            ["source_transfer"] = null,
            ["statement_descriptor"] = null,
            ["statement_descriptor_suffix"] = null,
            ["status"] = decline is null ? "succeeded" : "failed",
            ["transfer_data"] = null,
            ["transfer_group"] = null,
        };
    }

    private static JsonObject Outcome(CardDecline? decline) => new()
    {
        ["advice_code"] = null,
        ["network_advice_code"] = null,
        ["network_decline_code"] = null,
        ["network_status"] = decline is null ? "approved_by_network" : "declined_by_network",
        ["reason"] = decline?.DeclineCode,
        ["risk_level"] = "normal",
        ["seller_message"] = decline is null ? "Payment complete." : "The bank returned the decline code `" + decline.DeclineCode + "`.",
        ["type"] = decline is null ? "authorized" : "issuer_declined",
    };

    private static JsonObject Card(JsonNode card, long amount, bool authenticated) => new()
    {
        ["amount_authorized"] = amount,
        ["authorization_code"] = null,
        ["brand"] = card["brand"]!.DeepClone(),
        ["checks"] = StripeShapes.Checks(),
        ["country"] = card["country"]!.DeepClone(),
        ["exp_month"] = card["exp_month"]!.DeepClone(),
        ["exp_year"] = card["exp_year"]!.DeepClone(),
        ["extended_authorization"] = new JsonObject { ["status"] = "disabled" },
        ["fingerprint"] = null,
        ["funding"] = card["funding"]!.DeepClone(),
        ["incremental_authorization"] = new JsonObject { ["status"] = "unavailable" },
        ["installments"] = null,
        ["last4"] = card["last4"]!.DeepClone(),
        ["mandate"] = null,
        ["multicapture"] = new JsonObject { ["status"] = "unavailable" },
        ["network"] = card["brand"]!.DeepClone(),
        ["network_token"] = new JsonObject { ["used"] = false },
        ["network_transaction_id"] = null,
        ["overcapture"] = new JsonObject { ["maximum_amount_capturable"] = amount, ["status"] = "unavailable" },
        ["regulated_status"] = "unregulated",
        ["three_d_secure"] = authenticated
            ? new JsonObject
            {
                ["authentication_flow"] = "challenge",
                ["electronic_commerce_indicator"] = "05",
                ["exemption_indicator"] = null,
                ["result"] = "authenticated",
                ["result_reason"] = null,
                ["transaction_id"] = Guid.CreateVersion7().ToString(),
                ["version"] = "2.2.0",
            }
            : null,
        ["transaction_link_id"] = null,
        ["wallet"] = null,
    };
}
