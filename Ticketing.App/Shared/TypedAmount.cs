using System.Globalization;
using Ticketing.Core.Common;

namespace Ticketing.App.Shared;

/// <summary>Amounts of money in text fields, in the currency's main unit.</summary>
internal static class TypedAmount
{
    private const decimal Max = 1_000_000_000m;

    /// <summary>With the currency's decimals and the reader's decimal separator, without grouping.</summary>
    /// <param name="minorUnits">Null: an empty field.</param>
    public static string Text(long? minorUnits, string currency) => minorUnits is { } amount
        ? new Money(amount, currency).ToDecimal().ToString(
            "F" + Money.Decimals(currency).ToString(CultureInfo.InvariantCulture), CultureInfo.CurrentCulture)
        : "";

    /// <summary>Reads an amount with a point or a comma before its decimals.</summary>
    /// <returns>Minor units; null: no such amount, or more decimals than the currency has.</returns>
    public static long? Read(string? typed, string currency)
    {
        var decimals = Money.Decimals(currency);
        return decimal.TryParse(
                (typed ?? "").Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount <= Max && decimal.Round(amount, decimals) == amount
            ? (long)(amount * (long)Math.Pow(10, decimals))
            : null;
    }
}
