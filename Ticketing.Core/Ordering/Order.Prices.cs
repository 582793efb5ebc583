using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Reductions;

namespace Ticketing.Core.Ordering;

/// <content>Reduced and group prices of an order that is not paid yet.</content>
public sealed partial class Order
{
    /// <summary>Sets the prices, one entry per item of <see cref="Items"/>, before <see cref="SetAmounts"/>; before payment only.</summary>
    public void SetPrices(IReadOnlyList<SeatPrice> prices)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        Invariant.Holds(prices.Count == _items.Count);
        for (var i = 0; i < _items.Count; i++)
        {
            _items[i].SetPrice(prices[i]);
        }
    }
}
