using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>
/// Approximate exchange rates for sorting and filtering events of different currencies by price. Never used for amounts that are
/// charged or shown.
/// </summary>
public static class ReferenceRates
{
    /// <summary>The currency of price filters.</summary>
    public const string Currency = "EUR";

    // Euros per unit.
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

    /// <summary>The approximate amount in euro cents; an unknown currency counts as euros.</summary>
    public static long EuroCents(Money money)
    {
        var units = money.Amount / (decimal)Math.Pow(10, Money.Decimals(money.Currency));
        return Money.Round(units * Rates.GetValueOrDefault(money.Currency, 1m) * 100m, Currency);
    }
}
