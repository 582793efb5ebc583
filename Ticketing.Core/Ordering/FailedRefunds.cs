using Ticketing.Core.Access;

namespace Ticketing.Core.Ordering;

/// <summary>Requests a failed refund again, of what is left to give back. The box office of the order's organization.</summary>
public sealed record RetryRefund(Guid Refund, Caller Caller);

/// <summary>Records that the buyer got the money of a failed refund in another way: a bank transfer, cash.</summary>
/// <param name="Note">How, for the records: 1 to 200 printable characters.</param>
public sealed record SettleRefundOtherwise(Guid Refund, string Note, Caller Caller);

public enum FailedRefundRefusal
{
    /// <summary>There is no such refund, or the caller does not serve the order's organization.</summary>
    NotFound,

    /// <summary>The refund has not failed, or somebody has dealt with it.</summary>
    AlreadySettled,

    /// <summary>A member took the payment: the provider can't return it.</summary>
    ByHand,

    /// <summary>The note is empty, too long or not printable.</summary>
    NoteInvalid,

    /// <summary>The caller's last proof of presence is too old.</summary>
    ProofNeeded,
}
