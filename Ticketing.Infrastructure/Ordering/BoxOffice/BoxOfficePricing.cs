using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Place;

namespace Ticketing.Infrastructure.Ordering.BoxOffice;

/// <summary>The amounts of a sale at the box office: those of any order, or a discount of everything.</summary>
internal static class BoxOfficePricing
{
    /// <summary>The content of a hold as it is sold: complimentary tickets have no fees.</summary>
    public static HeldContent Content(HeldContent held, bool isComp) => isComp ? held with { Fees = new long[held.Fees.Length] } : held;

    /// <param name="content">From <see cref="Content"/>.</param>
    public static ItemAmounts[] Calculate(SellingFacts facts, HeldContent content, bool isComp) => isComp
        ? Array.ConvertAll(content.Prices, price => new ItemAmounts(price, 0, 0))
        : OrderPricing.Calculate(
            OrderDraft.PricedItems(facts, content), null, facts.Terms.Organization.PricesIncludeTax, facts.Terms.Currency);

    /// <summary>What a hold costs, taxes and fees included.</summary>
    public static Money TotalOf(SellingFacts facts, HeldSeats held)
    {
        var content = new HeldContent(
            held.Id,
            [.. held.Seats.Select(seat => seat.Index.Value)],
            [.. held.Seats.Select(seat => seat.Tier)],
            [.. held.Seats.Select(seat => seat.Price.Amount)],
            [.. held.Seats.Select(seat => seat.Fee.Amount)],
            held.ExpiresAt,
            held.ExpiresHardAt);
        return new Money(Calculate(facts, content, isComp: false).Sum(amount => amount.Total), held.Currency);
    }
}
