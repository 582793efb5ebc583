using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>
/// Whoever moves the money: Stripe, or the local provider that speaks its protocol. A port, because a site may bring
/// another one.
/// </summary>
/// <remarks>
/// Every call that changes something takes an idempotency key: the same key with the same request gets the first answer
/// again, so that a call whose answer was lost can be repeated. Calls retry by themselves what is safe to retry; what
/// comes back as <see cref="PaymentFailureKind.Unavailable"/> may or may not have happened.
/// </remarks>
public interface IPaymentProvider
{
    /// <summary>The provider's name on the wire and in the payments table: <c>stripe</c>.</summary>
    string Name { get; }

    /// <summary>What a browser needs to confirm a payment directly with the provider.</summary>
    ValueTask<PaymentBrowserAccess> GetBrowserAccessAsync(CancellationToken cancellationToken);

    Task<Outcome<PaymentIntent, PaymentFailure>> CreateIntentAsync(CreatePaymentIntent request, CancellationToken cancellationToken);

    Task<Outcome<PaymentIntent, PaymentFailure>> GetIntentAsync(string intentId, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure no money can arrive on the intent any more. <see cref="PaymentFailureKind.WrongState"/> when it already
    /// has: then ask for the intent and treat the money as paid.
    /// </summary>
    Task<Outcome<PaymentIntent, PaymentFailure>> CancelIntentAsync(string intentId, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Gives money back, in whole or in part; never more than was paid, refunds still pending included.</summary>
    Task<Outcome<PaymentRefund, PaymentFailure>> RefundAsync(RefundPayment request, CancellationToken cancellationToken);

    Task<Outcome<PaymentRefund, PaymentFailure>> GetRefundAsync(string refundId, CancellationToken cancellationToken);

    /// <summary>All refunds of an intent, newest first: also those made in the provider's own dashboard.</summary>
    Task<Outcome<PaymentRefundList, PaymentFailure>> ListRefundsAsync(string intentId, CancellationToken cancellationToken);

    /// <summary>What happened to payments, refunds and disputes since a time, newest first, one page of at most 100: for webhooks that never came.</summary>
    /// <param name="after">The last event's id of the page before, or null for the first page.</param>
    Task<Outcome<PaymentEventPage, PaymentFailure>> ListEventsAsync(DateTimeOffset since, string? after, CancellationToken cancellationToken);

    /// <summary>Checks that the payload was signed by the provider lately, and reads it.</summary>
    /// <param name="payload">The body exactly as it came over the wire: the signature covers its bytes.</param>
    /// <param name="signatureHeader">The <c>Stripe-Signature</c> header's value.</param>
    ValueTask<Outcome<PaymentEvent, WebhookRefusal>> ParseWebhookAsync(
        ReadOnlyMemory<byte> payload, string? signatureHeader, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>What a browser needs to talk to the provider: card data goes there and nowhere else.</summary>
/// <param name="ApiBase">The provider's address, or null where it lives at the site's own origin.</param>
/// <param name="PublishableKey">May be shown to anybody: it can confirm a payment whose secret one holds, and nothing else.</param>
public sealed record PaymentBrowserAccess(Uri? ApiBase, string PublishableKey);
