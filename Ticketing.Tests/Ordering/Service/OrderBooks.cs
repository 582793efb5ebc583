using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Ordering.Service;

/// <summary>
/// A random order of the web or the box office and what happens to it by the rules of Core: reductions, group prices, a promo code, extras,
/// fees, taxes, complimentary tickets, refunds with and without fees, and exchanges that are refunded, waived or paid by hand.
/// </summary>
internal sealed class OrderBooks
{
    private static readonly (string Currency, int Unit)[] Currencies = [("EUR", 1), ("JPY", 1), ("KWD", 10)];
    private static readonly DateTimeOffset Start = new(2027, 3, 28, 0, 30, 0, TimeSpan.Zero);

    private readonly Random _random;
    private readonly int _unit;
    private readonly Tier[] _tiers;
    private readonly Sale _sale;
    private readonly PromoCode? _promo;
    private readonly List<Payment> _payments = [];
    private readonly List<Refund> _refunds = [];
    private readonly Dictionary<OrderItemId, DateTimeOffset> _returnedAt = [];
    private readonly List<Extra> _extras = [];
    private readonly DateTimeOffset _now = Start;
    private int _nextSeat;

    public OrderBooks(int seed)
    {
        _random = new Random(seed);
        (var currency, _unit) = Currencies[_random.Next(Currencies.Length)];
        var isFree = _random.Next(8) == 0;
        _tiers =
        [
            .. Enumerable.Range(0, 3).Select(index => new Tier(
                PriceTierId.New(), (short)index, index.ToString(System.Globalization.CultureInfo.InvariantCulture),
                isFree && index == 0 ? 0 : _random.Next(0, 9_999) * _unit, isFree && index == 0 ? 0 : _random.Next(0, 400) * _unit,
                new[] { 0, 700, 1900 }[_random.Next(3)])),
        ];
        _tiers = Array.ConvertAll(_tiers, tier => tier with { Offers = Offers(tier.Price, currency) });
        _sale = (Sale)_random.Next(3);
        _promo = _sale != Sale.Web || _random.Next(2) == 0 ? null : Promo(currency);
        Order = Place(currency, isFree);
        Pay();
        for (var steps = _random.Next(1, 9); steps > 0 && Order.HasTickets; steps--)
        {
            _now = _now.AddSeconds(_random.Next(1, 400));
            if (_random.Next(2) == 0)
            {
                Refund();
            }
            else
            {
                Exchange();
            }
        }
    }

    public Order Order { get; }

    public IReadOnlyList<OrderItem> Counted => [.. Order.Items.Where(item => item.ExchangedAt is null)];

    public int Exchanges { get; private set; }

    /// <summary>Totals before and after exchanges whose difference was waived.</summary>
    public List<(long Before, long After)> Waived { get; } = [];

    /// <summary>Payments less refunds; minor units.</summary>
    public long Kept => _payments.Sum(payment => payment.Amount) - _refunds.Sum(refund => refund.Amount);

    /// <summary>As Analytics reads it.</summary>
    public SoldOrder Sold => new(
        Order.Id, Order.PerformanceId, Order.Currency, Order.PaidAt!.Value, Order.Refunded,
        [
            .. Order.Items.OrderBy(item => item.SeatIndex).Select(item => new SoldItem(
                item.TierId, item.Section, item.Total, item.Fee, item.Tax, item.Discount,
                item.Live || item.ExchangedAt is not null ? null : _returnedAt[item.Id], item.AddedAt, item.ExchangedAt)),
            .. Order.Extras.Select(unit => new SoldItem(
                new PriceTierId(unit.ExtraId.Value), "", unit.Total, 0, unit.Tax, 0, unit.ReturnedAt, Seats: 0)),
        ],
        [.. _refunds.Where(refund => !refund.ForExchange).Select(refund => new ReturnedAmount(refund.CreatedAt, refund.Amount))]);

