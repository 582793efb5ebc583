using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>Asks the provider to expect money for an order.</summary>
/// <param name="Order">Written into the intent, so that money can always be traced to its order.</param>
/// <param name="OrderNumber">What people call the order; appears on the provider's side.</param>
/// <param name="ReceiptEmail">Where the provider may send its receipt, or null.</param>
/// <param name="IdempotencyKey">The same for every attempt at this very intent.</param>
public sealed record CreatePaymentIntent(
    Money Amount, OrderId Order, string OrderNumber, string? ReceiptEmail, string IdempotencyKey);

/// <summary>Where a payment stands.</summary>
public enum PaymentIntentStatus
{
    /// <summary>No card yet, or the last one was declined: the buyer may try again.</summary>
    AwaitingCard,

    /// <summary>A card is there, nobody has confirmed yet.</summary>
    AwaitingConfirmation,

    /// <summary>The buyer is at the bank (3-D Secure).</summary>
    AwaitingBuyer,

    /// <summary>The bank has not answered; nothing can be done but wait.</summary>
    Processing,

    /// <summary>The money is there.</summary>
    Succeeded,

    /// <summary>Final: no money can arrive.</summary>
    Canceled,
}

/// <summary>The provider's view of one payment, as of the moment it was read.</summary>
/// <param name="Received">What has really arrived; compare it with the order before calling it paid.</param>
/// <param name="ClientSecret">Lets its holder confirm this intent. Null in answers that do not carry it. Never logged.</param>
/// <param name="Order">The order this intent was made for, or null when it is none of ours.</param>
/// <param name="Card">What was paid with, once known.</param>
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
    // The compiler's own would print the client secret into whatever log it meets.
    public override string ToString() => $"{Id} {Status} {Amount}";
}

/// <summary>As much of a card as may be kept and shown.</summary>
/// <param name="Brand">Lower case: <c>visa</c>, <c>mastercard</c> …</param>
public sealed record PaymentCard(string Brand, string Last4);
