using System.Globalization;
using Ticketing.Core.Common;

namespace Ticketing.App.BoxOffice;

/// <summary>An amount of money as it is typed, in the currency's main unit. A comma is a decimal point, as German keyboards have it.</summary>
internal static class TypedAmount
{
    private const decimal ValueMax = 1_000_000_000;

    /// <summary>Minor units; null: unreadable, negative, or with more decimals than the currency has.</summary>
    public static long? Read(string? text, string currency)
    {
        if (!decimal.TryParse(
            (text ?? "").Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > ValueMax)
        {
            return null;
        }

        var scaled = value * Money.Decimals(currency) switch { 0 => 1, 3 => 1000, _ => 100 };
        return decimal.Truncate(scaled) == scaled ? (long)scaled : null;
    }

    /// <summary>The amount as a field shows it.</summary>
    public static string Text(Money amount) => amount.ToDecimal().ToString("F" + Money.Decimals(amount.Currency), CultureInfo.InvariantCulture);
}
