namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// The subscribed event types: of the webhook endpoint, of the query for missed events, and of the local provider.
/// Stripe allows at most twenty types in a query.
/// </summary>
public static class StripeEvents
{
    public static IReadOnlyList<string> OfInterest { get; } =
    [
        "payment_intent.succeeded", "payment_intent.processing", "payment_intent.payment_failed", "payment_intent.canceled",
        "refund.created", "refund.updated", "refund.failed", "charge.dispute.created", "charge.dispute.closed",
    ];
}
