using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>Something that happened at the provider. Arrives at least once, in any order, sometimes never.</summary>
/// <param name="Id">The same for every delivery: what duplicates are recognised by.</param>
/// <param name="Type">The provider's name for it: <c>payment_intent.succeeded</c> …</param>
/// <param name="Payload">As it was received, JSON.</param>
public sealed record PaymentEvent(string Id, string Type, DateTimeOffset CreatedAt, PaymentFact Fact, string Payload);

/// <summary>What an event is about: a snapshot taken when it happened, which may be older than what is known.</summary>
public abstract record PaymentFact
{
    private PaymentFact()
    {
    }

    /// <summary>A payment moved to the status it carries.</summary>
    public sealed record OfIntent(PaymentIntent Intent) : PaymentFact;

    /// <summary>A refund was made, moved, or failed; also one made in the provider's dashboard.</summary>
    public sealed record OfRefund(PaymentRefund Refund) : PaymentFact;

    /// <summary>A buyer disputes a charge with the bank, or the bank has decided.</summary>
    public sealed record OfDispute(PaymentDispute Dispute) : PaymentFact;

    /// <summary>Of no interest here: kept, and that is all.</summary>
    public sealed record Other : PaymentFact;
}

/// <summary>How far a dispute has come.</summary>
public enum PaymentDisputeStatus
{
    Open,
    Won,
    Lost,
}

/// <param name="Reason">The bank's word: <c>fraudulent</c>, <c>duplicate</c> …</param>
public sealed record PaymentDispute(string Id, string? IntentId, PaymentDisputeStatus Status, Money Amount, string Reason);

/// <param name="Next">The id to ask on with, or null at the end.</param>
public sealed record PaymentEventPage(IReadOnlyList<PaymentEvent> Events, string? Next);

/// <summary>Why a webhook is not believed.</summary>
public enum WebhookRefusal
{
    /// <summary>No signature, or one that cannot be read.</summary>
    SignatureMissing,

    /// <summary>Signed with no secret of ours, or altered on the way.</summary>
    SignatureWrong,

    /// <summary>Rightly signed, but more than five minutes off: perhaps somebody replays it.</summary>
    SignatureStale,

    /// <summary>Rightly signed, yet no event we can read.</summary>
    PayloadUnreadable,
}
