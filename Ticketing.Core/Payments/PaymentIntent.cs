using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>Request to create a payment intent for an order.</summary>
/// <param name="Order">Stored in the intent, so that a payment can be traced to its order.</param>
/// <param name="OrderNumber">Shown in the provider's dashboard.</param>
/// <param name="ReceiptEmail">Where the provider may send its receipt, or null.</param>
/// <param name="IdempotencyKey">The same for all attempts to create this intent.</param>
public sealed record CreatePaymentIntent(
    Money Amount, OrderId Order, string OrderNumber, string? ReceiptEmail, string IdempotencyKey);

/// <summary>A payment intent's status.</summary>
public enum PaymentIntentStatus
{
    /// <summary>No card yet, or the last card was declined.</summary>
    AwaitingCard,

    /// <summary>A card is attached; the confirmation is missing.</summary>
    AwaitingConfirmation,

    /// <summary>The buyer must complete 3-D Secure.</summary>
    AwaitingBuyer,

    /// <summary>The bank's decision is pending.</summary>
    Processing,

    /// <summary>Paid.</summary>
    Succeeded,

    /// <summary>Cancelled for good.</summary>
    Canceled,
}

/// <summary>The provider's state of a payment at the time of reading.</summary>
/// <param name="Received">The amount received; compare it with the order before confirming.</param>
/// <param name="ClientSecret">Authorises confirming this intent. Null in responses without it. Never logged.</param>
/// <param name="Order">The order of this intent; null: not created by this site.</param>
/// <param name="Card">The card used, once known.</param>
/// <param name="LastError">Why the last attempt failed, or null.</param>
public sealed record PaymentIntent(
    string Id,
    PaymentIntentStatus Status,
    Money Amount,
    Money Received,
    string? ClientSecret,
    OrderId? Order,
    PaymentCard? Card,
    PaymentFailure? LastError,
    DateTimeOffset CreatedAt)
{
    // The generated ToString would print the client secret.
    public override string ToString() => $"{Id} {Status} {Amount}";
}

/// <summary>The parts of a card that may be stored and shown.</summary>
/// <param name="Brand">Lower case: <c>visa</c>, <c>mastercard</c> …</param>
public sealed record PaymentCard(string Brand, string Last4);
