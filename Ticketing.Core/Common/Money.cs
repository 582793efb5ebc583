using System.Globalization;

namespace Ticketing.Core.Common;

/// <summary>An amount in the currency's minor units: cents for EUR, whole yen for JPY, fils (a thousandth) for KWD.</summary>
/// <param name="Amount">Minor units; negative only in differences.</param>
/// <param name="Currency">The ISO 4217 code, upper case.</param>
public readonly record struct Money(long Amount, string Currency)
{
    // ISO 4217: the currencies whose minor unit is not a hundredth.
    private static readonly HashSet<string> WithoutDecimals =
    [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    ];

    private static readonly HashSet<string> WithThreeDecimals = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    public static Money Zero(string currency) => new(0, currency);

    /// <summary>Digits after the decimal point of <paramref name="currency"/>.</summary>
    public static int Decimals(string currency) =>
        WithoutDecimals.Contains(currency) ? 0 : WithThreeDecimals.Contains(currency) ? 3 : 2;

    public static Money operator +(Money left, Money right) => new(checked(left.Amount + right.In(left.Currency)), left.Currency);

    public static Money operator -(Money left, Money right) => new(checked(left.Amount - right.In(left.Currency)), left.Currency);

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    /// <summary>Rounds half away from zero to a whole minor unit; the only rounding rule for money.</summary>
    public static long Round(decimal minorUnits) => checked((long)decimal.Round(minorUnits, 0, MidpointRounding.AwayFromZero));

    /// <summary>A share of this amount, rounded by <see cref="Round"/>.</summary>
    /// <param name="basisPoints">Hundredths of a percent: 1,900 is 19 %.</param>
    public Money Share(int basisPoints) => this with { Amount = Round(Amount * (decimal)basisPoints / 10_000m) };

    /// <summary>
    /// Splits this amount by <paramref name="weights"/> with an exact sum: largest remainder, ties to the earlier part. A weight of 0
    /// gets nothing; if all weights are 0, the first part gets the whole amount.
    /// </summary>
    public long[] Spread(ReadOnlySpan<long> weights)
    {
        var parts = new long[weights.Length];
        if (weights.Length == 0)
        {
            Invariant.Holds(Amount == 0);
            return parts;
        }

        decimal sum = 0;
        foreach (var weight in weights)
        {
            Invariant.Holds(weight >= 0);
            sum += weight;
        }

        if (sum == 0)
        {
            parts[0] = Amount;
            return parts;
        }

        var remainders = new (decimal Remainder, int Index)[weights.Length];
        var left = Amount;
        for (var i = 0; i < weights.Length; i++)
        {
            var exact = Amount * (weights[i] / sum);
            parts[i] = (long)decimal.Floor(exact);
            remainders[i] = (exact - parts[i], i);
            left -= parts[i];
        }

        Array.Sort(remainders, (a, b) => b.Remainder != a.Remainder ? b.Remainder.CompareTo(a.Remainder) : a.Index.CompareTo(b.Index));
        for (var i = 0; left > 0; i = (i + 1) % remainders.Length, left--)
        {
            parts[remainders[i].Index]++;
        }

        return parts;
    }

    /// <summary>The amount formatted for <paramref name="culture"/>, with the currency's decimals.</summary>
    public string Format(CultureInfo culture)
    {
        var decimals = Decimals(Currency);
        var number = (Amount / Scale(decimals)).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), culture);
        var symbol = Currency switch { "EUR" => "€", "USD" => "$", "GBP" => "£", "JPY" => "¥", "CHF" => "CHF", _ => Currency };
        return culture.NumberFormat.CurrencyPositivePattern is 1 or 3 ? $"{number} {symbol}"
            : symbol.Length > 1 ? $"{symbol} {number}"
            : symbol + number;
    }

    /// <summary>The amount in the invariant culture, for documents and logs: <c>45.00 EUR</c>.</summary>
    public override string ToString()
    {
        var decimals = Decimals(Currency);
        var format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        var number = (Amount / Scale(decimals)).ToString(format, CultureInfo.InvariantCulture);
        return $"{number} {Currency}";
    }

    private static decimal Scale(int decimals) => decimals switch { 0 => 1m, 3 => 1000m, _ => 100m };

    private long In(string currency)
    {
        Invariant.Holds(Currency == currency);
        return Amount;
    }
}
