using System.Text.Json.Nodes;
using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>
/// Manual capture of an authorized amount: <c>capture_method=manual</c> and POST /v1/payment_intents/{id}/capture
/// (https://docs.stripe.com/payments/place-a-hold-on-a-payment-method). An amount not captured is released without a refund.
/// </summary>
internal static class Captures
{
    public const string Waiting = "requires_capture";

    // The validity of a card authorization; the local provider does not expire it.
    private const long HoldSeconds = 7 * 86_400;

    /// <summary>Applies <c>capture_method</c> to a new intent.</summary>
    public static void Choose(StripeCall call, StripeResource intent)
    {
        if (call.Params["capture_method"] is not { } method)
        {
            return;
        }

        intent.Body["capture_method"] = method is "automatic" or "automatic_async" or "manual"
            ? method
            : throw StripeProblem.Invalid("capture_method", "Invalid capture_method: must be one of automatic, automatic_async, or manual");
    }

    public static bool IsManual(StripeResource intent) => intent.Text("capture_method") == "manual";

    /// <summary>Marks the amount as authorized, to be captured.</summary>
    public static void Hold(LocalStripeUnit unit, StripeResource intent, StripeResource charge)
    {
        charge.Body["captured"] = false;
        charge.Body["amount_captured"] = 0L;
        if (charge.Body["payment_method_details"]!["card"] is JsonObject card)
        {
            card["capture_before"] = unit.NowSeconds + HoldSeconds;
        }

        unit.Add(charge);
        unit.AddEvent("charge.succeeded", charge);
        intent.Body["status"] = Waiting;
        intent.Body["amount_capturable"] = intent.Number("amount");
        unit.Save(intent);
        unit.AddEvent("payment_intent.amount_capturable_updated", intent);
    }

    /// <summary>Captures the amount or a part of it, once. Holds the intent's lock from the check to the commit.</summary>
    public static async Task<StripeReply> CaptureAsync(LocalStripeUnit unit, StripeCall call, string id, CancellationToken cancellationToken)
    {
        var intent = await unit.LockAsync("payment_intent", id, "intent", cancellationToken);
        if (intent.Text("status") != Waiting)
        {
            throw StripeProblem.State(
                intent.Body,
                $"This PaymentIntent could not be captured because it has a status of {intent.Text("status")}. "
                + "Only a PaymentIntent with one of the following statuses may be captured: requires_capture.");
        }

        var capturable = intent.Number("amount_capturable");
        var amount = call.Params.Integer("amount_to_capture") ?? capturable;
        if (amount < 1)
        {
            throw StripeProblem.Invalid("amount_to_capture", "This value must be greater than or equal to 1.", "parameter_invalid_integer");
        }

        if (amount > capturable)
        {
            throw StripeProblem.Invalid("amount_to_capture", $"The amount to capture ({amount}) is greater than the capturable amount ({capturable}).", "amount_too_large");
        }

        if (call.Params["final_capture"] is "false")
        {
            throw StripeProblem.Invalid("final_capture", "The local provider captures a payment once.");
        }

        PaymentIntents.ApplyMetadata(call, intent.Body);
        var charge = await unit.GetAsync("charge", intent.Text("latest_charge")!, "charge", cancellationToken);
        charge.Body["captured"] = true;
        charge.Body["amount_captured"] = amount;
        unit.Add(BalanceTransactions.OfCharge(charge, unit.NowSeconds));
        unit.Save(charge);
        unit.AddEvent("charge.captured", charge);
        Receive(unit, intent, charge);
        return StripeReply.Ok(intent.Body);
    }

    /// <summary>Marks the intent as succeeded; opens a dispute if the test card does.</summary>
    public static void Receive(LocalStripeUnit unit, StripeResource intent, StripeResource charge)
    {
        intent.Body["status"] = "succeeded";
        intent.Body["amount_capturable"] = 0L;
        intent.Body["amount_received"] = charge.Number("amount_captured");
        unit.Save(intent);
        unit.AddEvent("payment_intent.succeeded", intent);
        if (charge.Behavior == CardBehavior.Dispute)
        {
            Disputes.Open(unit, charge);
        }
    }
}
