using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
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
    /// <param name="now">Server time; the page counts down from the remaining seconds.</param>
    public static BasketView Of(HeldSeats held, CompiledPlan plan, SeatSale sale, DateTimeOffset now)
    {
        var tiers = sale.Tiers.ToDictionary(t => t.Ordinal);
        var items = held.Seats.Select(s => new PricedItem(tiers[s.Tier].Category, s.Price.Amount, s.Fee.Amount, tiers[s.Tier].TaxBasisPoints)).ToList();
        var amounts = OrderPricing.Calculate(items, promo: null, sale.PricesIncludeTax, held.Currency);
        var lines = held.Seats
            .Zip(amounts)
            .GroupBy(s => plan.IsPlaced(s.First.Index) ? (Section: -1, Seat: s.First.Index.Value) : (Section: plan.SectionNumberOf(s.First.Index), Seat: -1))
            .Select(seats => BasketLine.Of([.. seats.Select(s => s.First)], seats.Sum(s => s.Second.Total), plan, tiers[seats.First().First.Tier]))
            .ToList();
        return new BasketView(
            held.Id,
            lines,
            held.Seats.Count,
            new Money(items.Sum(i => i.Fee), held.Currency),
            new Money(amounts.Sum(a => a.Tax), held.Currency),
            new Money(amounts.Sum(a => a.Total), held.Currency),
            (int)Math.Ceiling(held.Remaining(now).TotalSeconds),
            !held.Extended);
    }
}

/// <summary>One seat, or all places of one area.</summary>
/// <param name="Row">Null for places of an area.</param>
/// <param name="Label">The seat's label; the area's name for places.</param>
/// <param name="AllIn">Share of the total: price, fee, and tax where it is added.</param>
public sealed record BasketLine(
    string Label, string Section, string? Row, string? Number, SeatKind Kind, IReadOnlyList<SeatIndex> Seats, string TierName, string Color, Money Fee, Money AllIn, SeatPlace Place)
{
    public bool IsArea => Row is null;

    internal static BasketLine Of(IReadOnlyList<HeldSeat> seats, long allIn, CompiledPlan plan, SeatSaleTier tier)
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
            first.TierName,
            tier.Color,
            new Money(seats.Sum(s => s.Fee.Amount), first.Fee.Currency),
            new Money(allIn, first.Price.Currency),
            plan.PlaceOf(first.Index));
    }
}