    private Order Place(string currency, bool isFree)
    {
        var id = OrderId.New();
        var performance = PerformanceId.New();
        List<OrderItem> items = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => ItemOf(id, performance, isFree ? _tiers[0] : AnyTier(), _sale == Sale.Comp))];
        var chosen = items.ConvertAll(item => SeatOf(TierOf(item), _random.Next(2) == 0 ? null : _random.Next(2) == 0 ? "Child" : "Student"));
        var prices = SeatPricing.Of(chosen, tier => _tiers[tier].Offers);
        var order = Order.Place(
            new OrderTerms
            {
                Id = id,
                Number = "T-1",
                PerformanceId = performance,
                OrganizationId = OrganizationId.New(),
                HoldId = HoldId.New(),
                Currency = currency,
                PricesIncludeTax = _random.Next(2) == 0,
                CancellableUntil = null,
                CancellationKeepsFees = false,
                ExpiresAt = _now.AddHours(1),
                Channel = _sale == Sale.Web ? OrderChannel.Web : OrderChannel.BoxOffice,
            },
            new BuyerDetails(null, "ada@example.org", "Ada", null, "en", []), items, Actor.Buyer, _now);
        if (_sale == Sale.Comp)
        {
            order.SetAmounts(OrderPricing.Complimentary(order.Items), null);
            return order;
        }

        order.SetPrices(prices);
        // The box office sells none.
        if (_sale == Sale.Web && _random.Next(2) == 0)
        {
            order.SetExtras(ChooseExtras(order, [.. items.Select(item => item.Section)]));
        }

        order.SetAmounts(
            OrderPricing.Calculate([.. items.Zip(prices, (item, price) => PricedOf(TierOf(item), price))], _promo, order.PricesIncludeTax, currency), _promo?.Id);
        return order;
    }

    private void Pay()
    {
        if (Order.Total == 0)
        {
            Order.ConfirmFree(Actor.Buyer, _now);
            return;
        }

        Order.ConfirmPaid(Actor.Provider, _now);
        Add(_sale == Sale.Web ? Payment.Stripe : _random.Next(2) == 0 ? Payment.Cash : Payment.Terminal, Order.Total);
    }

    private void Refund()
    {
        List<OrderItem> live = [.. Order.Items.Where(item => item.Live)];
        List<OrderExtra> extras = [.. Order.LiveExtras.Where(_ => _random.Next(2) == 0)];
        List<OrderItem> returned = [.. live.OrderBy(_ => _random.Next()).Take(_random.Next(extras.Count > 0 ? 0 : 1, live.Count + 1))];
        if (returned.Count + extras.Count == 0)
        {
            extras = [.. Order.LiveExtras];
        }

        var amount = Order.AmountReturnedFor(returned, _random.Next(2) == 0, extras).Amount;
        Order.Refund(returned, amount, Actor.System, _now, extras);
        returned.ForEach(item => _returnedAt.Add(item.Id, _now));
        Return(amount, forExchange: false);
        Count();
    }

    private void Exchange()
    {
        List<OrderItem> live = [.. Order.Items.Where(item => item.Live)];
        if (live.Count == 0)
        {
            return;
        }

        List<OrderItem> given = [.. live.OrderBy(_ => _random.Next()).Take(_random.Next(1, live.Count + 1))];
        List<Tier> tiers = [.. given.Select(_ => AnyTier())];
        var prices = ExchangePricing.SeatPrices(
            [.. tiers.Select((tier, i) => SeatOf(tier, given[i].Reduction))], tier => _tiers[tier].Offers,
            tier => live.Count(item => !given.Contains(item) && item.TierId == _tiers[tier].Id));
        List<PricedItem> priced = [.. tiers.Zip(prices, PricedOf)];
        var amounts = ExchangePricing.Calculate(priced, _promo, Order.PricesIncludeTax, Order.Currency);
        var before = given.Sum(item => item.Total);
        var difference = amounts.Sum(amount => amount.Total) - before;
        if (difference < 0 && (-difference > Left || Order.Total + difference < Order.Refunded))
        {
            return;
        }

        var isWaived = difference > 0 && _random.Next(2) == 0;
        if (isWaived)
        {
            amounts = ExchangePricing.Waive(priced, amounts, before, Order.PricesIncludeTax, Order.Currency);
            Waived.Add((before, amounts.Sum(amount => amount.Total)));
        }

        Order.Exchange(
            given,
            [.. tiers.Select((tier, i) => ItemOf(Order.Id, Order.PerformanceId, tier).WithPrice(prices[i] with { Fee = amounts[i].Fee }).WithAmounts(amounts[i]))],
            Actor.System, _now);
        Exchanges++;
        if (difference < 0)
        {
            Return(-difference, forExchange: true);
        }
        else if (difference > 0 && !isWaived)
        {
            Add(_random.Next(2) == 0 ? Payment.Cash : Payment.Terminal, difference);
        }

        Count();
    }

    /// <summary>Bundles, donations and things with a price, with tax of their own.</summary>
    private IReadOnlyList<OrderExtra> ChooseExtras(Order order, IReadOnlyList<string> categories)
    {
        List<ChosenExtra> chosen = [];
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var kind = _random.Next(3) == 0 ? ExtraKind.Donation : ExtraKind.Product;
            var price = _random.Next(0, 3_000) * _unit;
            _extras.Add(new Extra
            {
                Id = ExtraId.New(),
                OrganizationId = order.OrganizationId,
                EventId = Core.Common.EventId.New(),
                Position = i,
                Kind = kind,
                Name = "Extra",
                Description = "",
                Currency = order.Currency,
                Price = price,
                PriceMax = kind == ExtraKind.Donation ? price + (5_000L * _unit) : null,
                TaxBasisPoints = new[] { 0, 700, 1900 }[_random.Next(3)],
                PerOrderMax = 5,
                HasVoucher = false,
                Categories = [],
                WithSeatPrice = kind == ExtraKind.Product && _random.Next(2) == 0 ? price / 2 / _unit * _unit : null,
                WithSeatCategories = [],
                CreatedAt = _now,
            });
            chosen.Add(kind == ExtraKind.Donation
                ? new ChosenExtra(_extras[^1].Id, 1, price + (_random.Next(0, 5_000) * _unit))
                : new ChosenExtra(_extras[^1].Id, _random.Next(1, 5)));
        }

        Assert.Empty(ExtraChoices.Check(_extras, chosen, categories, order.Currency));
        return ExtraChoices.Price(_extras, chosen, categories, order.Id, order.PricesIncludeTax, order.Currency);
    }

    private long Left => _payments.Sum(LeftOf);

    private long LeftOf(Payment payment) => payment.Amount - ReturnedMoney.Of(payment, _refunds, []);

    private void Count() => Order.CountReturned(ReturnedMoney.Of(_payments, _refunds, []), _now);

    private void Return(long amount, bool forExchange)
    {
        foreach (var payment in _payments.OrderBy(payment => payment.IsByHand).ToList())
        {
            var part = Math.Min(amount, LeftOf(payment));
            if (part > 0)
            {
                amount -= part;
                _refunds.Add(new Refund
                {
                    Id = Guid.NewGuid(),
                    OrderId = Order.Id,
                    PaymentId = payment.Id,
                    Amount = part,
                    Currency = Order.Currency,
                    Status = RefundStatus.Succeeded,
                    Reason = "staff",
                    ForExchange = forExchange,
                    CreatedAt = _now,
                    UpdatedAt = _now,
                });
            }
        }

        Assert.Equal(0, amount);
    }

    private void Add(string provider, long amount) => _payments.Add(new Payment
    {
        Id = Guid.NewGuid(),
        OrderId = Order.Id,
        Provider = provider,
        ProviderPaymentId = Guid.NewGuid().ToString(),
        ClientSecret = "",
        Amount = amount,
        Currency = Order.Currency,
        Status = PaymentStatus.Succeeded,
        CreatedAt = _now,
        UpdatedAt = _now,
    });

    private OrderItem ItemOf(OrderId order, PerformanceId performance, Tier tier, bool isComp = false) => new()
    {
        Id = OrderItemId.New(),
        OrderId = order,
        PerformanceId = performance,
        SeatIndex = new SeatIndex(_nextSeat++),
        Label = "A-1",
        Section = tier.Category,
        Row = "A",
        Number = "1",
        TierId = tier.Id,
        TierName = tier.Category,
        Price = tier.Price,
        Fee = isComp ? 0 : tier.Fee,
        TaxBasisPoints = tier.Tax,
    };

    private PromoCode Promo(string currency) => new()
    {
        Id = PromoCodeId.New(),
        OrganizationId = OrganizationId.New(),
        Code = "CODE",
        Kind = _random.Next(2) == 0 ? PromoKind.Percent : PromoKind.Fixed,
        Value = _random.Next(1, 4_000) * _unit,
        PerItem = _random.Next(2) == 0,
        Currency = currency,
        Categories = _random.Next(3) == 0 ? ["1"] : [],
    };

    private Tier AnyTier() => _tiers[_random.Next(_tiers.Length)];

    private Tier TierOf(OrderItem item) => Array.Find(_tiers, tier => tier.Id == item.TierId)!;

    private TierOffers Offers(long full, string currency) => new(
        [
            .. new[] { "Child", "Student" }.Where(_ => full > 0 && _random.Next(2) == 0)
                .Select(name => new ReducedPrice(Guid.NewGuid(), name, _random.Next(5) == 0 ? 0 : Share(full, currency))),
        ],
        full > 0 && _random.Next(2) == 0 ? new GroupPrice(_random.Next(2, 5), Share(full, currency)) : null);

    private long Share(long full, string currency) => new Money(full, currency).Share(_random.Next(1, 10_000)).Amount;

    private static SeatToPrice SeatOf(Tier tier, string? chosen) => new(tier.Ordinal, tier.Price, tier.Fee, SeatKind.Regular, chosen);

    private static PricedItem PricedOf(Tier tier, SeatPrice price) => new(tier.Category, price.Price, price.Fee, tier.Tax);

    private enum Sale
    {
        Web,
        BoxOffice,
        Comp,
    }

    private sealed record Tier(PriceTierId Id, short Ordinal, string Category, long Price, long Fee, int Tax)
    {
        public TierOffers Offers { get; init; } = TierOffers.None;
    }
}
