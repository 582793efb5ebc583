using System.Globalization;

namespace Ticketing.Core.Common;

/// <summary>An amount in the currency's minor units: cents for EUR, whole yen for JPY, fils (a thousandth) for KWD.</summary>
/// <param name="Amount">Minor units; negative only in differences.</param>
/// <param name="Currency">The ISO 4217 code, upper case.</param>
public readonly record struct Money(long Amount, string Currency)
{
    // ISO 4217: the currencies whose minor unit is not a hundredth. The ariary's (MGA) is a fifth, which nobody charges.
    private static readonly HashSet<string> WithoutDecimals =
    [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    ];

    private static readonly HashSet<string> WithThreeDecimals = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    private const char Minus = '\u2212';

    public static Money Zero(string currency) => new(0, currency);

    /// <summary>Digits after the decimal point of <paramref name="currency"/>.</summary>
    public static int Decimals(string currency) =>
        WithoutDecimals.Contains(currency) ? 0 : WithThreeDecimals.Contains(currency) ? 3 : 2;

    /// <summary>
    /// The smallest amount that is charged, in minor units: card networks charge three-decimal currencies in hundredths
    /// (https://docs.stripe.com/currencies#three-decimal).
    /// </summary>
    public static long Step(string currency) => WithThreeDecimals.Contains(currency) ? 10 : 1;

    public static Money operator +(Money left, Money right) => new(checked(left.Amount + right.In(left.Currency)), left.Currency);

    public static Money operator -(Money left, Money right) => new(checked(left.Amount - right.In(left.Currency)), left.Currency);

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    /// <summary>Rounds half away from zero to an amount that can be charged; the only rounding rule for money.</summary>
    /// <returns>Minor units; a multiple of <see cref="Step"/>.</returns>
    public static long Round(decimal minorUnits, string currency)
    {
        var step = Step(currency);
        return checked((long)decimal.Round(minorUnits / step, 0, MidpointRounding.AwayFromZero) * step);
    }

    /// <summary>A share of this amount, rounded by <see cref="Round"/>.</summary>
    /// <param name="basisPoints">Hundredths of a percent: 1,900 is 19 %.</param>
    public Money Share(int basisPoints) => this with { Amount = Round(Amount * (decimal)basisPoints / 10_000m, Currency) };

    /// <summary>
    /// Splits this amount by <paramref name="weights"/> with an exact sum: largest remainder, ties to the earlier part. A weight of 0
    /// gets nothing; if all weights are 0, the first part gets the whole amount. Every part is a multiple of <see cref="Step"/> if this
    /// amount is.
    /// </summary>
    public long[] Spread(ReadOnlySpan<long> weights)
    {
        var step = Step(Currency);
        if (step > 1 && Amount % step == 0)
        {
            return Array.ConvertAll(SpreadUnits(Amount / step, weights), part => part * step);
        }

        return SpreadUnits(Amount, weights);
    }

    /// <summary>The amount formatted for <paramref name="culture"/>, with the currency's decimals. A minus sign (U+2212) comes first.</summary>
    public string Format(CultureInfo culture)
    {
        var decimals = Decimals(Currency);
        var number = (Math.Abs(Amount) / Scale(decimals)).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), culture);
        var symbol = Currency switch { "EUR" => "€", "USD" => "$", "GBP" => "£", "JPY" => "¥", "CHF" => "CHF", _ => Currency };
        var amount = culture.NumberFormat.CurrencyPositivePattern is 1 or 3 ? $"{number} {symbol}"
            : symbol.Length > 1 ? $"{symbol} {number}"
            : symbol + number;
        return Amount < 0 ? Minus + amount : amount;
    }

    /// <summary>The amount in the major unit: 4500 EUR are 45.</summary>
    public decimal ToDecimal() => Amount / Scale(Decimals(Currency));

    /// <summary>The amount in the invariant culture, for documents and logs: <c>45.00 EUR</c>.</summary>
    public override string ToString()
    {
        var decimals = Decimals(Currency);
        var format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        var number = ToDecimal().ToString(format, CultureInfo.InvariantCulture);
        return $"{number} {Currency}";
    }

    private static long[] SpreadUnits(long amount, ReadOnlySpan<long> weights)
    {
        var parts = new long[weights.Length];
        if (weights.Length == 0)
        {
            Invariant.Holds(amount == 0);
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
            parts[0] = amount;
            return parts;
        }

        var remainders = new (decimal Remainder, int Index)[weights.Length];
        var left = amount;
        for (var i = 0; i < weights.Length; i++)
        {
            var exact = amount * (weights[i] / sum);
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

    private static decimal Scale(int decimals) => decimals switch { 0 => 1m, 3 => 1000m, _ => 100m };

    private long In(string currency)
    {
        Invariant.Holds(Currency == currency);
        return Amount;
    }
}
