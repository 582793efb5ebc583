using Ticketing.Core.Catalog;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Ordering.Reductions;

/// <summary>A seat before its price is decided; amounts in minor units.</summary>
/// <param name="Tier">The ordinal of its price tier.</param>
/// <param name="Price">The full price, as the hold has fixed it.</param>
/// <param name="Fee">The fee, as the hold has fixed it.</param>
/// <param name="Chosen">The name of the chosen reduction; null: none.</param>
public readonly record struct SeatToPrice(short Tier, long Price, long Fee, SeatKind Kind, string? Chosen);

/// <summary>The decided price of a seat, before a promo code; minor units.</summary>
/// <param name="FullPrice">The price that it would have at the full rate; null: it has that price.</param>
/// <param name="Reduction">The name of the reduction that it has; null: none. With a full price and without a name it is the group price.</param>
public readonly record struct SeatPrice(long Price, long Fee, long? FullPrice, string? Reduction)
{
    public bool IsGroupPrice => FullPrice is not null && Reduction is null;
}

/// <summary>How many more seats of a tier give an order its group price.</summary>
/// <param name="Tier">The ordinal of the price tier.</param>
public readonly record struct MissingForGroup(short Tier, int Seats, GroupPrice Price);

/// <summary>
/// Decides what each seat of an order costs before a promo code: the full price, the chosen reduction or the price for groups. Basket, checkout,
/// order and exchange use it, before <see cref="OrderPricing"/>.
/// <para>
/// All seats of a tier count for its group, reduced ones too. A seat has the lower of reduction and group price, never both; if they are equal,
/// the reduction. A seat that becomes free has no fee. A promo code applies to the price that results.
/// </para>
/// </summary>
public static class SeatPricing
{
    /// <summary>The first rule that the chosen reductions break; null: none.</summary>
    /// <param name="seats">All seats of the order.</param>
    /// <param name="offersOf">The offers of a tier.</param>
    public static PlaceOrderRefusal? Refuse(IReadOnlyList<SeatToPrice> seats, Func<short, TierOffers> offersOf)
    {
        ArgumentNullException.ThrowIfNull(seats);
        ArgumentNullException.ThrowIfNull(offersOf);
        var companions = 0;
        foreach (var seat in seats.Where(seat => seat.Chosen is not null))
        {
            if (offersOf(seat.Tier).Find(seat.Chosen!) is not { } reduction)
            {
                return PlaceOrderRefusal.ReductionUnknown;
            }

            if (reduction.IsCompanion && (seat.Kind != SeatKind.Companion || ++companions > seats.Count(other => other.Kind == SeatKind.Wheelchair)))
            {
                return PlaceOrderRefusal.ReductionNotForSeat;
            }

            if (seats.Count(other => other.Tier == seat.Tier && other.Chosen == seat.Chosen) > reduction.PerOrderMax)
            {
                return PlaceOrderRefusal.ReductionLimit;
            }
        }

        return null;
    }

    /// <summary>The price of each seat. A reduction that its tier does not offer counts as none.</summary>
    /// <param name="seats">All seats of the order.</param>
    /// <param name="offersOf">The offers of a tier.</param>
    public static SeatPrice[] Of(IReadOnlyList<SeatToPrice> seats, Func<short, TierOffers> offersOf)
    {
        ArgumentNullException.ThrowIfNull(seats);
        ArgumentNullException.ThrowIfNull(offersOf);
        var prices = new SeatPrice[seats.Count];
        for (var i = 0; i < prices.Length; i++)
        {
            var seat = seats[i];
            prices[i] = Of(seat, offersOf(seat.Tier), seats.Count(other => other.Tier == seat.Tier));
        }

        return prices;
    }

    /// <summary>The price of one seat.</summary>
    /// <param name="offers">Of its tier.</param>
    /// <param name="seatsOfTier">How many seats of the tier the order has.</param>
    public static SeatPrice Of(SeatToPrice seat, TierOffers offers, int seatsOfTier)
    {
        ArgumentNullException.ThrowIfNull(offers);
        var (price, name) = (seat.Price, (string?)null);
        if (seat.Chosen is { } chosen && offers.Find(chosen) is { } reduction)
        {
            (price, name) = (Math.Min(price, reduction.Price), reduction.Name);
        }

        if (offers.Group is { } group && seatsOfTier >= group.From && group.Price < price)
        {
            (price, name) = (group.Price, null);
        }

        return new SeatPrice(price, price == 0 && seat.Price > 0 ? 0 : seat.Fee, price < seat.Price || name is not null ? seat.Price : null, name);
    }

    /// <summary>The tiers whose group price a few more seats would give, with a price that is lower than a seat's.</summary>
    /// <param name="seats">All seats of the order.</param>
    /// <param name="prices">Of these seats, by <see cref="Of(IReadOnlyList{SeatToPrice}, Func{short, TierOffers})"/>.</param>
    /// <param name="offersOf">The offers of a tier.</param>
    public static IReadOnlyList<MissingForGroup> Missing(
        IReadOnlyList<SeatToPrice> seats, IReadOnlyList<SeatPrice> prices, Func<short, TierOffers> offersOf)
    {
        ArgumentNullException.ThrowIfNull(offersOf);
        return
        [
            .. from seat in seats.Zip(prices, (seat, price) => (seat.Tier, price.Price))
               group seat.Price by seat.Tier into tier
               let offer = offersOf(tier.Key).Group
               where offer is not null && tier.Count() < offer.From && tier.Any(price => price > offer.Price)
               orderby tier.Key
               select new MissingForGroup(tier.Key, offer!.From - tier.Count(), offer),
        ];
    }
}
