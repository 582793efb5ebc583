using Microsoft.Extensions.Localization;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Pages;

/// <summary>An offer of free seats as it is shown before anything is held.</summary>
/// <param name="Place">The seats in words: <c>Stalls, row A, seats 12, 13</c>.</param>
/// <param name="Tiers">The names of the seats' price tiers.</param>
/// <param name="Total">The final price of all seats.</param>
/// <param name="IsCheapest">It is marked as the cheapest offer.</param>
public sealed record OfferView(IReadOnlyList<SeatIndex> Seats, string Place, string Tiers, Money Total, bool IsCheapest)
{
    /// <summary>The offers, best first. None is marked as the cheapest if all cost the same.</summary>
    public static IReadOnlyList<OfferView> Of(IReadOnlyList<SeatOffer> offers, SeatSale sale, IStringLocalizer<Texts> texts)
    {
        var views = offers.Select(offer => Of(offer, sale, texts)).ToList();
        return views.TrueForAll(view => view.IsCheapest) ? views.ConvertAll(view => view with { IsCheapest = false }) : views;
    }

    private static OfferView Of(SeatOffer offer, SeatSale sale, IStringLocalizer<Texts> texts)
    {
        // A code can open a tier after the sale was read.
        var tiers = offer.Seats.Select(seat => sale.TierOf(seat) ?? sale.Hidden.First(tier => tier.Category == sale.Plan.CategoryOf(seat).Key)).ToList();
        return new OfferView(
            offer.Seats,
            SeatNames.Of(offer.Seats, sale.Plan, texts),
            string.Join(", ", tiers.Select(tier => tier.Name).Distinct()),
            new Money(tiers.Sum(tier => sale.AllInOf(tier).Amount), tiers[0].Price.Currency),
            offer.IsCheapest);
    }
}
