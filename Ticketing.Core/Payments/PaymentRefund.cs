using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>Request to refund a payment.</summary>
/// <param name="Amount">In the intent's currency; at most the amount not refunded yet.</param>
/// <param name="Order">Stored in the refund, as in the intent.</param>
/// <param name="Refund">Our refund's id; stored in the refund, to recognise it in the provider's events and lists.</param>
/// <param name="IdempotencyKey">The same for all attempts of this refund.</param>
public sealed record RefundPayment(string IntentId, Money Amount, OrderId Order, Guid Refund, RefundReason Reason, string IdempotencyKey);

/// <summary>The refund's reason, sent to the provider.</summary>
public enum RefundReason
{
    RequestedByBuyer,
    PaidTwice,
    Fraudulent,
}

/// <summary>A refund's status. A succeeded refund can still fail later, when the bank returns it.</summary>
public enum PaymentRefundStatus
{
    Pending,
    AwaitingAction,
    Succeeded,
    Failed,
    Canceled,
}

/// <summary>The provider's state of a refund at the time of reading.</summary>
/// <param name="IntentId">The refunded payment; null when the provider omits it.</param>
/// <param name="FailureReason">The provider's code of the failure, or null.</param>
public sealed record PaymentRefund(
    string Id, string? IntentId, PaymentRefundStatus Status, Money Amount, string? FailureReason, DateTimeOffset CreatedAt)
{
    /// <summary>Our refund's id, by which it was requested; null: made at the provider.</summary>
    public Guid? OwnId { get; init; }
}

public sealed record PaymentRefundList(IReadOnlyList<PaymentRefund> Refunds);
