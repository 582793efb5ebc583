using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Pages;

/// <summary>View model of a hold: one line per seat, one line for all places of an area, and the totals of the checkout.</summary>
public sealed record BasketView(
    HoldId Hold,
    IReadOnlyList<BasketLine> Lines,
    int SeatCount,
    Money Fees,
    Money Tax,
    Money Total,
    int SecondsLeft,
    bool CanExtend)
{
    /// <summary>Tiers that cost less with a few more seats.</summary>
    public IReadOnlyList<BasketHint> Missing { get; private init; } = [];

    /// <summary>Names of the reduced prices that the checkout offers for these seats.</summary>
    public IReadOnlyList<string> Reductions { get; private init; } = [];

    /// <param name="now">Server time; the page counts down from the remaining seconds.</param>
    /// <param name="chosen">The reductions chosen at the checkout before; null: none.</param>
    public static BasketView Of(HeldSeats held, CompiledPlan plan, SeatSale sale, DateTimeOffset now, ChosenReductions? chosen = null)
    {
        // A code that was used up or revoked hides a tier of which the hold has seats.
        var tiers = sale.Tiers.Concat(sale.Hidden).ToDictionary(t => t.Ordinal);
        var seats = held.Seats.Select(s => new SeatToPrice(s.Tier, s.Price.Amount, s.Fee.Amount, plan.KindOf(s.Index), chosen?[s.Index])).ToList();
        var prices = SeatPricing.Of(seats, tier => tiers[tier].Offers);
        var items = seats.Zip(prices, (s, price) => new PricedItem(tiers[s.Tier].Category, price.Price, price.Fee, tiers[s.Tier].TaxBasisPoints)).ToList();
        var amounts = OrderPricing.Calculate(items, promo: null, sale.PricesIncludeTax, held.Currency);
        var lines = held.Seats
            .Zip(amounts, prices)
            .GroupBy(s => plan.IsPlaced(s.First.Index) ? (Section: -1, Seat: s.First.Index.Value) : (Section: plan.SectionNumberOf(s.First.Index), Seat: -1))
            .Select(line => BasketLine.Of(
                [.. line.Select(s => s.First)], [.. line.Select(s => s.Third)], line.Sum(s => s.Second.Total), plan, tiers[line.First().First.Tier]))
            .ToList();
        return new BasketView(
            held.Id,
            lines,
            held.Seats.Count,
            new Money(items.Sum(i => i.Fee), held.Currency),
            new Money(amounts.Sum(a => a.Tax), held.Currency),
            new Money(amounts.Sum(a => a.Total), held.Currency),
            (int)Math.Ceiling(held.Remaining(now).TotalSeconds),
            !held.Extended)
        {
            Missing =
            [
                .. SeatPricing.Missing(seats, prices, tier => tiers[tier].Offers)
                    .Select(missing => new BasketHint(tiers[missing.Tier].Name, missing.Seats, AllIn(tiers[missing.Tier], missing.Price, sale))),
            ],
            Reductions = [.. seats.SelectMany(s => tiers[s.Tier].Offers.Reductions).Where(r => !r.IsCompanion).Select(r => r.Name).Distinct()],
        };
    }

    private static Money AllIn(SeatSaleTier tier, GroupPrice group, SeatSale sale)
    {
        var full = new SeatToPrice(tier.Ordinal, tier.Price.Amount, tier.Fee.Amount, SeatKind.Regular, null);
        var price = SeatPricing.Of(full, tier.Offers, group.From);
        return sale.AllInOf(tier with { Price = tier.Price with { Amount = price.Price }, Fee = tier.Fee with { Amount = price.Fee } });
    }
}

/// <param name="Tier">The tier's name.</param>
/// <param name="Seats">How many more seats of it the basket needs.</param>
/// <param name="Price">What each seat costs then.</param>
public sealed record BasketHint(string Tier, int Seats, Money Price);

/// <summary>One seat, or all places of one area.</summary>
/// <param name="Row">Null for places of an area.</param>
/// <param name="Label">The seat's label; the area's name for places.</param>
/// <param name="AllIn">Share of the total: price, fee, and tax where it is added.</param>
public sealed record BasketLine(
    string Label, string Section, string? Row, string? Number, SeatKind Kind, IReadOnlyList<SeatIndex> Seats, string TierName, string Color, Money Fee, Money AllIn, SeatPlace Place)
{
    public bool IsArea => Row is null;

    /// <summary>Whether all its seats have the price for groups.</summary>
    public bool IsGroupPrice { get; private init; }

    internal static BasketLine Of(
        IReadOnlyList<HeldSeat> seats, IReadOnlyList<SeatPrice> prices, long allIn, CompiledPlan plan, SeatSaleTier tier)
    {
        var first = seats[0];
        var isPlaced = plan.IsPlaced(first.Index);
        var section = plan.SectionOf(first.Index).Name;
        return new BasketLine(
            isPlaced ? first.Label : section,
            section,
            isPlaced ? plan.RowOf(first.Index) : null,
            isPlaced ? plan.NumberOf(first.Index) : null,
            plan.KindOf(first.Index),
            [.. seats.Select(s => s.Index)],
            OrderItem.NameOf(first.TierName, prices.All(price => price.Reduction == prices[0].Reduction) ? prices[0].Reduction : null),
            tier.Color,
            new Money(prices.Sum(price => price.Fee), first.Fee.Currency),
            new Money(allIn, first.Price.Currency),
            plan.PlaceOf(first.Index))
        {
            IsGroupPrice = prices.All(price => price.IsGroupPrice),
        };
    }
}
