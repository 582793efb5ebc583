using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>
/// Port to a payment provider: Stripe, or the local provider with the same protocol. A site may implement another one.
/// </summary>
/// <remarks>
/// Every write takes an idempotency key: a repeat with the same key gets the first response, so that a call with a lost response can be
/// repeated. Implementations retry what is safe to retry. After <see cref="PaymentFailureKind.Unavailable"/> the effect is unknown.
/// </remarks>
public interface IPaymentProvider
{
    /// <summary>The provider's name in URLs and in the payments table: <c>stripe</c>.</summary>
    string Name { get; }

    /// <summary>The amounts that it charges in that currency.</summary>
    PaymentLimits LimitsOf(string currency);

    /// <summary>The parameters for confirming a payment from a browser.</summary>
    ValueTask<PaymentBrowserAccess> GetBrowserAccessAsync(CancellationToken cancellationToken);

    Task<Outcome<PaymentIntent, PaymentFailure>> CreateIntentAsync(CreatePaymentIntent request, CancellationToken cancellationToken);

    Task<Outcome<PaymentIntent, PaymentFailure>> GetIntentAsync(string intentId, CancellationToken cancellationToken);

    /// <summary>
    /// Cancels the intent, so that it can no longer be paid. <see cref="PaymentFailureKind.WrongState"/> if it was paid before: read the
    /// intent and process it as paid.
    /// </summary>
    Task<Outcome<PaymentIntent, PaymentFailure>> CancelIntentAsync(
        string intentId, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Refunds in full or in part, at most the paid amount; pending refunds count.</summary>
    Task<Outcome<PaymentRefund, PaymentFailure>> RefundAsync(RefundPayment request, CancellationToken cancellationToken);

    Task<Outcome<PaymentRefund, PaymentFailure>> GetRefundAsync(string refundId, CancellationToken cancellationToken);

    /// <summary>All refunds of an intent, newest first, those made in the provider's dashboard included.</summary>
    Task<Outcome<PaymentRefundList, PaymentFailure>> ListRefundsAsync(string intentId, CancellationToken cancellationToken);

    /// <summary>
    /// Events of payments, refunds and disputes since a time, newest first, in pages of at most 100. Recovers missed webhooks.
    /// </summary>
    /// <param name="after">The id of the previous page's last event, or null for the first page.</param>
    Task<Outcome<PaymentEventPage, PaymentFailure>> ListEventsAsync(
        DateTimeOffset since, string? after, CancellationToken cancellationToken);

    /// <summary>Verifies the signature and its age, and parses the payload.</summary>
    /// <param name="payload">The raw body: the signature covers its bytes.</param>
    /// <param name="signatureHeader">The <c>Stripe-Signature</c> header's value.</param>
    ValueTask<Outcome<PaymentEvent, WebhookRefusal>> ParseWebhookAsync(
        ReadOnlyMemory<byte> payload, string? signatureHeader, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Parameters of a browser's calls to the provider. Card data goes from the browser to the provider only.</summary>
/// <param name="ApiBase">The provider's base URL; null: the site's own origin.</param>
/// <param name="PublishableKey">Not secret: confirms payments whose client secret is known, nothing else.</param>
public sealed record PaymentBrowserAccess(Uri? ApiBase, string PublishableKey);
