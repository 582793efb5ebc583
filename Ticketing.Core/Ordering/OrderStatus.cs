namespace Ticketing.Core.Ordering;

/// <summary>
/// <c>AwaitingPayment → Paid → PartiallyRefunded → Refunded</c>, or <c>→ Expired</c>, or <c>→ Cancelled</c>. Free orders begin as Paid.
/// </summary>
public enum OrderStatus
{
    AwaitingPayment,
    Paid,
    PartiallyRefunded,
    Refunded,
    Expired,
    Cancelled,
}
