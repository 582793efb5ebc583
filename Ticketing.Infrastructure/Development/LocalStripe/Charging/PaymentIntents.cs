using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>/v1/payment_intents: create, retrieve, update, cancel (https://docs.stripe.com/api/payment_intents).</summary>
internal static class PaymentIntents
{
    // Stripe's minimum is about half a euro, its maximum eight digits (https://docs.stripe.com/currencies).
    private const long AmountMin = 50;
    private const long AmountMax = 99_999_999;

    // Fields visible with the publishable key.
    private static readonly HashSet<string> Public =
    [
        "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at", "cancellation_reason", "capture_method",
        "client_secret", "confirmation_method", "created", "currency", "description", "last_payment_error", "livemode", "next_action",
        "payment_method", "payment_method_configuration_details", "payment_method_types", "processing", "receipt_email",
        "setup_future_usage", "shipping", "source", "status",
    ];

    // Zero-decimal currencies, whose minimum amount is 1.
    private static readonly HashSet<string> WholeUnits =
        ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"];

    // Their amounts are multiples of ten (https://docs.stripe.com/currencies#three-decimal).
    private static readonly HashSet<string> ThreeDecimals = ["bhd", "jod", "kwd", "omr", "tnd"];

    private static readonly HashSet<string> Currencies =
    [
        .. WholeUnits, .. ThreeDecimals, "aed", "aud", "bgn", "brl", "cad", "chf", "cny", "czk", "dkk", "eur", "gbp", "hkd", "huf", "ils", "inr", "isk",
        "mxn", "myr", "nok", "nzd", "php", "pln", "ron", "sar", "sek", "sgd", "thb", "try", "twd", "uah", "ugx", "usd", "zar",
    ];

    public static async Task<StripeReply> CreateAsync(LocalStripeUnit unit, StripeCall call, CancellationToken cancellationToken)
    {
        call.Params.Required("amount");
        var currency = call.Params.Required("currency").ToLowerInvariant();
        if (!Currencies.Contains(currency))
        {
            throw StripeProblem.Invalid(
                "currency", $"Invalid currency: {currency}. Stripe currently supports these currencies: {string.Join(", ", Currencies)}");
        }

        var intent = new StripeResource(StripeShapes.Intent(StripeIds.New("pi"), Amount(call, currency), currency, unit.NowSeconds));
        Captures.Choose(call, intent);
        string[] named = [.. call.Params.List("allowed_payment_method_types").Concat(call.Params.List("payment_method_types"))];
        var types = named.Length > 0 ? RedirectMethods.Named(named, currency)
            : call.Params.Flag("automatic_payment_methods[enabled]") ? RedirectMethods.OfferedFor(currency)
            : ["card"];
        intent.Body["payment_method_types"] = new JsonArray([.. types.Select(type => (JsonNode?)type)]);
        await ApplyAsync(unit, call, intent, cancellationToken);
        unit.Add(intent);
        unit.AddEvent("payment_intent.created", intent);
        return call.Params.Flag("confirm")
            ? await PaymentConfirmation.ConfirmAsync(unit, call, intent, cancellationToken)
            : StripeReply.Ok(intent.Body);
    }

    public static async Task<StripeReply> RetrieveAsync(LocalStripeUnit unit, StripeCall call, string id, CancellationToken cancellationToken)
    {
        var intent = await unit.GetAsync("payment_intent", id, "intent", cancellationToken);
        Authorize(call, intent);
        return StripeReply.Ok(Visible(call, intent.Body));
    }

    public static async Task<StripeReply> UpdateAsync(LocalStripeUnit unit, StripeCall call, string id, CancellationToken cancellationToken)
    {
        var intent = await unit.LockAsync("payment_intent", id, "intent", cancellationToken);
        var status = intent.Text("status")!;
        if (call.Params["amount"] is not null)
        {
            if (!IsOpen(status))
            {
                throw StripeProblem.State(intent.Body, $"This PaymentIntent's amount could not be updated because it has a status of {status}. You may only update the amount of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.");
            }

            intent.Body["amount"] = Amount(call, intent.Text("currency")!);
        }

        await ApplyAsync(unit, call, intent, cancellationToken);
        unit.Save(intent);
        return StripeReply.Ok(intent.Body);
    }

    public static async Task<StripeReply> CancelAsync(LocalStripeUnit unit, StripeCall call, string id, CancellationToken cancellationToken)
    {
        var intent = await unit.LockAsync("payment_intent", id, "intent", cancellationToken);
        var status = intent.Text("status")!;
        if (!IsOpen(status) && status != Captures.Waiting)
        {
            throw StripeProblem.State(intent.Body, $"You cannot cancel this PaymentIntent because it has a status of {status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.");
        }

        var reason = call.Params["cancellation_reason"];
        if (reason is not (null or "duplicate" or "fraudulent" or "requested_by_customer" or "abandoned"))
        {
            throw StripeProblem.Invalid("cancellation_reason", "Invalid cancellation_reason: must be one of duplicate, fraudulent, requested_by_customer, or abandoned");
        }

        intent.Body["status"] = "canceled";
        intent.Body["canceled_at"] = unit.NowSeconds;
        intent.Body["cancellation_reason"] = reason;
        intent.Body["next_action"] = null;
        intent.Body["amount_capturable"] = 0L;
        unit.Save(intent);
        unit.AddEvent("payment_intent.canceled", intent);
        return StripeReply.Ok(intent.Body);
    }

    public static bool IsOpen(string status) => status is "requires_payment_method" or "requires_confirmation" or "requires_action";

    /// <summary>Requires the intent's client secret with the publishable key.</summary>
    /// <exception cref="StripeProblem">It is missing or wrong.</exception>
    public static void Authorize(StripeCall call, StripeResource intent)
    {
        if (call.IsSecret && call.Params["client_secret"] is null)
        {
            return;
        }

        var given = Encoding.UTF8.GetBytes(call.Params.Required("client_secret"));
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(intent.Text("client_secret")!)))
        {
            throw StripeProblem.Invalid(
                "client_secret", "The client_secret provided does not match the client_secret associated with the PaymentIntent.");
        }
    }

    public static JsonObject Visible(StripeCall call, JsonObject intent) => call.IsSecret
        ? intent
        : new JsonObject(intent.Where(field => Public.Contains(field.Key)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    /// <summary>Applies <c>metadata[…]</c> to an object; an empty value removes a key.</summary>
    public static void ApplyMetadata(StripeCall call, JsonObject body)
    {
        var metadata = body["metadata"]!.AsObject();
        foreach (var (key, value) in call.Params.Under("metadata"))
        {
            if (key.Length > 40 || value.Length > 500 || metadata.Count == 50)
            {
                throw StripeProblem.Invalid($"metadata[{key}]", "Metadata takes 50 keys of at most 40 characters with values of at most 500.");
            }

            metadata.Remove(key);
            if (value.Length > 0)
            {
                metadata[key] = value;
            }
        }
    }

    private static async Task ApplyAsync(LocalStripeUnit unit, StripeCall call, StripeResource intent, CancellationToken cancellationToken)
    {
        ApplyMetadata(call, intent.Body);
        foreach (var name in new[] { "description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix", "setup_future_usage" })
        {
            if (call.Params[name] is { } value)
            {
                intent.Body[name] = value;
            }
        }

        if (call.Params.Flag("automatic_payment_methods[enabled]"))
        {
            intent.Body["automatic_payment_methods"] = new JsonObject { ["allow_redirects"] = "always", ["enabled"] = true };
        }

        if (!call.Params.Flag("confirm") && await PaymentMethods.GivenAsync(unit, call, cancellationToken) is { } method)
        {
            intent.Body["payment_method"] = method.Id;
            intent.Body["status"] = "requires_confirmation";
        }
    }

    private static long Amount(StripeCall call, string currency)
    {
        var amount = call.Params.Integer("amount") ?? throw StripeProblem.Invalid("amount", "Missing required param: amount.", "parameter_missing");
        if (amount < (WholeUnits.Contains(currency) ? 1 : AmountMin))
        {
            throw amount < 1
                ? StripeProblem.Invalid("amount", "This value must be greater than or equal to 1.", "parameter_invalid_integer")
                : StripeProblem.Invalid("amount", "Amount must convert to at least 50 cents.", "amount_too_small");
        }

        if (ThreeDecimals.Contains(currency) && amount % 10 != 0)
        {
            throw StripeProblem.Invalid("amount", $"Invalid amount: amounts in {currency} must be evenly divisible by 10.", "parameter_invalid_integer");
        }

        return amount <= AmountMax ? amount : throw StripeProblem.Invalid("amount", "Amount must be no more than 999,999.99", "amount_too_large");
    }
}
