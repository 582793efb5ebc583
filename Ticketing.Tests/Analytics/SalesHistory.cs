using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;

namespace Ticketing.Tests.Analytics;

/// <summary>
/// Random orders and what happens to them, by the rules of Core. The events that orders record reach a consumer late, in any order and more
/// than once; it reads the order as it is then.
/// </summary>
internal sealed class SalesHistory
{
    // Nights on which clocks change in Berlin and New York.
    private static readonly DateTimeOffset[] Nights =
    [
        new(2027, 3, 28, 0, 0, 0, TimeSpan.Zero), new(2027, 10, 31, 0, 0, 0, TimeSpan.Zero), new(2027, 3, 14, 5, 0, 0, TimeSpan.Zero),
    ];

    private static readonly (string Currency, bool IncludesTax, int Unit)[] Terms =
        [("EUR", true, 1), ("USD", false, 1), ("JPY", true, 1), ("KWD", false, 10)];

    private readonly Random _random;
    private readonly List<OrderLife> _lives = [];
    private readonly List<OrderLife> _undelivered = [];
    private readonly Dictionary<OrderId, IReadOnlyList<SalesLine>> _contributions = [];
    private readonly SalesFold _figures = new();
    private readonly (PerformanceId Id, PriceTierId[] Tiers, int Terms)[] _performances;

    public SalesHistory(int seed)
    {
        _random = new Random(seed);
        _performances =
        [
            .. Enumerable.Range(0, Terms.Length)
                .Select(terms => (PerformanceId.New(), Enumerable.Range(0, 3).Select(_ => PriceTierId.New()).ToArray(), terms)),
        ];
        for (var i = 0; i < 25; i++)
        {
            Live();
        }

        while (_undelivered.Count > 0)
        {
            Deliver();
        }
    }

    /// <summary>What the consumer has after all events.</summary>
    public IReadOnlyList<SalesLine> Figures => _figures.Lines;

    public IReadOnlyList<Order> Orders => [.. _lives.Select(life => life.Order)];

    /// <summary>The orders that were paid, as a rebuild reads them.</summary>
    public IEnumerable<SoldOrder> Sold => _lives.Select(life => life.Truth).OfType<SoldOrder>();

    private void Live()
    {
        var now = Nights[_random.Next(Nights.Length)].AddTicks(_random.NextInt64(TimeSpan.TicksPerHour * 5));
        var life = new OrderLife(Place(now));
        _lives.Add(life);
        Save(life);
        if (_random.Next(8) == 0)
        {
            life.Order.Expire(now = Later(now));
            Save(life);
            return;
        }

        life.Pay(now = Later(now));
        Save(life);
        for (var steps = _random.Next(7); steps > 0; steps--)
        {
            life.Change(_random, now = Later(now));
            Save(life);
        }
    }

    private Order Place(DateTimeOffset now)
    {
        var (performance, tiers, index) = _performances[_random.Next(_performances.Length)];
        var (currency, includesTax, unit) = Terms[index];
        var id = OrderId.New();
        var isFree = _random.Next(6) == 0;
        var items = Enumerable.Range(0, _random.Next(1, 6)).Select(seat => new OrderItem
        {
            Id = OrderItemId.New(),
            OrderId = id,
            PerformanceId = performance,
            SeatIndex = new SeatIndex(seat),
            Label = "A-1",
            Section = _random.Next(2) == 0 ? "Stalls" : "Circle",
            Row = "A",
            Number = "1",
            TierId = tiers[_random.Next(tiers.Length)],
            TierName = "Standard",
            Price = isFree ? 0 : _random.Next(0, 9_999) * unit,
            Fee = isFree ? 0 : _random.Next(0, 300) * unit,
            TaxBasisPoints = _random.Next(3) * 700,
        }).ToList();
        var order = Order.Place(
            new OrderTerms
            {
                Id = id,
                Number = "T-1",
                PerformanceId = performance,
                OrganizationId = OrganizationId.New(),
                HoldId = HoldId.New(),
                Currency = currency,
                PricesIncludeTax = includesTax,
                CancellableUntil = null,
                CancellationKeepsFees = false,
                ExpiresAt = now.AddHours(1),
            },
            new BuyerDetails(null, "ada@example.org", "Ada", null, "en", []), items, Actor.Buyer, now);
        var promo = _random.Next(2) == 0 ? null : Promo(unit);
        order.SetAmounts(
            OrderPricing.Calculate(
                [.. items.Select(item => new PricedItem("any", item.Price, item.Fee, item.TaxBasisPoints))], promo, includesTax, currency),
            promo?.Id);
        return order;
    }

    private PromoCode Promo(int unit) => new()
    {
        Id = PromoCodeId.New(),
        OrganizationId = OrganizationId.New(),
        Code = "CODE",
        Kind = _random.Next(2) == 0 ? PromoKind.Percent : PromoKind.Fixed,
        Value = _random.Next(1, 4_000) * unit,
        PerItem = _random.Next(2) == 0,
    };

    private DateTimeOffset Later(DateTimeOffset now) => now.AddTicks(_random.NextInt64(1, TimeSpan.TicksPerHour * 2));

    // The save that writes the order writes its events: an order without one is not read again.
    private void Save(OrderLife life)
    {
        foreach (var _ in life.Order.TakeFacts().Outbox)
        {
            _undelivered.Add(life);
        }

        while (_undelivered.Count > 0 && _random.Next(3) == 0)
        {
            Deliver();
        }
    }

