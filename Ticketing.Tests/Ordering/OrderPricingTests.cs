using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.Tests.Ordering;

public sealed class OrderPricingTests
{
    private static readonly PricedItem Stalls = new("stalls", 4500, 250, 1900);
    private static readonly PricedItem Balcony = new("balcony", 3000, 250, 1900);

    [Fact]
    public void Calculate_PricesIncludeTax_TaxIsContainedInTheTotal()
    {
        var amounts = OrderPricing.Calculate([Stalls], null, pricesIncludeTax: true, "EUR");

        Assert.Equal(new ItemAmounts(0, 758, 4750), Assert.Single(amounts)); // 4750 * 19 / 119 = 758.4
    }

    [Fact]
    public void Calculate_TaxOnTop_TaxIsAdded()
    {
        var amounts = OrderPricing.Calculate([Stalls], null, pricesIncludeTax: false, "USD");

        Assert.Equal(new ItemAmounts(0, 903, 5653), Assert.Single(amounts)); // 4750 * 0.19 = 902.5, half away from zero
    }

    [Fact]
    public void Calculate_PercentOnOddPrices_DiscountsAddUpExactly()
    {
        PricedItem[] items = [Stalls with { Price = 3333 }, Stalls with { Price = 3333 }, Stalls with { Price = 3334 }];

        var amounts = OrderPricing.Calculate(items, Percent(1500), pricesIncludeTax: true, "EUR");

        Assert.Equal(1500, amounts.Sum(a => a.Discount));
    }

    [Fact]
    public void Calculate_FixedAbovePrices_IsZeroPlusFees()
    {
        var amounts = OrderPricing.Calculate([Stalls, Balcony], Fixed(100_000), pricesIncludeTax: true, "EUR");

        Assert.Equal([4500, 3000], amounts.Select(a => a.Discount));
        Assert.Equal([250, 250], amounts.Select(a => a.Total));
    }

    [Fact]
    public void Calculate_FixedPerItem_IsCappedAtThePrice()
    {
        var amounts = OrderPricing.Calculate([Stalls, Balcony with { Price = 300 }], Fixed(500, perItem: true), pricesIncludeTax: true, "EUR");

        Assert.Equal([500, 300], amounts.Select(a => a.Discount));
    }

    [Fact]
    public void Calculate_CodeForOneCategory_DiscountsOnlyIt()
    {
        var amounts = OrderPricing.Calculate([Stalls, Balcony], Percent(10_000, "balcony"), pricesIncludeTax: true, "EUR");

        Assert.Equal([0, 3000], amounts.Select(a => a.Discount));
    }

    [Fact]
    public void Calculate_CurrencyWithoutDecimals_RoundsToWholeUnits()
    {
        var amounts = OrderPricing.Calculate([new PricedItem("s", 9801, 0, 1000)], Percent(1050), pricesIncludeTax: true, "JPY");

        Assert.Equal(1029, amounts[0].Discount); // 1029.105
    }

    [Fact]
    public void Calculate_AnyItemsAnyPercent_SumsAreExactAndNothingIsNegative()
    {
        var item = from price in Gen.Choose(0, 1_000_000)
                   from fee in Gen.Choose(0, 5_000)
                   from tax in Gen.Elements(0, 700, 1900, 2500)
                   select new PricedItem("a", price, fee, tax);
        var orders = from items in item.NonEmptyListOf()
                     from percent in Gen.Choose(0, 10_000)
                     select (Items: items.ToArray(), Percent: percent);

        Prop.ForAll(orders.ToArbitrary(), order =>
        {
            var amounts = OrderPricing.Calculate(order.Items, Percent(order.Percent), pricesIncludeTax: true, "EUR");
            var expected = new Money(order.Items.Sum(i => i.Price), "EUR").Share(order.Percent).Amount;
            return amounts.Sum(a => a.Discount) == expected && amounts.All(a => a is { Discount: >= 0, Tax: >= 0, Total: >= 0 });
        }).QuickCheckThrowOnFailure();
    }

    private static PromoCode Percent(long basisPoints, params string[] categories) => Code(PromoKind.Percent, basisPoints, perItem: false, categories);

    private static PromoCode Fixed(long amount, bool perItem = false) => Code(PromoKind.Fixed, amount, perItem, []);

    private static PromoCode Code(PromoKind kind, long value, bool perItem, string[] categories) => new()
    {
        Id = PromoCodeId.New(),
        OrganizationId = OrganizationId.New(),
        Code = "TEST",
        Kind = kind,
        Value = value,
        PerItem = perItem,
        Categories = categories,
    };
}
