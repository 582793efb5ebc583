using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>Cancels a whole order: pending payments are cancelled, paid amounts are refunded, the seats become available.</summary>
/// <param name="Visitor">The box office may always cancel; a buyer within the policy in force at purchase.</param>
public sealed record CancelOrder(OrderId Order, OrderVisitor Visitor);

public enum CancelOrderRefusal
{
    NotFound,

    /// <summary>The order has ended already.</summary>
    AlreadyEnded,

    /// <summary>The policy does not allow cancellation, or its deadline has passed.</summary>
    NotWithinPolicy,

    /// <summary>The bank is processing a payment for it.</summary>
    PaymentUnderWay,

    /// <summary>The buyer disputes the payment at the bank; the money can't move before the decision.</summary>
    Disputed,

    /// <summary>Staff's last proof of presence is too old.</summary>
    ProofNeeded,

    /// <summary>With what was given back before, it is more than the caller's limit per order; see <c>RefundLimits</c>.</summary>
    AboveLimit,
}

/// <summary>Refunds some or all items and extras of a paid order; of a free order, gives their seats back. The box office's decision.</summary>
/// <param name="Items">Null: all items not refunded yet, unless extras are named.</param>
/// <param name="WithFees">Whether fees are refunded too.</param>
/// <param name="SeatsBackOnSale">True: the seats become available. False: they are blocked.</param>
/// <param name="Reason">The recorded reason: <c>buyer-cancelled</c>, <c>staff</c> …</param>
public sealed record RefundOrder(
    OrderId Order, IReadOnlyList<OrderItemId>? Items, bool WithFees, bool SeatsBackOnSale, string Reason, Caller Caller)
{
    /// <summary>Units of extras. Null: none, or with no <see cref="Items"/> either, all that are left.</summary>
    public IReadOnlyList<OrderExtraId>? Extras { get; init; }
}

public enum RefundOrderRefusal
{
    NotFound,

    /// <summary>Nothing was paid, or everything is refunded.</summary>
    NotPaid,

    /// <summary>An item or extra is of another order or already refunded.</summary>
    ItemNotRefundable,

    /// <summary>The buyer disputes the payment at the bank; the money can't move before the decision.</summary>
    Disputed,

    /// <summary>The caller's last proof of presence is too old.</summary>
    ProofNeeded,

    /// <summary>With what was given back before, it is more than the caller's limit per order; see <c>RefundLimits</c>.</summary>
    AboveLimit,
}
