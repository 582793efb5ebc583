using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// What a hold's seats cost before a promo code. Full prices and fees are the hold's; reductions and group prices are those that were in force
/// when the hold was made, also for seats that were added to it later. They never cost more than the full price.
/// </summary>
internal sealed class HeldPrices
{
    private HeldPrices(IReadOnlyList<SeatToPrice> seats, IReadOnlyList<SeatPrice> seatPrices, IReadOnlyList<PricedItem> items, PlaceOrderRefusal? refusal) =>
        (Seats, SeatPrices, Items, Refusal) = (seats, seatPrices, items, refusal);

    /// <summary>By seat, as the other lists.</summary>
    public IReadOnlyList<SeatToPrice> Seats { get; }

    public IReadOnlyList<SeatPrice> SeatPrices { get; }

    /// <summary>As input of <see cref="OrderPricing"/>.</summary>
    public IReadOnlyList<PricedItem> Items { get; }

    /// <summary>Why the reductions are refused; null: they are not.</summary>
    public PlaceOrderRefusal? Refusal { get; }

    /// <param name="chosen">Choices for seats that the hold does not have are ignored: a seat may have been given back since.</param>
    public static HeldPrices Of(SellingFacts facts, Hold hold, ChosenReductions chosen)
    {
        var seats = new List<SeatToPrice>(hold.Seats.Length);
        for (var i = 0; i < hold.Seats.Length; i++)
        {
            var seat = new SeatIndex(hold.Seats[i]);
            seats.Add(new SeatToPrice(hold.Tiers[i], hold.Prices[i], hold.Fees[i], facts.Plan.KindOf(seat), chosen[seat]));
        }

        return Of(facts, seats, hold.CreatedAt);
    }

    /// <summary>What seats would cost if they were held now. Seats without a tier are left out.</summary>
    public static HeldPrices Of(SellingFacts facts, IEnumerable<SeatIndex> seats, ChosenReductions chosen, DateTimeOffset now) => Of(
        facts,
        [
            .. from seat in seats
               let tier = facts.TierOf(seat)
               where tier is not null
               select new SeatToPrice(tier.Ordinal, tier.Price, tier.Fee, facts.Plan.KindOf(seat), chosen[seat]),
        ],
        now);

    private static HeldPrices Of(SellingFacts facts, List<SeatToPrice> seats, DateTimeOffset heldAt)
    {
        var prices = SeatPricing.Of(seats, tier => facts.OffersAt(tier, heldAt));
        var items = seats.Zip(prices, (seat, price) =>
        {
            var tier = facts.TierAt(seat.Tier);
            return new PricedItem(tier.Category, price.Price, price.Fee, tier.TaxBasisPoints);
        }).ToList();
        return new HeldPrices(seats, prices, items, SeatPricing.Refuse(seats, tier => facts.OffersAt(tier, heldAt)));
    }
}
