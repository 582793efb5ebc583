using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Bulk;

/// <summary>What becomes of the paid orders when their date is cancelled.</summary>
/// <param name="WithFees">Whether fees are refunded, too.</param>
public sealed record RefundAll(bool WithFees);

/// <summary>
/// Refunds the paid orders of all cancelled dates of an event that have some. Who runs the event and serves its buyers does it.
/// </summary>
public sealed record StartBulkRefund(EventId Event, RefundAll Terms, Caller Caller);

/// <summary>Pauses a running job, lets a paused one run, or tries the failed orders again.</summary>
public sealed record ChangeBulkRefund(Guid Job, BulkRefundChange Change, Caller Caller);

public enum BulkRefundChange
{
    /// <summary>The order that is being refunded is finished.</summary>
    Pause,
    Resume,

    /// <summary>Failed orders wait again, and a done job runs again.</summary>
    Retry,
}

/// <summary>A refused command; nothing was changed.</summary>
/// <param name="Limit">Of <see cref="BulkRefundRefusal.AboveLimit"/>: the caller's limit per order.</param>
public sealed record RefusedBulkRefund(BulkRefundRefusal Reason, Money? Limit = null);

public enum BulkRefundRefusal
{
    /// <summary>There is no such event or job, or the caller may not refund its orders.</summary>
    NotFound,

    /// <summary>No order is left to refund; or the job's state does not allow the change.</summary>
    WrongState,

    /// <summary>The total of an order is above the caller's limit per order.</summary>
    AboveLimit,

    /// <summary>The caller's last proof of presence is too old.</summary>
    ProofNeeded,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,
}

/// <summary>What a bulk refund would give back, before it is asked for.</summary>
/// <param name="Orders">Paid orders with seats.</param>
/// <param name="WithFees">The sum of all orders, one for each currency.</param>
/// <param name="WithoutFees">The same without fees.</param>
/// <param name="Limit">The caller's limit per order, if an order's total is above it; null: the caller may refund all.</param>
public sealed record BulkRefundPreview(int Orders, IReadOnlyList<Money> WithFees, IReadOnlyList<Money> WithoutFees, Money? Limit);
