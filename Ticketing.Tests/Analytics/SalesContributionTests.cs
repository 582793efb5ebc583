using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Analytics;

/// <summary>What orders contribute to the figures: kept by events, rebuilt and added up naively, it is the same to the cent.</summary>
public sealed class SalesContributionTests
{
    private static readonly DateTimeOffset Paid = new(2027, 3, 28, 0, 59, 59, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Paid.AddHours(2);
    private static readonly PriceTierId Standard = PriceTierId.New();
    private static readonly PriceTierId Vip = PriceTierId.New();

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Figures_KeptByEvents_AreThoseOfARebuild() => Prop.ForAll(Seeds, seed =>
    {
        var history = new SalesHistory(seed);

        return history.Figures.SequenceEqual(new SalesFold().Add(history.Sold.SelectMany(SalesContribution.Of)).Lines);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Figures_KeptByEvents_AreTheSumsOfOrders() => Prop.ForAll(Seeds, seed =>
    {
        var history = new SalesHistory(seed);

        return history.Orders.GroupBy(order => order.PerformanceId).All(orders =>
            Naive([.. orders.Where(order => order.PaidAt is not null)])
                == Sum(history.Figures.Where(line => line.Cell.Performance == orders.Key)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refunds_OfAnyHistory_AreNoMoreThanATierTook() => Prop.ForAll(Seeds, seed =>
        new SalesHistory(seed).Figures.Where(line => line.Cell.Currency != "KWD").GroupBy(line => line.Cell.Tier)
            .All(tier => Sum(tier).Net >= 0)).QuickCheckThrowOnFailure();

    [Fact]
    public void Refunds_WithoutAnEventOfTheirOwn_AreOne()
    {
        var order = Order.Place(
            new OrderTerms
            {
                Id = OrderId.New(),
                Number = "T-1",
                PerformanceId = PerformanceId.New(),
                OrganizationId = OrganizationId.New(),
                HoldId = HoldId.New(),
                Currency = "EUR",
                PricesIncludeTax = true,
                CancellableUntil = null,
                CancellationKeepsFees = false,
                ExpiresAt = Later,
            },
            new BuyerDetails(null, "ada@example.org", "Ada", null, "en", []), [ItemOf()], Actor.Buyer, Paid);
        order.SetAmounts([new ItemAmounts(0, 0, 1000)], null);
        order.ConfirmPaid(Actor.Provider, Paid);
        order.TakeFacts();

        order.CountReturned(0, Later);
        Assert.Empty(order.TakeFacts().Outbox);
        order.CountReturned(400, Later);
        Assert.Equal(["order.refunds-adjusted"], order.TakeFacts().Outbox.Select(fact => fact.Type));
        Assert.Empty(order.TakeFacts().Outbox);
        order.CountReturned(500, Later);
        order.RefundedAtProvider(Later);
        Assert.Equal(["order.refunded-at-provider"], order.TakeFacts().Outbox.Select(fact => fact.Type));
        Assert.Empty(order.TakeFacts().Outbox);
    }

    [Fact]
    public void Order_OverTwoTiers_CountsOnce()
    {
        var lines = SalesContribution.Of(Sold(0, [new(Standard, "Stalls", 900, 100, 144, 100, null), new(Vip, "Box", 2000, 0, 0, 0, null)]));

        Assert.Equal(
            [(Standard, "Stalls", 1L, 1L, 1000L, 100L, 100L, 144L), (Vip, "Box", 0L, 1L, 2000L, 0L, 0L, 0L)],
            lines.OrderBy(line => line.Sums.Gross).Select(line => (
                line.Cell.Tier, line.Cell.Section, line.Sums.Orders, line.Sums.Seats, line.Sums.Gross, line.Sums.Discount, line.Sums.Fees,
                line.Sums.Tax)));
        Assert.All(lines, line => Assert.Equal(new DateTimeOffset(2027, 3, 28, 0, 59, 0, TimeSpan.Zero), line.Cell.Minute));
    }

    [Fact]
    public void Refund_OfOneSeat_IsItsTiersAtItsMinute()
    {
        var lines = SalesContribution.Of(Sold(
            2000, [new(Standard, "Stalls", 1000, 0, 0, 0, null), new(Vip, "Box", 2000, 0, 0, 0, Later)], new ReturnedAmount(Later, 2000)));

        var returned = Assert.Single(lines, line => line.Cell.Minute == SalesCell.MinuteOf(Later));
        Assert.Equal((Vip, 2000L, 1L, 0L), (returned.Cell.Tier, returned.Sums.Refunded, returned.Sums.SeatsReturned, returned.Sums.Seats));
        Assert.Equal(1000, Sum(lines).Net);
    }

    [Fact]
    public void Refund_MadeAtTheProvider_IsSpreadOverAllSeats()
    {
        var lines = SalesContribution.Of(Sold(
            300, [new(Standard, "Stalls", 1000, 0, 0, 0, null), new(Vip, "Box", 2000, 0, 0, 0, null)], new ReturnedAmount(Later, 300)));

        Assert.Equal([100, 200], lines.Where(line => line.Sums.Refunded > 0).Select(line => line.Sums.Refunded).Order());
        Assert.All(lines, line => Assert.Equal(0, line.Sums.SeatsReturned));
    }

    [Theory]
    [InlineData(0, 500)] // What the order says counts: no row says when.
    [InlineData(400, 500)]
    [InlineData(900, 500)] // A bank took back what had been refunded.
    public void Returns_OfAnotherSum_AreWhatTheOrderSays(long returned, long refunded)
    {
        var lines = SalesContribution.Of(Sold(
            refunded, [new(Standard, "Stalls", 1000, 0, 0, 0, null)], returned > 0 ? [new ReturnedAmount(Later, returned)] : []));

        Assert.Equal(refunded, lines.Sum(line => line.Sums.Refunded));
        Assert.Equal(
            Math.Min(returned, refunded), lines.Where(line => line.Cell.Minute == SalesCell.MinuteOf(Later)).Sum(line => line.Sums.Refunded));
    }

    private static SoldOrder Sold(long refunded, SoldItem[] items, params ReturnedAmount[] returns) =>
        new(OrderId.New(), PerformanceId.New(), "EUR", Paid, refunded, items, returns);

    private static OrderItem ItemOf() => new()
    {
        Id = OrderItemId.New(),
        OrderId = OrderId.New(),
        PerformanceId = PerformanceId.New(),
        SeatIndex = new(0),
        Label = "A-1",
        Section = "Stalls",
        Row = "A",
        Number = "1",
        TierId = Standard,
        TierName = "Standard",
        Price = 1000,
        Fee = 0,
        TaxBasisPoints = 0,
    };

    private static SalesSums Sum(IEnumerable<SalesLine> lines) => lines.Select(line => line.Sums).Aggregate(default(SalesSums), SalesSums.Add);

    private static SalesSums Naive(List<Order> orders) => new()
    {
        Orders = orders.Count,
        Seats = orders.Sum(order => order.Items.Count),
        SeatsReturned = orders.Sum(order => order.Items.Count(item => !item.Live)),
        Gross = orders.Sum(order => order.Subtotal + order.Fees + (order.PricesIncludeTax ? 0 : order.Tax)),
        Fees = orders.Sum(order => order.Fees),
        Tax = orders.Sum(order => order.Tax),
        Discount = orders.Sum(order => order.Discount),
        Refunded = orders.Sum(order => order.Refunded),
    };
}
