using System.Text.Json.Nodes;

namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>
/// Creates the balance transactions of payments, refunds and disputes (https://docs.stripe.com/reports/balance-transaction-types).
/// Available immediately, as with Stripe's card <c>pm_card_bypassPending</c>.
/// </summary>
/// <remarks>
/// Fees are Stripe's European standard: 1.5 % plus 25 minor units per payment, rounded half up; 20.00 per dispute. Refunds are free and do
/// not return the payment's fee; a won dispute returns the amount, not its fee.
/// </remarks>
internal static class BalanceTransactions
{
    private const decimal FeeShare = 0.015m;
    private const long FeeFixed = 25;
    private const long DisputeFee = 2000;

    /// <summary>The amount of a captured charge; links the charge to it.</summary>
    public static StripeResource OfCharge(StripeResource charge, long created)
    {
        var amount = charge.Number("amount_captured");
        var fee = (long)Math.Round(amount * FeeShare, MidpointRounding.AwayFromZero) + FeeFixed;
        var transaction = Of(
            charge, charge.Id, IsCard(charge) ? "charge" : "payment", "charge", amount, fee, "Stripe processing fees", charge.Text("description"), created);
        charge.Body["balance_transaction"] = transaction.Id;
        return transaction;
    }

    /// <summary>The amount of a refund; links the refund to it.</summary>
    public static StripeResource OfRefund(StripeResource charge, StripeResource refund, long created)
    {
        var (type, what) = IsCard(charge) ? ("refund", "CHARGE") : ("payment_refund", "PAYMENT");
        var description = charge.Text("description") is { } text ? $"REFUND FOR {what} ({text})" : $"REFUND FOR {what}";
        var transaction = Of(charge, refund.Id, type, "refund", -refund.Number("amount"), 0, null, description, created);
        refund.Body["balance_transaction"] = transaction.Id;
        return transaction;
    }

    /// <summary>The returned amount of a failed refund.</summary>
    public static StripeResource OfFailure(StripeResource charge, StripeResource refund, long created)
    {
        var (type, what) = IsCard(charge) ? ("refund_failure", "REFUND") : ("payment_failure_refund", "PAYMENT REFUND");
        var transaction = Of(charge, refund.Id, type, "refund_failure", refund.Number("amount"), 0, null, $"{what} FAILURE", created);
        refund.Body["failure_balance_transaction"] = transaction.Id;
        return transaction;
    }

    /// <summary>The withdrawal of a disputed amount; the dispute embeds the transaction, as Stripe's does.</summary>
    public static StripeResource OfDispute(StripeResource charge, StripeResource dispute, long created) =>
        Embed(dispute, Of(
            charge, dispute.Id, "adjustment", "dispute", -dispute.Number("amount"), DisputeFee, "Dispute fee",
            $"Chargeback withdrawal for {charge.Id}", created));

    /// <summary>The returned amount of a won dispute.</summary>
    public static StripeResource OfReversal(StripeResource charge, StripeResource dispute, long created) =>
        Embed(dispute, Of(
            charge, dispute.Id, "adjustment", "dispute_reversal", dispute.Number("amount"), 0, null,
            $"Chargeback reversal for {charge.Id}", created));

    private static StripeResource Embed(StripeResource dispute, StripeResource transaction)
    {
        dispute.Body["balance_transactions"]!.AsArray().Add(transaction.Body.DeepClone());
        return transaction;
    }

    private static bool IsCard(StripeResource charge) => charge.Body["payment_method_details"]!["type"]!.GetValue<string>() == "card";

    private static StripeResource Of(
        StripeResource charge, string source, string type, string category, long amount, long fee, string? feeDescription,
        string? description, long created) =>
        new(new JsonObject
        {
            ["id"] = StripeIds.New("txn"),
            ["object"] = "balance_transaction",
            ["amount"] = amount,
            ["available_on"] = created,
            ["balance_type"] = "payments",
            ["created"] = created,
            ["currency"] = charge.Text("currency"),
            ["description"] = description,
            ["exchange_rate"] = null,
            ["fee"] = fee,
            ["fee_details"] = fee == 0
                ? new JsonArray()
                : new JsonArray(new JsonObject
                {
                    ["amount"] = fee,
                    ["application"] = null,
                    ["currency"] = charge.Text("currency"),
                    ["description"] = feeDescription,
                    ["type"] = "stripe_fee",
                }),
            ["net"] = amount - fee,
            ["reporting_category"] = category,
            ["source"] = source,
            ["status"] = "available",
            ["type"] = type,
        }, charge.Parent);
}
