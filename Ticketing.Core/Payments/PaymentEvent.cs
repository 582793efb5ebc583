using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>An event of the provider. Delivered in any order, possibly several times or never.</summary>
/// <param name="Id">The same for every delivery; identifies duplicates.</param>
/// <param name="Type">The provider's event type: <c>payment_intent.succeeded</c> …</param>
/// <param name="Payload">The raw JSON.</param>
public sealed record PaymentEvent(string Id, string Type, DateTimeOffset CreatedAt, PaymentFact Fact, string Payload);

/// <summary>An event's object: a snapshot at the time of the event, which may be older than the stored state.</summary>
public abstract record PaymentFact
{
    private PaymentFact()
    {
    }

    /// <summary>A payment's status changed.</summary>
    public sealed record OfIntent(PaymentIntent Intent) : PaymentFact;

    /// <summary>A refund was created or its status changed; also one made in the provider's dashboard.</summary>
    public sealed record OfRefund(PaymentRefund Refund) : PaymentFact;

    /// <summary>A chargeback was opened or decided.</summary>
    public sealed record OfDispute(PaymentDispute Dispute) : PaymentFact;

    /// <summary>Any other event: stored, not processed.</summary>
    public sealed record Other : PaymentFact;
}

/// <summary>A dispute's status; a later value outlasts an earlier one: see <see cref="DisputeCase.Apply"/>.</summary>
public enum PaymentDisputeStatus
{
    Open,
    Won,
    Lost,
}

/// <summary>A dispute (chargeback) of a payment.</summary>
/// <param name="Reason">The bank's reason code: <c>fraudulent</c>, <c>duplicate</c> …</param>
public sealed record PaymentDispute(string Id, string? IntentId, PaymentDisputeStatus Status, Money Amount, string Reason);

/// <summary>One page of events.</summary>
/// <param name="Next">The cursor of the next page; null on the last.</param>
public sealed record PaymentEventPage(IReadOnlyList<PaymentEvent> Events, string? Next);

/// <summary>Why a webhook was rejected.</summary>
public enum WebhookRefusal
{
    /// <summary>The signature is missing or malformed.</summary>
    SignatureMissing,

    /// <summary>The signature does not match the payload and our secrets.</summary>
    SignatureWrong,

    /// <summary>The signature is valid but more than five minutes off: a possible replay.</summary>
    SignatureStale,

    /// <summary>The signature is valid; the payload cannot be parsed.</summary>
    PayloadUnreadable,
}
