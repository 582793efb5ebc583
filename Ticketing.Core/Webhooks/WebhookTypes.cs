namespace Ticketing.Core.Webhooks;

/// <summary>
/// The types of facts that webhooks carry. A type's payload only gains optional fields; a changed meaning gets a new type. Facts about
/// accounts and about mails to buyers are not among them: their payloads are personal data, or of no use outside.
/// </summary>
public static class WebhookTypes
{
    /// <summary>Sent on request, to try an endpoint; endpoints do not choose it.</summary>
    public const string Test = "webhook.test";

    /// <summary>Types that endpoints choose from, in the order of an order's life.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "order.placed",
        "order.paid",
        "order.expired",
        "order.cancelled",
        "order.changed",
        "order.partially-refunded",
        "order.refunded",
        "order.refunded-at-provider",
        "order.refund-failed",
        "order.refund-retried",
        "order.refund-paid-otherwise",
        "order.late-payment-returned",
        "order.dispute-opened",
        "order.dispute-won",
        "order.dispute-lost",
    ];
}
