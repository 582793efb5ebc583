using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>Ends an order as a whole: what was not paid is dropped, what was paid goes back, and the seats are on sale again.</summary>
/// <param name="ByStaff">Staff may always; a buyer within the policy that was shown at purchase.</param>
public sealed record CancelOrder(OrderId Order, Actor Actor, bool ByStaff);

public enum CancelOrderRefusal
{
    NotFound,

    /// <summary>It has ended already.</summary>
    AlreadyEnded,

    /// <summary>The policy gave no right to cancel, or its time is over.</summary>
    NotWithinPolicy,

    /// <summary>A payment for it is being processed at this moment; its answer decides.</summary>
    PaymentUnderWay,
}

/// <summary>Gives money back for some or all items of a paid order.</summary>
/// <param name="Items">Null: all that are left.</param>
/// <param name="WithFees">Whether the fees go back too.</param>
/// <param name="SeatsBackOnSale">Whether anybody may buy the seats again; otherwise they stay blocked.</param>
/// <param name="Reason">A word for the records: <c>buyer-cancelled</c>, <c>staff</c> …</param>
public sealed record RefundOrder(
    OrderId Order, IReadOnlyList<OrderItemId>? Items, bool WithFees, bool SeatsBackOnSale, string Reason, Actor Actor);

public enum RefundOrderRefusal
{
    NotFound,

    /// <summary>Nothing was paid, or everything went back already.</summary>
    NotPaid,

    /// <summary>An item is not of this order, or has been refunded before.</summary>
    ItemNotRefundable,
}
