using Ticketing.Infrastructure.Development.LocalStripe.Charging;

namespace Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

/// <summary>
/// POST /v1/disputes/{id} and /close. As in Stripe's test mode, the evidence <c>winning_evidence</c> wins and
/// <c>losing_evidence</c> loses (https://docs.stripe.com/testing#evidence).
/// </summary>
internal static class Disputes
{
    public static async Task<StripeReply> UpdateAsync(LocalStripeUnit unit, StripeCall call, string id, CancellationToken cancellationToken)
    {
        var dispute = await LockAsync(unit, id, cancellationToken);
        var evidence = call.Params["evidence[uncategorized_text]"];
        if (dispute.Text("status") == "needs_response" && evidence is "winning_evidence" or "losing_evidence")
        {
            await CloseAsync(unit, dispute, evidence == "winning_evidence" ? "won" : "lost", cancellationToken);
        }

        return StripeReply.Ok(dispute.Body);
    }

    /// <summary>The seller accepts the dispute, which is lost.</summary>
    public static async Task<StripeReply> CloseAsync(LocalStripeUnit unit, string id, CancellationToken cancellationToken)
    {
        var dispute = await LockAsync(unit, id, cancellationToken);
        if (dispute.Text("status") != "needs_response")
        {
            throw StripeProblem.Invalid(null, "This dispute is already closed.");
        }

        await CloseAsync(unit, dispute, "lost", cancellationToken);
        return StripeReply.Ok(dispute.Body);
    }

    /// <summary>Opens a dispute; its amount is withdrawn until it is closed.</summary>
    public static void Open(LocalStripeUnit unit, StripeResource charge)
    {
        charge.Body["disputed"] = true;
        unit.Save(charge);
        var dispute = new StripeResource(StripeShapes.Dispute(charge, unit.NowSeconds), charge.Parent);
        unit.Add(BalanceTransactions.OfDispute(charge, dispute, unit.NowSeconds));
        unit.Add(dispute);
        unit.AddEvent("charge.dispute.created", dispute);
    }

    private static async Task<StripeResource> LockAsync(LocalStripeUnit unit, string id, CancellationToken cancellationToken)
    {
        var found = await unit.GetAsync("dispute", id, "dispute", cancellationToken);
        await unit.LockAsync("payment_intent", found.Parent!, "intent", cancellationToken);
        return await unit.GetAsync("dispute", id, "dispute", cancellationToken);
    }

    private static async Task CloseAsync(LocalStripeUnit unit, StripeResource dispute, string status, CancellationToken cancellationToken)
    {
        dispute.Body["status"] = status;
        if (status == "won")
        {
            var charge = await unit.GetAsync("charge", dispute.Text("charge")!, "charge", cancellationToken);
            charge.Body["disputed"] = false;
            unit.Save(charge);
            unit.Add(BalanceTransactions.OfReversal(charge, dispute, unit.NowSeconds));
        }

        unit.Save(dispute);
        unit.AddEvent("charge.dispute.closed", dispute);
    }
}
