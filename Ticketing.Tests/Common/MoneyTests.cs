using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Common;

namespace Ticketing.Tests.Common;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(4500, "EUR", "en-GB", "€45.00")]
    [InlineData(4500, "EUR", "de-DE", "45,00 €")]
    [InlineData(1234567, "JPY", "en-GB", "¥1,234,567")]
    [InlineData(12345, "KWD", "en-GB", "KWD 12.345")]
    [InlineData(5000, "MGA", "en-GB", "MGA 5,000")]
    [InlineData(-1500, "EUR", "en-GB", "\u2212€15.00")]
    [InlineData(-1500, "EUR", "de-DE", "\u221215,00 €")]
    [InlineData(-1280, "JPY", "en-GB", "\u2212¥1,280")]
    [InlineData(-12345, "KWD", "en-GB", "\u2212KWD 12.345")]
    public void Format_CurrencyAndCulture_HasTheCurrencysDecimals(long amount, string currency, string culture, string expected) =>
        Assert.Equal(expected, new Money(amount, currency).Format(CultureInfo.GetCultureInfo(culture)));

    [Theory]
    [InlineData(250, 5000, 125)]
    [InlineData(1, 5000, 1)]
    [InlineData(3, 5000, 2)]
    public void Share_Half_RoundsAwayFromZero(long amount, int basisPoints, long expected) =>
        Assert.Equal(expected, new Money(amount, "EUR").Share(basisPoints).Amount);

    [Theory]
    [InlineData(12340, 1900, 2340)]
    [InlineData(10, 5000, 10)]
    public void Share_OfThreeDecimals_IsChargeable(long amount, int basisPoints, long expected) =>
        Assert.Equal(expected, new Money(amount, "KWD").Share(basisPoints).Amount);

    [Fact]
    public void Spread_OfThreeDecimals_IsExactAndChargeable()
    {
        var parts = new Money(1000, "KWD").Spread([1, 1, 1]);

        Assert.Equal([340, 330, 330], parts);
    }

    [Fact]
    public void Add_OtherCurrency_Throws() =>
        Assert.Throws<InvariantException>(() => new Money(1, "EUR") + new Money(1, "USD"));

    [Fact]
    public void Spread_AnyWeights_IsExactAndProportional()
    {
        var cases = from amount in Gen.Choose(0, 10_000_000)
                    from weights in Gen.Choose(0, 100_000).NonEmptyListOf()
                    select (Amount: (long)amount, Weights: weights.Select(w => (long)w).ToArray());

        Prop.ForAll(cases.ToArbitrary(), it =>
        {
            var parts = new Money(it.Amount, "EUR").Spread(it.Weights);
            var sum = it.Weights.Sum();
            return parts.Sum() == it.Amount
                && (sum == 0 || parts.Select((part, i) => Math.Abs(part - (decimal)it.Amount * it.Weights[i] / sum)).All(off => off < 1));
        }).QuickCheckThrowOnFailure();
    }
}
