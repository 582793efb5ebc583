using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>A tier with what a seat costs in the end, calculated as in the basket. Amounts are minor units.</summary>
internal sealed record TierPrices(string Category, long Price, long Fee, int TaxBasisPoints, string Currency, bool PricesIncludeTax)
{
    public CatalogTier Of(short ordinal, string name, string color, TierOffers offers, TierRules rules)
    {
        var full = new SeatToPrice(ordinal, Price, Fee, SeatKind.Regular, null);
        return new CatalogTier(
            ordinal, name, Category, color, In(Price), In(Fee), TaxBasisPoints, AllIn(new SeatPrice(Price, Fee, null, null)))
        {
            Reductions =
            [
                .. offers.Reductions.Select(reduction =>
                    ReductionOf(reduction, SeatPricing.Of(full with { Chosen = reduction.Name }, offers with { Group = null }, 1))),
            ],
            Rules = rules,
            Group = offers.Group is { } group ? GroupOf(group, SeatPricing.Of(full, offers, group.From)) : null,
        };
    }

    private CatalogReduction ReductionOf(ReducedPrice reduction, SeatPrice price) =>
        new(reduction.Name, reduction.Note, reduction.PerOrderMax, reduction.IsCompanion, In(price.Price), In(price.Fee), AllIn(price));

    private CatalogGroupPrice GroupOf(GroupPrice group, SeatPrice price) => new(group.From, In(price.Price), In(price.Fee), AllIn(price));

    private Money AllIn(SeatPrice price) => In(
        OrderPricing.Calculate([new PricedItem(Category, price.Price, price.Fee, TaxBasisPoints)], null, PricesIncludeTax, Currency)[0].Total);

    private Money In(long amount) => new(amount, Currency);
}
