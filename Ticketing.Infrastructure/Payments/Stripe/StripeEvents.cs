namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// What a shop subscribes to at Stripe: the same list for its webhook endpoint, for reading up on missed events, and for
/// what the local provider sends. Stripe allows at most twenty types in one question.
/// </summary>
public static class StripeEvents
{
    public static IReadOnlyList<string> OfInterest { get; } =
    [
        "payment_intent.succeeded", "payment_intent.processing", "payment_intent.payment_failed", "payment_intent.canceled",
        "refund.created", "refund.updated", "refund.failed", "charge.dispute.created", "charge.dispute.closed",
    ];
}
