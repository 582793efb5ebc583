using System.Globalization;
using Ticketing.Core.Common;

namespace Ticketing.App.Shared;

/// <summary>Conversion between the fields of forms and amounts of money.</summary>
internal static class TypedMoney
{
    /// <summary>The currencies that forms offer; ISO 4217.</summary>
    public static IReadOnlyList<string> Currencies { get; } =
        ["EUR", "USD", "GBP", "CHF", "CAD", "CZK", "DKK", "JPY", "KWD", "NOK", "PLN", "SEK"];

    /// <summary>An amount for a text field, with the currency's decimals and the reader's decimal separator, without grouping.</summary>
    public static string Amount(long? minorUnits, string currency)
    {
        if (minorUnits is not { } amount)
        {
            return "";
        }

        var decimals = Money.Decimals(currency);
        return (amount / Scale(decimals)).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.CurrentCulture);
    }

    /// <summary>Reads an amount with a point or a comma before its decimals.</summary>
    /// <returns>Minor units; null: no such amount, or more decimals than the currency has.</returns>
    public static long? ReadAmount(string typed, string currency)
    {
        var decimals = Money.Decimals(currency);
        return ReadDecimal(typed) is { } amount && amount <= 1_000_000_000m && decimal.Round(amount, decimals) == amount
            ? (long)(amount * Scale(decimals))
            : null;
    }

    /// <returns>Null: no number of 0 or more, with a point or a comma before its decimals.</returns>
    internal static decimal? ReadDecimal(string typed) =>
        decimal.TryParse(typed.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static decimal Scale(int decimals) => decimals switch { 0 => 1m, 3 => 1000m, _ => 100m };
}
