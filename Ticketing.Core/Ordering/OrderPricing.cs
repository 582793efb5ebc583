using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>What an item costs before discounts; minor units of the order's currency.</summary>
public readonly record struct PricedItem(string Category, long Price, long Fee, int TaxBasisPoints);

/// <summary>The amounts of one item after everything; minor units.</summary>
/// <param name="Tax">Contained in <paramref name="Total"/>.</param>
public readonly record struct ItemAmounts(long Discount, long Tax, long Total);

/// <summary>The one place where an order's amounts are calculated: basket, checkout and order show the same numbers.</summary>
public static class OrderPricing
{
    /// <summary>
    /// Prices <paramref name="items"/>. A discount is taken from prices, never from fees, never below zero, and is spread
    /// over the items that it is for so that the sum is exact. Tax is on price less discount plus fee.
    /// </summary>
    /// <param name="promo">A code that was found to apply, or null.</param>
    /// <param name="pricesIncludeTax">Whether tax is contained in prices and fees or comes on top.</param>
    public static ItemAmounts[] Calculate(IReadOnlyList<PricedItem> items, PromoCode? promo, bool pricesIncludeTax, string currency)
    {
        var discounts = promo is null ? new long[items.Count] : Discounts(items, promo, currency);
        var amounts = new ItemAmounts[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            Invariant.Holds(discounts[i] >= 0 && discounts[i] <= item.Price);
            var shown = item.Price - discounts[i] + item.Fee;
            var tax = pricesIncludeTax
                ? Money.Round(shown * (decimal)item.TaxBasisPoints / (10_000m + item.TaxBasisPoints))
                : Money.Round(shown * (decimal)item.TaxBasisPoints / 10_000m);
            amounts[i] = new ItemAmounts(discounts[i], tax, pricesIncludeTax ? shown : shown + tax);
        }

        return amounts;
    }

    /// <summary>Whether any of <paramref name="items"/> is one that <paramref name="promo"/> is for.</summary>
    public static bool AppliesToAny(PromoCode promo, IEnumerable<PricedItem> items) => items.Any(item => AppliesTo(promo, item));

    private static bool AppliesTo(PromoCode promo, PricedItem item) =>
        promo.Categories.Length == 0 || promo.Categories.Contains(item.Category, StringComparer.Ordinal);

    private static long[] Discounts(IReadOnlyList<PricedItem> items, PromoCode promo, string currency)
    {
        // Weight 0 keeps an item out of the spread.
        var weights = items.Select(item => AppliesTo(promo, item) ? item.Price : 0).ToArray();
        var sum = weights.Sum();
        if (sum == 0)
        {
            return new long[items.Count];
        }

        if (promo.Kind == PromoKind.Fixed && promo.PerItem)
        {
            return [.. weights.Select(price => Math.Min(price, promo.Value))];
        }

        var total = promo.Kind == PromoKind.Percent
            ? new Money(sum, currency).Share((int)Math.Min(promo.Value, 10_000)).Amount
            : Math.Min(promo.Value, sum);
        return new Money(total, currency).Spread(weights);
    }
}
