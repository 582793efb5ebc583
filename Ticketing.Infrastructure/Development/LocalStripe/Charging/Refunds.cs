using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>POST /v1/refunds and the settlement of pending refunds (https://docs.stripe.com/api/refunds).</summary>
internal static class Refunds
{
    /// <summary>
    /// Refunds at most the captured amount, including pending refunds. Holds the intent's lock from the check to the commit.
    /// </summary>
    public static async Task<StripeReply> CreateAsync(
        LocalStripeUnit unit, StripeCall call, TimeSpan settleAfter, CancellationToken cancellationToken)
    {
        var charge = await ChargeToRefundAsync(unit, call, cancellationToken);
        var left = charge.Number("amount_captured") - charge.Number("amount_refunded");
        if (charge.Body["disputed"]!.GetValue<bool>())
        {
            throw StripeProblem.Invalid(null, $"Charge {charge.Id} has been charged back; cannot issue a refund.", "charge_disputed");
        }

        if (left == 0)
        {
            throw StripeProblem.Invalid(null, $"Charge {charge.Id} has already been refunded.", "charge_already_refunded");
        }

        var amount = call.Params.Integer("amount") ?? left;
        if (amount < 1)
        {
            throw StripeProblem.Invalid("amount", "Invalid positive integer", "parameter_invalid_integer");
        }

        if (amount > left)
        {
            throw StripeProblem.Invalid("amount", $"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})");
        }

        var reason = call.Params["reason"];
        if (reason is not (null or "duplicate" or "fraudulent" or "requested_by_customer"))
        {
            throw StripeProblem.Invalid("reason", "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer");
        }

        var status = charge.Behavior == CardBehavior.SlowRefund ? "pending" : "succeeded";
        var refund = new StripeResource(StripeShapes.Refund(charge, amount, reason, status, unit.NowSeconds), charge.Parent);
        PaymentIntents.ApplyMetadata(call, refund.Body);
        unit.Add(BalanceTransactions.OfRefund(charge, refund, unit.NowSeconds));
        unit.Add(refund);
        Count(charge, amount);
        unit.Save(charge);
        unit.AddEvent("refund.created", refund);
        unit.AddEvent("charge.refunded", charge);
        if (charge.Behavior is CardBehavior.SlowRefund or CardBehavior.FailingRefund)
        {
            unit.Settle(refund.Id, unit.Now + settleAfter, charge.Behavior == CardBehavior.SlowRefund ? "succeeded" : "failed");
        }

        return StripeReply.Ok(refund.Body);
    }

    public static async Task<StripeReply> UpdateAsync(LocalStripeUnit unit, StripeCall call, string id, CancellationToken cancellationToken)
    {
        var refund = await unit.LockAsync("refund", id, "id", cancellationToken);
        PaymentIntents.ApplyMetadata(call, refund.Body);
        unit.Save(refund);
        return StripeReply.Ok(refund.Body);
    }

    /// <summary>Ends a pending refund; a failed one is refundable again.</summary>
    public static async Task SettleAsync(LocalStripeUnit unit, string refundId, string status, CancellationToken cancellationToken)
    {
        var found = await unit.GetAsync("refund", refundId, "id", cancellationToken);
        await unit.LockAsync("payment_intent", found.Parent!, "intent", cancellationToken);
        var refund = await unit.GetAsync("refund", refundId, "id", cancellationToken);
        refund.Body["status"] = status;
        if (status == "failed")
        {
            refund.Body["failure_reason"] = "expired_or_canceled_card";
            var charge = await unit.GetAsync("charge", refund.Text("charge")!, "charge", cancellationToken);
            Count(charge, -refund.Number("amount"));
            unit.Save(charge);
            unit.Add(BalanceTransactions.OfFailure(charge, refund, unit.NowSeconds));
        }

        unit.Save(refund);
        unit.AddEvent("refund.updated", refund);
        unit.AddEvent("charge.refund.updated", refund);
        if (status == "failed")
        {
            unit.AddEvent("refund.failed", refund);
        }
    }

    private static void Count(StripeResource charge, long amount)
    {
        var refunded = charge.Number("amount_refunded") + amount;
        charge.Body["amount_refunded"] = refunded;
        charge.Body["refunded"] = refunded == charge.Number("amount_captured");
    }

    private static async Task<StripeResource> ChargeToRefundAsync(LocalStripeUnit unit, StripeCall call, CancellationToken cancellationToken)
    {
        if (call.Params["payment_intent"] is { } intentId)
        {
            var intent = await unit.LockAsync("payment_intent", intentId, "payment_intent", cancellationToken);
            return intent.Text("status") == "succeeded"
                ? await unit.GetAsync("charge", intent.Text("latest_charge")!, "charge", cancellationToken)
                : throw StripeProblem.Invalid("payment_intent", $"This PaymentIntent ({intentId}) does not have a successful charge to refund.");
        }

        var chargeId = call.Params["charge"]
            ?? throw StripeProblem.Invalid(null, "One of the following params should be provided for this request: payment_intent or charge.", "parameter_missing");
        var charge = await unit.GetAsync("charge", chargeId, "charge", cancellationToken);
        await unit.LockAsync("payment_intent", charge.Parent!, "payment_intent", cancellationToken);
        charge = await unit.GetAsync("charge", chargeId, "charge", cancellationToken);
        if (charge.Text("status") != "succeeded")
        {
            throw StripeProblem.Invalid("charge", $"Charge {chargeId} was not successful and cannot be refunded.");
        }

        return charge.Body["captured"]!.GetValue<bool>()
            ? charge
            : throw StripeProblem.Invalid("charge", $"Charge {chargeId} has not been captured. Cancel its PaymentIntent to release the funds.");
    }
}
