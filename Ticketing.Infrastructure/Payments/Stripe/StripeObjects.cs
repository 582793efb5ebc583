using System.Globalization;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Sdk = global::Stripe;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>Converts Stripe's objects to the port's. Missing fields and unknown states throw <see cref="StripeShapeException"/>.</summary>
internal static class StripeObjects
{
    /// <summary>The metadata key of the order's id.</summary>
    public const string OrderKey = "order_id";

    public const string OrderNumberKey = "order_number";

    /// <summary>The metadata key of our refund's id.</summary>
    public const string RefundKey = "refund_id";

    public static PaymentIntent Intent(Sdk.PaymentIntent intent)
    {
        var currency = Needed(intent.Currency, "currency");
        return new PaymentIntent(
            Needed(intent.Id, "id"),
            intent.Status switch
            {
                "requires_payment_method" => PaymentIntentStatus.AwaitingCard,
                "requires_confirmation" => PaymentIntentStatus.AwaitingConfirmation,
                "requires_action" => PaymentIntentStatus.AwaitingBuyer,
                // Manual capture is never requested; an authorized amount counts as processing.
                "processing" or "requires_capture" => PaymentIntentStatus.Processing,
                "succeeded" => PaymentIntentStatus.Succeeded,
                "canceled" => PaymentIntentStatus.Canceled,
                var other => throw new StripeShapeException($"payment intent status {other}"),
            },
            Amount(intent.Amount, currency),
            StripeAmount.FromStripe(intent.AmountReceived, currency),
            intent.ClientSecret,
            Order(intent.Metadata),
            // Set only if the request expanded the charge.
            intent.LatestCharge?.PaymentMethodDetails?.Card is { Brand: { } brand, Last4: { } last4 } ? new PaymentCard(brand, last4) : null,
            StripeFailures.OfAttempt(intent.LastPaymentError),
            Time(intent.Created));
    }

    public static PaymentRefund Refund(Sdk.Refund refund) => new(
        Needed(refund.Id, "id"),
        refund.PaymentIntentId,
        refund.Status switch
        {
            "pending" or null => PaymentRefundStatus.Pending,
            "requires_action" => PaymentRefundStatus.AwaitingAction,
            "succeeded" => PaymentRefundStatus.Succeeded,
            "failed" => PaymentRefundStatus.Failed,
            "canceled" => PaymentRefundStatus.Canceled,
            var other => throw new StripeShapeException($"refund status {other}"),
        },
        Amount(refund.Amount, Needed(refund.Currency, "currency")),
        refund.FailureReason,
        Time(refund.Created))
    {
        OwnId = Id(refund.Metadata, RefundKey),
    };

    public static PaymentDispute Dispute(Sdk.Dispute dispute) => new(
        Needed(dispute.Id, "id"),
        dispute.PaymentIntentId,
        Needed(dispute.Status, "status") switch
        {
            "won" or "warning_closed" or "prevented" => PaymentDisputeStatus.Won,
            "lost" => PaymentDisputeStatus.Lost,
            // needs_response, under_review, the warning_ states and unknown ones: undecided.
            _ => PaymentDisputeStatus.Open,
        },
        Amount(dispute.Amount, Needed(dispute.Currency, "currency")),
        Needed(dispute.Reason, "reason"));

    /// <param name="payload">The event's JSON as received.</param>
    public static PaymentEvent Event(Sdk.Event received, string payload) => new(
        Needed(received.Id, "id"),
        Needed(received.Type, "type"),
        Time(received.Created),
        received.Data?.Object switch
        {
            Sdk.PaymentIntent intent => new PaymentFact.OfIntent(Intent(intent)),
            Sdk.Refund refund => new PaymentFact.OfRefund(Refund(refund)),
            Sdk.Dispute dispute => new PaymentFact.OfDispute(Dispute(dispute)),
            // Includes types that Stripe.net does not know.
            _ => new PaymentFact.Other(),
        },
        payload);

    private static OrderId? Order(Dictionary<string, string>? metadata) => Id(metadata, OrderKey) is { } id ? OrderId.From(id) : null;

    private static Guid? Id(Dictionary<string, string>? metadata, string key) =>
        metadata?.GetValueOrDefault(key) is { } text && Guid.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string Needed(string? text, string name) => text ?? throw new StripeShapeException($"no {name}");

    // Stripe.net reads a missing amount as 0, which is no valid amount of a payment, refund or dispute.
    private static Money Amount(long amount, string currency) =>
        amount != 0 ? StripeAmount.FromStripe(amount, currency) : throw new StripeShapeException("no amount");

    // Stripe.net reads a missing time as the epoch.
    private static DateTimeOffset Time(DateTime created) => created > DateTime.UnixEpoch
        ? new DateTimeOffset(DateTime.SpecifyKind(created, DateTimeKind.Utc))
        : throw new StripeShapeException("no time of creation");
}
