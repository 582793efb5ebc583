using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Service;

/// <summary>An exchange as it is judged and priced, for its quote and for the exchange alike.</summary>
internal sealed class ExchangeDraft
{
    private readonly Order _order;
    private readonly SellingFacts _facts;
    private readonly SeatPrice[] _prices;
    private readonly IReadOnlyList<PricedItem> _priced;
    private readonly ExchangeAmounts[] _amounts;

    private ExchangeDraft(
        Order order, SellingFacts facts, IReadOnlyList<OrderItem> given, IReadOnlyList<SeatIndex> seats, PromoCode? promo, DateTimeOffset now)
    {
        (_order, _facts, Given, Seats) = (order, facts, given, seats);
        _prices = ExchangePricing.SeatPrices(
            [.. seats.Select((seat, i) => ToPrice(facts, seat, given[i].Reduction))],
            tier => facts.OffersAt(tier, now),
            tier => order.Items.Count(item => item.Live && !given.Contains(item) && item.TierId == facts.TierAt(tier).Id));
        _priced = [.. seats.Select((seat, i) => PricedOf(facts.TierOf(seat)!, _prices[i]))];
        _amounts = ExchangePricing.Calculate(_priced, promo, order.PricesIncludeTax, order.Currency);
    }

    /// <summary>By seat: the first of them is given for the first of <see cref="Seats"/>.</summary>
    public IReadOnlyList<OrderItem> Given { get; }

    /// <summary>By index.</summary>
    public IReadOnlyList<SeatIndex> Seats { get; }

    /// <summary>New total less old total; minor units.</summary>
    public long Difference => _amounts.Sum(amount => amount.Total) - Given.Sum(item => item.Total);

    /// <summary>Judges what does not depend on other buyers.</summary>
    /// <param name="order">With its items.</param>
    /// <param name="facts">Of the order's performance.</param>
    /// <param name="promo">The code that the order was placed with.</param>
    public static Outcome<ExchangeDraft, ExchangeRefusal> Make(
        Order order, SellingFacts facts, IReadOnlyList<OrderItemId> items, IReadOnlyList<SeatIndex> seats, PromoCode? promo, DateTimeOffset now)
    {
        if (!order.HasTickets)
        {
            return ExchangeRefusal.NotPaid;
        }

        if (facts.SaleStateAt(now) == Core.Catalog.SaleState.Cancelled)
        {
            return ExchangeRefusal.Cancelled;
        }

        var given = order.Items.Where(item => item.Live && items.Contains(item.Id)).OrderBy(item => item.SeatIndex).ToList();
        var wanted = seats.Distinct().Order().ToList();
        if (given.Count == 0 || given.Count != items.Count || wanted.Count != seats.Count || wanted.Count != given.Count)
        {
            return ExchangeRefusal.ItemNotExchangeable;
        }

        return wanted.TrueForAll(seat => facts.Plan.Contains(seat) && facts.TierOf(seat) is not null)
            ? new ExchangeDraft(order, facts, given, wanted, promo, now)
            : ExchangeRefusal.SeatUnknown;
    }

    public ExchangeQuote Quote()
    {
        var currency = _order.Currency;
        return new ExchangeQuote(
            new Money(Given.Sum(item => item.Total), currency),
            new Money(_amounts.Sum(amount => amount.Total), currency),
            new Money(Difference, currency),
            [.. Seats.Select((seat, i) => new QuotedSeat(
                seat, _facts.Plan.LabelOf(seat), _facts.Plan.PlaceOf(seat), _facts.TierOf(seat)!.Name, new Money(_amounts[i].Total, currency),
                _prices[i].Reduction, _prices[i].FullPrice is null ? Given[i].Reduction : null))]);
    }

    /// <summary>The new items, without tickets yet.</summary>
    /// <param name="isWaived">Whether a higher total is lowered to the old one.</param>
    public IReadOnlyList<OrderItem> NewItems(bool isWaived, DateTimeOffset now)
    {
        var amounts = isWaived && Difference > 0
            ? ExchangePricing.Waive(_priced, _amounts, Given.Sum(item => item.Total), _order.PricesIncludeTax, _order.Currency)
            : _amounts;
        return [.. Seats.Select((seat, i) => NewItem(seat, _prices[i], amounts[i], now))];
    }

    private OrderItem NewItem(SeatIndex seat, SeatPrice price, ExchangeAmounts amounts, DateTimeOffset now)
    {
        var (tier, place) = (_facts.TierOf(seat)!, _facts.Plan.PlaceOf(seat));
        return new OrderItem
        {
            Id = new OrderItemId(Guid.CreateVersion7(now)),
            OrderId = _order.Id,
            PerformanceId = _order.PerformanceId,
            SeatIndex = seat,
            Label = _facts.Plan.LabelOf(seat),
            Section = place.Section,
            Row = place.Row,
            Number = place.Number,
            TierId = tier.Id,
            TierName = tier.Name,
            Price = amounts.Price,
            Fee = amounts.Fee,
            TaxBasisPoints = tier.TaxBasisPoints,
        }.WithPrice(price with { Fee = amounts.Fee }).WithAmounts(amounts);
    }

    private static SeatToPrice ToPrice(SellingFacts facts, SeatIndex seat, string? reduction)
    {
        var tier = facts.TierOf(seat)!;
        return new SeatToPrice(tier.Ordinal, tier.Price, tier.Fee, facts.Plan.KindOf(seat), reduction);
    }

    private static PricedItem PricedOf(SellingTier tier, SeatPrice price) => new(tier.Category, price.Price, price.Fee, tier.TaxBasisPoints);
}
