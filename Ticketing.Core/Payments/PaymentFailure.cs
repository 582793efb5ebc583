namespace Ticketing.Core.Payments;

/// <summary>Why the provider did not do what was asked: decides who may try again.</summary>
public enum PaymentFailureKind
{
    /// <summary>The bank said no. The buyer may try another card; nothing moved.</summary>
    Declined,

    /// <summary>No answer, or the provider is in trouble. It may have happened: ask again with the same idempotency key.</summary>
    Unavailable,

    /// <summary>The payment is in a state in which this cannot be done: already paid, cancelled or given back.</summary>
    WrongState,

    /// <summary>The provider knows nothing by that id.</summary>
    NotFound,

    /// <summary>The provider does not understand or does not allow the request: our mistake, repeating it is useless.</summary>
    BadRequest,
}

/// <summary>A refusal by the payment provider.</summary>
/// <param name="Code">The provider's error code: <c>card_declined</c> …</param>
/// <param name="DeclineCode">The bank's reason, where given: <c>insufficient_funds</c> …</param>
/// <param name="Message">For people, in the provider's words; carries no card data.</param>
public sealed record PaymentFailure(PaymentFailureKind Kind, string? Code, string? DeclineCode, string Message);
