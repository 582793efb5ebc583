using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Place;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>The seats of a hold with their prices and what can be chosen for them, for checkout and box office alike.</summary>
internal static class CheckoutItems
{
    /// <param name="prices">Of <paramref name="hold"/>.</param>
    /// <param name="promo">An applicable code, or null.</param>
    public static List<CheckoutItem> Of(SellingFacts facts, Hold hold, HeldPrices prices, PromoCode? promo, bool pricesIncludeTax, DateTimeOffset now)
    {
        var amounts = OrderPricing.Calculate(prices.Items, promo, pricesIncludeTax, facts.Terms.Currency);
        return
        [
            .. OrderDraft.NewItems(facts, HeldContent.Of(hold), default, now).Select((item, i) => new CheckoutItem(
                item.Label, facts.Plan.PlaceOf(item.SeatIndex), item.TierName, prices.SeatPrices[i].Price, prices.SeatPrices[i].Fee, amounts[i])
            {
                Seat = item.SeatIndex,
                Chosen = prices.Seats[i].Chosen,
                Decided = prices.SeatPrices[i],
                Tier = TierOf(facts, hold, prices.Seats[i], pricesIncludeTax),
            }),
        ];
    }

    /// <summary>Tiers that cost less with a few more seats: the tier's name, how many more, and what each seat costs then.</summary>
    /// <param name="items">From <see cref="Of"/>.</param>
    public static List<(string Tier, int Seats, Money Price)> Missing(SellingFacts facts, Hold hold, HeldPrices prices, List<CheckoutItem> items) =>
    [
        .. from missing in SeatPricing.Missing(prices.Seats, prices.SeatPrices, tier => facts.OffersAt(tier, hold.CreatedAt))
           let tier = items.First(item => item.Tier.Ordinal == missing.Tier).Tier
           select (tier.Name, missing.Seats, tier.Group!.AllIn),
    ];

    // The seat's tier at the full price of the hold, with what can be chosen for the seat.
    private static CatalogTier TierOf(SellingFacts facts, Hold hold, SeatToPrice seat, bool pricesIncludeTax)
    {
        var tier = facts.TierAt(seat.Tier);
        var offers = facts.OffersAt(seat.Tier, hold.CreatedAt);
        return new TierPrices(tier.Category, seat.Price, seat.Fee, tier.TaxBasisPoints, facts.Terms.Currency, pricesIncludeTax).Of(
            tier.Ordinal, tier.Name, tier.Color,
            offers with { Reductions = [.. offers.Reductions.Where(reduction => !reduction.IsCompanion || seat.Kind == SeatKind.Companion)] },
            tier.Rules);
    }
}
