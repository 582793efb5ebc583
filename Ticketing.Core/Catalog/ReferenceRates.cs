using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>
/// Rough exchange rates, for one purpose: to sort and filter events of different currencies by price. Nothing is ever
/// charged or shown by them.
/// </summary>
public static class ReferenceRates
{
    /// <summary>The currency of price filters.</summary>
    public const string Currency = "EUR";

    // Euros for one unit.
    private static readonly Dictionary<string, decimal> Rates = new(StringComparer.Ordinal)
    {
        ["EUR"] = 1m,
        ["GBP"] = 1.15m,
        ["CHF"] = 1.06m,
        ["USD"] = 0.88m,
        ["DKK"] = 0.134m,
        ["SEK"] = 0.09m,
        ["NOK"] = 0.085m,
        ["PLN"] = 0.235m,
        ["CZK"] = 0.041m,
        ["JPY"] = 0.0058m,
        ["CAD"] = 0.63m,
        ["AUD"] = 0.57m,
    };

    /// <summary>About how many euro cents an amount is; an unknown currency counts as if it were euros.</summary>
    public static long EuroCents(Money money)
    {
        var units = money.Amount / (decimal)Math.Pow(10, Money.Decimals(money.Currency));
        return Money.Round(units * Rates.GetValueOrDefault(money.Currency, 1m) * 100m);
    }
}
