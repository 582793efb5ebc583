using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>
/// A refund of a payment, ours or one made at the provider. Ours is inserted in the transaction that decides it and sent to the provider
/// afterwards, with retries.
/// </summary>
public sealed class Refund
{
    public const int NoteLengthMax = 200;

    /// <summary>The <see cref="FailureReason"/> of a refund that the provider can't make, since a member took the payment.</summary>
    public const string ByHand = "by-hand";

    /// <summary>Ours: the provider's idempotency key and the refund's metadata, so that a refund sent twice is executed once.</summary>
    public required Guid Id { get; init; }

    public required OrderId OrderId { get; init; }

    public required Guid PaymentId { get; init; }

    /// <summary>True: made at the provider (its dashboard, another client of its API); this site never sends it.</summary>
    public bool MadeAtProvider { get; init; }

    public string? ProviderRefundId { get; set; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required RefundStatus Status { get; set; }

    /// <summary>The reason: <c>buyer-cancelled</c>, <c>staff</c>, <c>late-payment</c>, <c>paid-twice</c>, <c>provider</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether it returns the difference of an exchange of seats: the order's total is lower by it.</summary>
    public bool ForExchange { get; init; }

    /// <summary>The drawer that the cash came out of; null: none was open, or it is no cash.</summary>
    public ShiftId? ShiftId { get; set; }

    public string? FailureReason { get; set; }

    public int Attempts { get; set; }

    /// <summary>How staff dealt with a failed refund; null: not yet.</summary>
    public RefundResolution? Resolution { get; private set; }

    /// <summary>Staff's note: how the buyer was paid otherwise.</summary>
    public string? ResolutionNote { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whether the provider still has to be asked for its result.</summary>
    public bool IsOpen => Status is RefundStatus.Requested or RefundStatus.Pending;

    /// <summary>Whether its amount has left, or is about to: it can't be refunded again.</summary>
    public bool CountsAsReturned => Counts(Status, Resolution);

    /// <summary>Whether staff have to act: the buyer does not have the money.</summary>
    public bool NeedsAttention => Status == RefundStatus.Failed && Resolution is null;

    /// <summary>The rule of <see cref="CountsAsReturned"/>.</summary>
    public static bool Counts(RefundStatus status, RefundResolution? resolution) =>
        status is RefundStatus.Requested or RefundStatus.Pending or RefundStatus.Succeeded || resolution == RefundResolution.PaidOtherwise;

    /// <summary>Records how staff dealt with the failed refund.</summary>
    public void Resolve(RefundResolution resolution, string? note, DateTimeOffset now)
    {
        Invariant.Holds(NeedsAttention);
        Invariant.Holds((resolution == RefundResolution.PaidOtherwise) == note is not null);
        (Resolution, ResolutionNote, ResolvedAt, UpdatedAt) = (resolution, note, now, now);
    }

    /// <summary>
    /// Applies the refund's state at the provider. Events may arrive in any order, so the status only moves forward: pending, succeeded,
    /// failed (a bank may return the money after success).
    /// </summary>
    /// <returns>True if the refund has failed by this.</returns>
    public bool Apply(PaymentRefund seen, DateTimeOffset now)
    {
        var status = seen.Status switch
        {
            PaymentRefundStatus.Pending or PaymentRefundStatus.AwaitingAction => RefundStatus.Pending,
            PaymentRefundStatus.Succeeded => RefundStatus.Succeeded,
            PaymentRefundStatus.Failed or PaymentRefundStatus.Canceled => RefundStatus.Failed,
        };
        var before = Status;

        // A refund that ended for want of an answer may have reached the provider.
        if (ProviderRefundId is null || status > Status)
        {
            (Status, FailureReason) = (status, seen.FailureReason);
        }

        (ProviderRefundId, UpdatedAt) = (seen.Id, now);
        return Status == RefundStatus.Failed && before != RefundStatus.Failed;
    }
}

/// <summary>In the order in which a refund passes them.</summary>
public enum RefundStatus
{
    /// <summary>Decided, not sent to the provider yet.</summary>
    Requested,

    /// <summary>Accepted by the provider, pending.</summary>
    Pending,

    Succeeded,

    /// <summary>Failed at the provider; staff must act.</summary>
    Failed,

    /// <summary>Not executed and not needed: the provider had returned the amount before.</summary>
    Cancelled,
}

/// <summary>How staff dealt with a failed refund.</summary>
public enum RefundResolution
{
    /// <summary>Another refund was requested in its place.</summary>
    Retried,

    /// <summary>The buyer was paid in another way.</summary>
    PaidOtherwise,
}
