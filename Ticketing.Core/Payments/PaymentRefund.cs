using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>Asks for money back to the buyer's card.</summary>
/// <param name="Amount">In the intent's currency; at most what is left of it.</param>
/// <param name="Order">Written into the refund, as into the intent.</param>
/// <param name="IdempotencyKey">The same for every attempt at this very refund, another for the next one.</param>
public sealed record RefundPayment(string IntentId, Money Amount, OrderId Order, RefundReason Reason, string IdempotencyKey);

/// <summary>Why money goes back; the provider learns from it.</summary>
public enum RefundReason
{
    RequestedByBuyer,
    PaidTwice,
    Fraudulent,
}

/// <summary>Where a refund stands. A succeeded one can still fail later: banks give money back.</summary>
public enum PaymentRefundStatus
{
    Pending,
    AwaitingAction,
    Succeeded,
    Failed,
    Canceled,
}

/// <summary>The provider's view of one refund, as of the moment it was read.</summary>
/// <param name="IntentId">The payment it belongs to, or null when the provider does not say.</param>
/// <param name="FailureReason">The provider's word for why it failed, or null.</param>
public sealed record PaymentRefund(
    string Id, string? IntentId, PaymentRefundStatus Status, Money Amount, string? FailureReason, DateTimeOffset CreatedAt);

public sealed record PaymentRefundList(IReadOnlyList<PaymentRefund> Refunds);
