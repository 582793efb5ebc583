using System.Text.Json.Nodes;

namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>
/// What payments, refunds and disputes do to the seller's balance (https://docs.stripe.com/reports/balance-transaction-types).
/// The money is available at once, as with Stripe's card <c>pm_card_bypassPending</c>.
/// </summary>
/// <remarks>
/// Prices are Stripe's European standard: 1.5 % and 25 minor units a payment, rounded half up; 20.00 a dispute. A refund
/// costs nothing and does not bring the payment's fee back; a dispute that was won brings the money back, not its fee.
/// </remarks>
internal static class BalanceTransactions
{
    private const decimal FeeShare = 0.015m;
    private const long FeeFixed = 25;
    private const long DisputeFee = 2000;

    /// <summary>The money of a captured charge, which is linked to it.</summary>
    public static StripeResource OfCharge(StripeResource charge, long created)
    {
        var amount = charge.Number("amount_captured");
        var fee = (long)Math.Round(amount * FeeShare, MidpointRounding.AwayFromZero) + FeeFixed;
        var transaction = Of(
            charge, charge.Id, IsCard(charge) ? "charge" : "payment", "charge", amount, fee, "Stripe processing fees", charge.Text("description"), created);
        charge.Body["balance_transaction"] = transaction.Id;
        return transaction;
    }

    /// <summary>The money of a refund, which is linked to it.</summary>
    public static StripeResource OfRefund(StripeResource charge, StripeResource refund, long created)
    {
        var (type, what) = IsCard(charge) ? ("refund", "CHARGE") : ("payment_refund", "PAYMENT");
        var description = charge.Text("description") is { } text ? $"REFUND FOR {what} ({text})" : $"REFUND FOR {what}";
        var transaction = Of(charge, refund.Id, type, "refund", -refund.Number("amount"), 0, null, description, created);
        refund.Body["balance_transaction"] = transaction.Id;
        return transaction;
    }

    /// <summary>The money of a refund that failed comes back.</summary>
    public static StripeResource OfFailure(StripeResource charge, StripeResource refund, long created)
    {
        var (type, what) = IsCard(charge) ? ("refund_failure", "REFUND") : ("payment_failure_refund", "PAYMENT REFUND");
        var transaction = Of(charge, refund.Id, type, "refund_failure", refund.Number("amount"), 0, null, $"{what} FAILURE", created);
        refund.Body["failure_balance_transaction"] = transaction.Id;
        return transaction;
    }

    /// <summary>The bank takes the disputed money at once; the dispute carries the whole transaction, as Stripe's does.</summary>
    public static StripeResource OfDispute(StripeResource charge, StripeResource dispute, long created) =>
        Carry(dispute, Of(
            charge, dispute.Id, "adjustment", "dispute", -dispute.Number("amount"), DisputeFee, "Dispute fee", $"Chargeback withdrawal for {charge.Id}", created));

    /// <summary>The bank gives the money of a dispute back that was won.</summary>
    public static StripeResource OfReversal(StripeResource charge, StripeResource dispute, long created) =>
        Carry(dispute, Of(
            charge, dispute.Id, "adjustment", "dispute_reversal", dispute.Number("amount"), 0, null, $"Chargeback reversal for {charge.Id}", created));

    private static StripeResource Carry(StripeResource dispute, StripeResource transaction)
    {
        dispute.Body["balance_transactions"]!.AsArray().Add(transaction.Body.DeepClone());
        return transaction;
    }

    private static bool IsCard(StripeResource charge) => charge.Body["payment_method_details"]!["type"]!.GetValue<string>() == "card";

    private static StripeResource Of(
        StripeResource charge, string source, string type, string category, long amount, long fee, string? feeDescription, string? description, long created) =>
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
