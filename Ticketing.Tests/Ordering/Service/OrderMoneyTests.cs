using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;

namespace Ticketing.Tests.Ordering.Service;

/// <summary>Order, items, payments and figures agree to the minor unit, whatever happens to an order.</summary>
public sealed class OrderMoneyTests
{
    private const int Runs = 2000;

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Items_OfAnyHistory_AddUpToTheOrder() => Check(books =>
    {
        var (order, items, extras) = (books.Order, books.Counted, books.Order.Extras);
        return (order.Subtotal, order.Discount, order.Fees, order.Tax, order.Total)
                == (items.Sum(i => i.Price) + extras.Sum(e => e.Price), items.Sum(i => i.Discount), items.Sum(i => i.Fee),
                    items.Sum(i => i.Tax) + extras.Sum(e => e.Tax), items.Sum(i => i.Total) + extras.Sum(e => e.Total))
            && extras.All(unit => unit.Tax >= 0 && unit.Total == unit.Price + (order.PricesIncludeTax ? 0 : unit.Tax))
            && items.All(item => item.Discount >= 0 && item.Discount <= item.Price && item.Fee >= 0 && item.Tax >= 0
                && item.Total == item.Price - item.Discount + item.Fee + (order.PricesIncludeTax ? 0 : item.Tax));
    });

    [Fact]
    public void Payments_OfAnyHistory_AreWhatTheOrderKeeps() => Check(books =>
        books.Kept == books.Order.Total - books.Order.Refunded && books.Order.Refunded >= 0 && books.Kept >= 0);

    [Fact]
    public void Figures_OfAnyHistory_AreThoseOfTheOrder() => Check(books =>
    {
        var order = books.Order;
        var sums = SalesContribution.Of(books.Sold).Select(line => line.Sums).Aggregate(default(SalesSums), (sum, each) => sum + each);
        return sums.Orders == 1 && sums.Seats == books.Counted.Count && sums.SeatsReturned == books.Counted.Count(item => !item.Live)
            && sums.Gross - sums.Discount == order.Total && sums.Fees == order.Fees && sums.Tax == order.Tax && sums.Discount == order.Discount
            && sums.Refunded == order.Refunded && sums.Net == books.Kept;
    });

    [Fact]
    public void Differences_ThatAreWaived_CostNothing() => Check(books => books.Waived.TrueForAll(exchange => exchange.Before == exchange.After));

    [Fact]
    public void Amounts_OfThreeDecimals_CanBeCharged() => Check(books =>
        books.Order.Currency != "KWD" || (books.Order.Total % Money.Step("KWD") == 0 && books.Kept % Money.Step("KWD") == 0));

    // What reports say was given up by reductions and group prices.
    [Fact]
    public void FullPrices_OfAnyHistory_AreAtLeastWhatIsCharged() => Check(books => books.Order.Items.All(item =>
        (item.FullPrice ?? item.Price) >= item.Price && (item.Reduction is null || item.FullPrice is not null)));

    // The properties above would hold if nothing happened.
    [Fact]
    public void Histories_Contain_ExchangesOfEveryKind()
    {
        List<OrderBooks> all = [.. Enumerable.Range(0, 500).Select(seed => new OrderBooks(seed))];

        Assert.Contains(all, books => books.Exchanges > 2);
        Assert.Contains(all, books => books.Waived.Count > 0);
        Assert.Contains(all, books => books.Order.Refunded > 0 && books.Exchanges > 0);
        Assert.Contains(all, books => books.Exchanges > 0 && books.Order.Extras.Any(unit => unit.ReturnedAt is not null));
        Assert.Contains(all, books => books.Order.Items.Any(item => item.Reduction is not null && item.AddedAt is not null));
        Assert.Contains(all, books => books.Order.Items.Any(item => item.Reduction is not null && !item.Live && item.ExchangedAt is null));
        Assert.Contains(all, books => books.Order.Items.Any(item => item.IsGroupPrice && item.AddedAt is null));
        Assert.Contains(all, books => books.Order.Items.Any(item => item.IsGroupPrice && item.AddedAt is not null));
        Assert.Contains(all, books => books.Order.Channel == OrderChannel.BoxOffice && books.Order.Items.Any(item => item.Reduction is not null && item.AddedAt is null));
        Assert.Contains(all, books => books.Order.Channel == OrderChannel.BoxOffice && books.Order.Items.Any(item => item.IsGroupPrice && item.AddedAt is null));
        Assert.Contains(all, books => books.Order.Items.Any(item => item.Price > 0 && item.Discount == item.Price && item.AddedAt is null) && books.Exchanges > 0);
        Assert.All(["EUR", "JPY", "KWD"], currency => Assert.Contains(all, books => books.Order.Currency == currency && books.Exchanges > 0));
    }

    [Theory]
    [InlineData(true, 1900, 4650, 3100)]
    [InlineData(false, 1900, 5534, 3689)]
    [InlineData(true, 0, 4650, 0)]
    [InlineData(false, 700, 4976, 1)]
    public void Waive_ToALowerTotal_IsExact(bool includesTax, int tax, long total, long lower)
    {
        PricedItem[] items = [new("a", 4500, 150, tax)];
        var amounts = ExchangePricing.Calculate(items, null, includesTax, "EUR");
        Assert.Equal(total, amounts[0].Total);

        var waived = ExchangePricing.Waive(items, amounts, lower, includesTax, "EUR")[0];

        Assert.Equal(lower, waived.Total);
        Assert.Equal(lower, waived.Price - waived.Discount + waived.Fee + (includesTax ? 0 : waived.Tax));
        Assert.InRange(waived.Discount, 0, waived.Price);
        Assert.InRange(waived.Fee, 0, 150);
    }

    [Fact]
    public void Calculate_WithACode_AppliesSharesAndAmountsPerSeatOnly()
    {
        PricedItem[] items = [new("a", 4000, 0, 0)];

        Assert.Equal(3600, ExchangePricing.Calculate(items, Code(PromoKind.Percent, 1000, perItem: false), true, "EUR")[0].Total);
        Assert.Equal(3500, ExchangePricing.Calculate(items, Code(PromoKind.Fixed, 500, perItem: true), true, "EUR")[0].Total);
        Assert.Equal(4000, ExchangePricing.Calculate(items, Code(PromoKind.Fixed, 500, perItem: false), true, "EUR")[0].Total);
    }

    private static PromoCode Code(PromoKind kind, long value, bool perItem) => new()
    {
        Id = PromoCodeId.New(),
        OrganizationId = OrganizationId.New(),
        Code = "CODE",
        Kind = kind,
        Value = value,
        PerItem = perItem,
        Currency = "EUR",
    };

    private static void Check(Func<OrderBooks, bool> holds) =>
        Prop.ForAll(Seeds, seed => holds(new OrderBooks(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));
}