    private void Deliver()
    {
        var next = _random.Next(_undelivered.Count);
        var life = _undelivered[next];
        if (_random.Next(4) > 0)
        {
            _undelivered.RemoveAt(next);
        }

        var now = life.Truth is { } sold ? SalesContribution.Of(sold) : [];
        _figures.Subtract(_contributions.GetValueOrDefault(life.Order.Id, [])).Add(now);
        _contributions[life.Order.Id] = now;
    }

    /// <summary>An order with its payment, refunds and disputes.</summary>
    private sealed class OrderLife(Order order)
    {
        private readonly Dictionary<OrderItemId, DateTimeOffset> _returnedAt = [];
        private readonly List<Refund> _refunds = [];
        private readonly List<DisputeCase> _disputes = [];
        private Payment? _payment;

        public Order Order => order;

        public SoldOrder? Truth => order.PaidAt is not { } paidAt ? null : new SoldOrder(
            order.Id, order.PerformanceId, order.Currency, paidAt, order.Refunded,
            [
                .. order.Items.Select(item => new SoldItem(
                    item.TierId, item.Section, item.Total, item.Fee, item.Tax, item.Discount, item.Live ? null : _returnedAt[item.Id])),
            ],
            [
                .. _refunds.Where(refund => refund.CountsAsReturned).Select(refund => new ReturnedAmount(refund.CreatedAt, refund.Amount)),
                .. _disputes.Where(dispute => dispute.Status == PaymentDisputeStatus.Lost)
                    .Select(dispute => new ReturnedAmount(dispute.UpdatedAt, dispute.Amount)),
            ]);

        public void Pay(DateTimeOffset now)
        {
            if (order.Total == 0)
            {
                order.ConfirmFree(Actor.Buyer, now);
                return;
            }

            order.ConfirmPaid(Actor.Provider, now);
            _payment = new Payment
            {
                Id = Guid.NewGuid(),
                OrderId = order.Id,
                Provider = Payment.Stripe,
                ProviderPaymentId = "pi_1",
                ClientSecret = "",
                Amount = order.Total,
                Currency = order.Currency,
                Status = PaymentStatus.Succeeded,
                CreatedAt = now,
                UpdatedAt = now,
            };
        }

        public void Change(Random random, DateTimeOffset now)
        {
            var isLive = order.Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded;
            List<OrderItem> live = [.. order.Items.Where(item => item.Live)];
            if (_payment is null)
            {
                CancelFree(random, isLive, live, now);
                return;
            }

            switch (random.Next(6))
            {
                case 0 or 1 when isLive:
                    List<OrderItem> returned = [.. live.Take(random.Next(1, live.Count + 1))];
                    var amount = order.AmountReturnedFor(returned, random.Next(2) == 0).Amount;
                    order.Refund(returned, amount, Actor.System, now);
                    Return(returned, now);
                    Add(amount, madeAtProvider: false, now);
                    break;
                case 2 when order.Returnable > 0:
                    Add(random.NextInt64(1, order.Returnable + 1), madeAtProvider: true, now);
                    order.RefundedAtProvider(now);
                    break;
                case 3 when _refunds.Find(refund => refund.IsOpen || refund.Status == RefundStatus.Succeeded) is { } fails:
                    fails.Status = RefundStatus.Failed;
                    order.FailRefund(now);
                    break;
                case 4 when _refunds.Find(refund => refund.NeedsAttention && refund.Amount <= order.Returnable) is { } failed:
                    // Either the provider executes it after all, which records no event of its own, or staff pay in another way.
                    if (random.Next(2) == 0)
                    {
                        failed.Status = RefundStatus.Succeeded;
                        break;
                    }

                    failed.Resolve(RefundResolution.PaidOtherwise, "cash", now);
                    order.ResolveRefund(RefundResolution.PaidOtherwise, Actor.System, now);
                    break;
                case 5:
                    Lose(isLive, live, now);
                    break;
            }

            order.CountReturned(ReturnedMoney.Of([_payment], _refunds, _disputes), now);
        }

        private void CancelFree(Random random, bool isLive, List<OrderItem> live, DateTimeOffset now)
        {
            if (isLive && live.Count > 1 && random.Next(2) == 0)
            {
                order.Refund(live[..1], 0, Actor.System, now);
                Return(live[..1], now);
            }
            else if (isLive)
            {
                order.Cancel(Actor.System, now);
                Return(live, now);
            }
        }

        private void Lose(bool isLive, List<OrderItem> live, DateTimeOffset now)
        {
            _disputes.Add(new DisputeCase
            {
                Id = $"dp_{_disputes.Count}",
                ProviderPaymentId = "pi_1",
                Amount = order.Total,
                Currency = order.Currency,
                Reason = "fraudulent",
                Status = PaymentDisputeStatus.Lost,
                CreatedAt = now,
                UpdatedAt = now,
            });
            order.CountReturned(ReturnedMoney.Of([_payment!], _refunds, _disputes), now);
            if (isLive)
            {
                order.LoseDispute(now);
                Return(live, now);
            }
        }

        private void Return(List<OrderItem> items, DateTimeOffset now) => items.ForEach(item => _returnedAt.Add(item.Id, now));

        private void Add(long amount, bool madeAtProvider, DateTimeOffset now)
        {
            if (amount > 0)
            {
                _refunds.Add(new Refund
                {
                    Id = Guid.NewGuid(),
                    OrderId = order.Id,
                    PaymentId = _payment!.Id,
                    MadeAtProvider = madeAtProvider,
                    Amount = amount,
                    Currency = order.Currency,
                    Status = RefundStatus.Requested,
                    Reason = "staff",
                    CreatedAt = now,
                    UpdatedAt = now,
                });
            }
        }
    }
}
