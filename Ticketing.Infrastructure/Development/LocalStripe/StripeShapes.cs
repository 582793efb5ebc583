using System.Text.Json.Nodes;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>
/// Stripe's objects with all fields of its official fixtures (https://github.com/stripe/openapi, fixtures3.json), for compatibility with
/// Stripe's SDKs.
/// </summary>
internal static class StripeShapes
{
    public static JsonObject Intent(string id, long amount, string currency, long created) => new()
    {
        ["id"] = id,
        ["object"] = "payment_intent",
        ["amount"] = amount,
        ["amount_capturable"] = 0L,
        ["amount_details"] = new JsonObject { ["tip"] = new JsonObject() },
        ["amount_received"] = 0L,
        ["application"] = null,
        ["application_fee_amount"] = null,
        ["automatic_payment_methods"] = null,
        ["canceled_at"] = null,
        ["cancellation_reason"] = null,
        ["capture_method"] = "automatic_async",
        ["client_secret"] = StripeIds.ClientSecret(id),
        ["confirmation_method"] = "automatic",
        ["created"] = created,
        ["currency"] = currency,
        ["customer"] = null,
        ["customer_account"] = null,
        ["description"] = null,
        ["excluded_payment_method_types"] = null,
        ["last_payment_error"] = null,
        ["latest_charge"] = null,
        ["livemode"] = false,
        ["managed_payments"] = null,
        ["metadata"] = new JsonObject(),
        ["next_action"] = null,
        ["on_behalf_of"] = null,
        ["payment_method"] = null,
        ["payment_method_configuration_details"] = null,
        ["payment_method_options"] = new JsonObject
        {
            ["card"] = new JsonObject { ["installments"] = null, ["mandate_options"] = null, ["network"] = null, ["request_three_d_secure"] = "automatic" },
        },
        ["payment_method_types"] = new JsonArray("card"),
        ["processing"] = null,
        ["receipt_email"] = null,
        ["review"] = null,
        ["setup_future_usage"] = null,
        ["shipping"] = null,
        ["source"] = null,
        ["statement_descriptor"] = null,
        ["statement_descriptor_suffix"] = null,
        ["status"] = "requires_payment_method",
        ["transfer_data"] = null,
        ["transfer_group"] = null,
    };

    public static JsonObject PaymentMethod(TestCard card, long month, long year, JsonObject billing, long created) => new()
    {
        ["id"] = StripeIds.New("pm"),
        ["object"] = "payment_method",
        ["allow_redisplay"] = "unspecified",
        ["billing_details"] = billing,
        ["card"] = new JsonObject
        {
            ["brand"] = card.Brand,
            ["checks"] = Checks(),
            ["country"] = "US",
            ["display_brand"] = card.Brand,
            ["exp_month"] = month,
            ["exp_year"] = year,
            ["fingerprint"] = null,
            ["funding"] = card.Funding,
            ["generated_from"] = null,
            ["last4"] = card.Last4,
            ["networks"] = new JsonObject { ["available"] = new JsonArray(card.Brand), ["preferred"] = null },
            ["regulated_status"] = "unregulated",
            ["three_d_secure_usage"] = new JsonObject { ["supported"] = true },
            ["wallet"] = null,
        },
        ["created"] = created,
        ["customer"] = null,
        ["customer_account"] = null,
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["type"] = "card",
    };

    public static JsonObject RedirectMethod(string type, JsonObject billing, long created) => new()
    {
        ["id"] = StripeIds.New("pm"),
        ["object"] = "payment_method",
        ["allow_redisplay"] = "unspecified",
        ["billing_details"] = billing,
        ["created"] = created,
        ["customer"] = null,
        ["customer_account"] = null,
        [type] = RedirectMethods.Details(type),
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["type"] = type,
    };

    /// <summary>Billing details with name and e-mail; the address is not stored.</summary>
    public static JsonObject Billing(string? name, string? email) => new()
    {
        ["address"] = new JsonObject { ["city"] = null, ["country"] = null, ["line1"] = null, ["line2"] = null, ["postal_code"] = null, ["state"] = null },
        ["email"] = email,
        ["name"] = name,
        ["phone"] = null,
        ["tax_id"] = null,
    };

    public static JsonObject Refund(StripeResource charge, long amount, string? reason, string status, long created) => new()
    {
        ["id"] = StripeIds.New("re"),
        ["object"] = "refund",
        ["amount"] = amount,
        ["balance_transaction"] = null,
        ["charge"] = charge.Id,
        ["created"] = created,
        ["currency"] = charge.Text("currency"),
        ["customer"] = null,
        ["customer_account"] = null,
        ["destination_details"] = Destination(charge.Body["payment_method_details"]!["type"]!.GetValue<string>()),
        ["metadata"] = new JsonObject(),
        ["payment_intent"] = charge.Text("payment_intent"),
        ["payment_method"] = charge.Text("payment_method"),
        ["reason"] = reason,
        ["receipt_number"] = null,
        ["source_transfer_reversal"] = null,
        ["status"] = status,
        ["transfer_reversal"] = null,
    };

    private static JsonObject Destination(string type) =>
        new() { [type] = type == "card" ? new JsonObject { ["type"] = "refund" } : [], ["type"] = type };

    public static JsonObject Event(string id, string type, JsonObject subject, long created, string? requestId, string? idempotencyKey) => new()
    {
        ["id"] = id,
        ["object"] = "event",
        ["api_version"] = StripeApi.Version,
        ["created"] = created,
        ["data"] = new JsonObject { ["object"] = subject.DeepClone() },
        ["livemode"] = false,
        ["pending_webhooks"] = 1,
        ["request"] = new JsonObject { ["id"] = requestId, ["idempotency_key"] = idempotencyKey },
        ["type"] = type,
    };

    public static JsonObject Dispute(StripeResource charge, long created) => new()
    {
        ["id"] = StripeIds.New("dp"),
        ["object"] = "dispute",
        ["amount"] = charge.Number("amount_captured"),
        ["balance_transactions"] = new JsonArray(),
        ["charge"] = charge.Id,
        ["created"] = created,
        ["currency"] = charge.Text("currency"),
        ["enhanced_eligibility_types"] = new JsonArray(),
        ["evidence"] = new JsonObject(),
        ["evidence_details"] = new JsonObject
        {
            ["due_by"] = created + (7 * 86_400),
            ["enhanced_eligibility"] = new JsonObject(),
            ["has_evidence"] = false,
            ["past_due"] = false,
            ["submission_count"] = 0,
        },
        ["is_charge_refundable"] = false,
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["payment_intent"] = charge.Text("payment_intent"),
        ["payment_method_details"] = new JsonObject
        {
            ["card"] = new JsonObject { ["brand"] = "visa", ["case_type"] = "chargeback", ["network"] = "visa", ["network_reason_code"] = "10.4" },
            ["type"] = "card",
        },
        ["reason"] = "fraudulent",
        ["status"] = "needs_response",
    };

    public static JsonObject Checks() =>
        new() { ["address_line1_check"] = null, ["address_postal_code_check"] = null, ["cvc_check"] = "pass" };
}
