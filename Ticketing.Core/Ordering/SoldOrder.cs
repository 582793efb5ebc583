using Ticketing.Core.Common;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Ordering;

/// <summary>An order that was paid, also a free one, as those who count sales read it. Amounts are minor units of its currency.</summary>
/// <param name="Refunded">See <see cref="Order.Refunded"/>.</param>
/// <param name="Items">By seat; then the extras, which have no seats.</param>
/// <param name="Returns">In no order. Their sum may differ from <paramref name="Refunded"/>, which is what counts.</param>
public sealed record SoldOrder(
    OrderId Id,
    PerformanceId Performance,
    string Currency,
    DateTimeOffset PaidAt,
    long Refunded,
    IReadOnlyList<SoldItem> Items,
    IReadOnlyList<ReturnedAmount> Returns)
{
    public OrderChannel Channel { get; init; }
}

/// <summary>A seat or a unit of an extra in a <see cref="SoldOrder"/>.</summary>
/// <param name="Tier">Of an extra: the extra's id, so that figures by tier show each extra by itself.</param>
/// <param name="Section">Empty for an extra.</param>
/// <param name="Total">See <see cref="OrderItem.Total"/>.</param>
/// <param name="ReturnedAt">When it lost its seat and its money was to be given back; null: not.</param>
/// <param name="AddedAt">When it came by an exchange; null: with the order.</param>
/// <param name="Seats">1, or 0 for an extra.</param>
/// <param name="ExchangedAt">When it was given for another seat; null: not.</param>
public readonly record struct SoldItem(
    PriceTierId Tier, string Section, long Total, long Fee, long Tax, long Discount, DateTimeOffset? ReturnedAt,
    DateTimeOffset? AddedAt = null, DateTimeOffset? ExchangedAt = null, int Seats = 1);
