using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Place;

namespace Ticketing.Infrastructure.Ordering.BoxOffice;

/// <summary>The amounts of a sale at the box office: those of any order, or full prices with a discount of everything.</summary>
internal static class BoxOfficePricing
{
    /// <summary>The content of a hold as it is sold: complimentary tickets have no fees.</summary>
    public static HeldContent Content(HeldContent held, bool isComp) => isComp ? held with { Fees = new long[held.Fees.Length] } : held;

    /// <summary>Sets prices and amounts of a new order.</summary>
    /// <param name="order">Of <paramref name="hold"/>'s <see cref="Content"/>.</param>
    /// <returns>Why the chosen reductions are refused; null: the order has its amounts.</returns>
    public static SellRefusal? Set(Order order, SellingFacts facts, Hold hold, ChosenReductions? chosen, bool isComp)
    {
        if (isComp)
        {
            order.SetAmounts(OrderPricing.Complimentary(order.Items), null);
            return null;
        }

        var prices = HeldPrices.Of(facts, hold, chosen ?? ChosenReductions.Read(hold.Reductions));
        if (prices.Refusal is { } refusal)
        {
            return RefusalOf(refusal);
        }

        order.SetPrices(prices.SeatPrices);
        order.SetAmounts(OrderPricing.Calculate(prices.Items, null, order.PricesIncludeTax, order.Currency), null);
        return null;
    }

    /// <param name="refusal">From <see cref="SeatPricing.Refuse"/>, or of a choice for a hold.</param>
    public static SellRefusal RefusalOf(PlaceOrderRefusal refusal) => refusal switch
    {
        PlaceOrderRefusal.HoldNotFound or PlaceOrderRefusal.HoldExpired => SellRefusal.HoldExpired,
        PlaceOrderRefusal.ReductionUnknown => SellRefusal.ReductionUnknown,
        PlaceOrderRefusal.ReductionNotForSeat => SellRefusal.ReductionNotForSeat,
        PlaceOrderRefusal.ReductionLimit => SellRefusal.ReductionLimit,
        _ => throw new InvariantException($"a choice of prices refused with {refusal}"),
    };
}
