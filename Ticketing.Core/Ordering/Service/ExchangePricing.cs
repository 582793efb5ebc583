using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Ordering.Service;

/// <summary>The amounts of one seat that is taken in an exchange; minor units.</summary>
/// <param name="Fee">Less than the tier's where more than the price is waived.</param>
/// <param name="Tax">Contained in <paramref name="Total"/>.</param>
public readonly record struct ExchangeAmounts(long Price, long Fee, long Discount, long Tax, long Total);

/// <summary>
/// Prices the seats taken in an exchange: today's prices, with the order's promo code if it is a share of the price or an amount per seat.
/// An amount off the whole order was given once and is not given again; its part can be waived.
/// </summary>
public static class ExchangePricing
{
    /// <summary>
    /// Today's prices of the seats to take. A seat keeps the reduction of the seat that is given for it if its tier offers one of that name,
    /// a companion's only on a companion seat; it has the group price if the order then has enough seats of its tier. Seats that stay keep what
    /// they cost.
    /// </summary>
    /// <param name="taken">By seat, with the reductions of the seats given for them.</param>
    /// <param name="offersOf">What a tier offers now.</param>
    /// <param name="staysOf">How many seats of a tier the order keeps.</param>
    public static SeatPrice[] SeatPrices(IReadOnlyList<SeatToPrice> taken, Func<short, TierOffers> offersOf, Func<short, int> staysOf)
    {
        ArgumentNullException.ThrowIfNull(offersOf);
        ArgumentNullException.ThrowIfNull(staysOf);
        return [.. taken.Select(seat =>
        {
            var offers = offersOf(seat.Tier);
            var isWrong = seat.Kind != SeatKind.Companion && seat.Chosen is { } chosen && offers.Find(chosen) is { IsCompanion: true };
            return SeatPricing.Of(isWrong ? seat with { Chosen = null } : seat, offers, taken.Count(other => other.Tier == seat.Tier) + staysOf(seat.Tier));
        })];
    }

    /// <param name="items">By seat.</param>
    /// <param name="promo">The code that the order was placed with, or null.</param>
    public static ExchangeAmounts[] Calculate(IReadOnlyList<PricedItem> items, PromoCode? promo, bool pricesIncludeTax, string currency)
    {
        ArgumentNullException.ThrowIfNull(items);
        var again = promo is { Kind: PromoKind.Percent } or { PerItem: true } ? promo : null;
        var amounts = OrderPricing.Calculate(items, again, pricesIncludeTax, currency);
        return [.. items.Zip(amounts, (item, amount) => new ExchangeAmounts(item.Price, item.Fee, amount.Discount, amount.Tax, amount.Total))];
    }

    /// <summary>
    /// Lowers the total to <paramref name="total"/> by a discount of the items, spread by their totals. What exceeds an item's price is taken
    /// off its fee. Tax is that contained in the lower total.
    /// </summary>
    /// <param name="items">As <see cref="Calculate"/> got them.</param>
    /// <param name="total">At most the sum of <paramref name="amounts"/>.</param>
    public static ExchangeAmounts[] Waive(
        IReadOnlyList<PricedItem> items, IReadOnlyList<ExchangeAmounts> amounts, long total, bool pricesIncludeTax, string currency)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(amounts);
        var sum = amounts.Sum(amount => amount.Total);
        Invariant.Holds(total >= 0 && total <= sum);
        if (total == sum)
        {
            return [.. amounts];
        }

        var parts = new Money(total, currency).Spread([.. amounts.Select(amount => amount.Total)]);
        var waived = new ExchangeAmounts[items.Count];
        for (var i = 0; i < waived.Length; i++)
        {
            var (item, part) = (items[i], parts[i]);
            var tax = Money.Round(part * (decimal)item.TaxBasisPoints / (10_000m + item.TaxBasisPoints), currency);

            // Where tax is added, rounding may take a unit more for the price than it is.
            var shown = pricesIncludeTax ? part : Math.Min(part - tax, item.Price + item.Fee);
            tax = pricesIncludeTax ? tax : part - shown;
            var fee = Math.Min(item.Fee, shown);
            waived[i] = new ExchangeAmounts(item.Price, fee, item.Price + fee - shown, tax, part);
        }

        return waived;
    }
}
