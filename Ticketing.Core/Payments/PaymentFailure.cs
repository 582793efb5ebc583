namespace Ticketing.Core.Payments;

/// <summary>Why a call to the provider failed; determines who may retry.</summary>
public enum PaymentFailureKind
{
    /// <summary>The bank declined. Nothing was charged; the buyer may try another card.</summary>
    Declined,

    /// <summary>No response, or an outage of the provider. The effect is unknown: retry with the same idempotency key.</summary>
    Unavailable,

    /// <summary>The payment's state does not allow the call: already paid, cancelled or refunded.</summary>
    WrongState,

    /// <summary>The provider does not know the id.</summary>
    NotFound,

    /// <summary>The provider rejected the request as invalid: a bug; a retry fails too.</summary>
    BadRequest,
}

/// <summary>A refusal by the payment provider.</summary>
/// <param name="Code">The provider's error code: <c>card_declined</c> …</param>
/// <param name="DeclineCode">The bank's reason, where given: <c>insufficient_funds</c> …</param>
/// <param name="Message">The provider's message for people; contains no card data.</param>
public sealed record PaymentFailure(PaymentFailureKind Kind, string? Code, string? DeclineCode, string Message);
