using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.Tests.Ordering;

/// <summary>Discounts of groups: N paid, M free (rule 35).</summary>
public sealed class GroupPricingTests
{
    [Theory]
    [InlineData("4500", "0")]
    [InlineData("4500 4500 4500", "0 0 0")]
    [InlineData("4500 4500 4500 4500", "0 0 0 4500")]
    [InlineData("4500 3000 4500 4500", "0 3000 0 0")]
    [InlineData("4500 4500 4500 4500 4500", "0 0 0 4500 0")]
    [InlineData("9000 9000 9000 9000 100 100 100 100", "0 0 0 9000 0 0 0 100")]
    [InlineData("100 9000 100 9000 100 9000 100 9000", "0 0 0 0 0 0 100 9000")]
    public void Calculate_ThreePaidOneFree_TheCheapestOfEachGroupIsFree(string prices, string discounts)
    {
        PricedItem[] items = [.. prices.Split(' ').Select(price => new PricedItem("stalls", long.Parse(price, System.Globalization.CultureInfo.InvariantCulture), 150, 1900))];

        var amounts = OrderPricing.Calculate(items, Group(3, 1), pricesIncludeTax: true, "EUR");

        Assert.Equal(discounts, string.Join(' ', amounts.Select(amount => amount.Discount)));
    }

    [Fact]
    public void Calculate_GroupOfOneCategory_CountsItsItemsOnly()
    {
        PricedItem[] items = [Item("stalls", 4500), Item("floor", 3000), Item("floor", 3000), Item("stalls", 4500)];

        Assert.Equal([0, 0, 3000, 0], OrderPricing.Calculate(items, Group(1, 1, "floor"), pricesIncludeTax: true, "EUR").Select(amount => amount.Discount));
        Assert.True(OrderPricing.FillsAGroup(Group(1, 1, "floor"), items));
        Assert.False(OrderPricing.FillsAGroup(Group(2, 1, "floor"), items));
    }

    [Fact]
    public void Calculate_AnyItemsAnyGroup_FreesWholeItemsOnly()
    {
        var cases = from prices in Gen.Choose(0, 100_000).NonEmptyListOf()
                    from take in Gen.Choose(1, 5)
                    from free in Gen.Choose(1, 5)
                    select (Prices: prices.ToArray(), Take: take, Free: free);

        Prop.ForAll(cases.ToArbitrary(), it =>
        {
            PricedItem[] items = [.. it.Prices.Select(price => Item("stalls", price))];
            var amounts = OrderPricing.Calculate(items, Group(it.Take, it.Free), pricesIncludeTax: true, "EUR");
            var reversed = OrderPricing.Calculate([.. items.Reverse()], Group(it.Take, it.Free), pricesIncludeTax: true, "EUR");
            var groups = items.Length / (it.Take + it.Free);

            // Free items are wholly free, as many as complete groups have; a share of M in N+M of the sum at most; the order of seats is irrelevant.
            return amounts.Select((amount, i) => amount.Discount == 0 || amount.Discount == items[i].Price).All(fits => fits)
                && amounts.Count(amount => amount.Discount > 0) <= groups * it.Free
                && (items.Any(item => item.Price == 0) || amounts.Count(amount => amount.Discount > 0) == groups * it.Free)
                && amounts.Sum(amount => amount.Discount) * (it.Take + it.Free) <= items.Sum(item => item.Price) * it.Free
                && amounts.Sum(amount => amount.Total) == reversed.Sum(amount => amount.Total)
                && amounts.All(amount => amount is { Total: >= 0, Tax: >= 0 });
        }).QuickCheckThrowOnFailure();
    }

    private static PricedItem Item(string category, long price) => new(category, price, 150, 1900);

    private static PromoCode Group(int take, int free, params string[] categories) => new()
    {
        Id = PromoCodeId.New(),
        OrganizationId = OrganizationId.New(),
        Code = "GROUP",
        Kind = PromoKind.Group,
        Value = 0,
        Take = take,
        Free = free,
        Categories = categories,
    };
}
