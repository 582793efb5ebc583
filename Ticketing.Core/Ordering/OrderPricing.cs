using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>An item's price before discounts; minor units of the order's currency.</summary>
public readonly record struct PricedItem(string Category, long Price, long Fee, int TaxBasisPoints);

/// <summary>The final amounts of an item; minor units.</summary>
/// <param name="Tax">Contained in <paramref name="Total"/>.</param>
public readonly record struct ItemAmounts(long Discount, long Tax, long Total);

/// <summary>Calculates an order's amounts for basket, checkout and order alike.</summary>
public static class OrderPricing
{
    /// <summary>
    /// Prices <paramref name="items"/>. A discount applies to prices, not to fees, is limited to the price, and is spread over the eligible
    /// items with an exact sum. Tax is on price less discount plus fee.
    /// </summary>
    /// <param name="promo">An applicable code, or null.</param>
    /// <param name="pricesIncludeTax">Whether prices and fees include tax.</param>
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
                ? Money.Round(shown * (decimal)item.TaxBasisPoints / (10_000m + item.TaxBasisPoints), currency)
                : Money.Round(shown * (decimal)item.TaxBasisPoints / 10_000m, currency);
            amounts[i] = new ItemAmounts(discounts[i], tax, pricesIncludeTax ? shown : shown + tax);
        }

        return amounts;
    }

    /// <summary>The amounts of complimentary items: their prices are a discount of the same amount. They have no fees.</summary>
    /// <param name="items">At their full prices.</param>
    public static ItemAmounts[] Complimentary(IReadOnlyList<OrderItem> items) => [.. items.Select(item => new ItemAmounts(item.Price, 0, 0))];

    /// <summary>Whether any of <paramref name="items"/> is eligible for <paramref name="promo"/>.</summary>
    public static bool AppliesToAny(PromoCode promo, IEnumerable<PricedItem> items) => items.Any(item => AppliesTo(promo, item));

    /// <summary>Whether as many items are eligible as one group of <paramref name="promo"/> has; true for other kinds.</summary>
    public static bool FillsAGroup(PromoCode promo, IEnumerable<PricedItem> items) =>
        promo.Kind != PromoKind.Group || items.Count(item => AppliesTo(promo, item)) >= promo.Take + promo.Free;

    private static bool AppliesTo(PromoCode promo, PricedItem item) =>
        promo.Categories.Length == 0 || promo.Categories.Contains(item.Category, StringComparer.Ordinal);

    private static long[] Discounts(IReadOnlyList<PricedItem> items, PromoCode promo, string currency)
    {
        // Weight 0 excludes an item.
        var weights = items.Select(item => AppliesTo(promo, item) ? item.Price : 0).ToArray();
        var sum = weights.Sum();
        if (sum == 0)
        {
            return new long[items.Count];
        }

        if (promo.Kind == PromoKind.Group)
        {
            return GroupDiscounts(items, promo);
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

    /// <summary>
    /// Sorts the eligible items by price, the most expensive first, and forms groups of <see cref="PromoCode.Take"/> +
    /// <see cref="PromoCode.Free"/> in this order: the last items of each complete group are free. So the items of a group have neighbouring
    /// prices, and the result does not depend on the order of seats. Of equal prices the later item is free.
    /// </summary>
    private static long[] GroupDiscounts(IReadOnlyList<PricedItem> items, PromoCode promo)
    {
        Invariant.Holds(promo is { Take: > 0, Free: > 0 });
        var (take, size) = (promo.Take.Value, promo.Take.Value + promo.Free.Value);
        int[] sorted = [.. Enumerable.Range(0, items.Count).Where(i => AppliesTo(promo, items[i])).OrderByDescending(i => items[i].Price)];
        var discounts = new long[items.Count];
        for (var rank = 0; rank < sorted.Length / size * size; rank++)
        {
            if (rank % size >= take)
            {
                discounts[sorted[rank]] = items[sorted[rank]].Price;
            }
        }

        return discounts;
    }
}
