using System.Globalization;
using System.Text.Json.Serialization;

namespace Ticketing.Core.Seating.Plans;

/// <summary>Names of the seats in a row or the rows in a block.</summary>
public sealed record NumberingScheme
{
    private const string AllLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string LettersWithoutIO = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    public NumberingStyle Style { get; set; }

    /// <summary>The first number; with letters 1 is A, 27 is AA.</summary>
    public int Start { get; set; } = 1;

    /// <summary>The increment; with a parity, counted in numbers of that parity.</summary>
    public int Step { get; set; } = 1;

    public NumberParity Parity { get; set; }

    /// <summary>Counts from right to left, or from back to front.</summary>
    public bool Reversed { get; set; }

    /// <summary>Skips the letters I and O, which resemble 1 and 0.</summary>
    public bool SkipIO { get; set; }

    public string Prefix { get; set; } = "";

    /// <summary>Names to skip (without the prefix): "13".</summary>
    public IReadOnlyList<string> Skip { get; set; } = [];

    /// <summary>The names of <paramref name="count"/> seats or rows, in their own order.</summary>
    public string[] Names(int count)
    {
        // A parity skips the numbers of the other parity.
        var step = Parity == NumberParity.All ? Step : Step * 2;
        var value = Parity switch
        {
            NumberParity.All => Start,
            NumberParity.Odd => Start | 1,
            NumberParity.Even => Start + (Start & 1),
        };

        var names = new string[count];
        for (var i = 0; i < count; value += step)
        {
            var name = Style == NumberingStyle.Letters ? Letters(value) : value.ToString(CultureInfo.InvariantCulture);
            if (!Skip.Contains(name, StringComparer.Ordinal))
            {
                names[Reversed ? count - 1 - i : i] = Prefix + name;
                i++;
            }
        }

        return names;
    }

    // Bijective base 26, like spreadsheet columns: Z is followed by AA.
    private string Letters(int value)
    {
        var letters = SkipIO ? LettersWithoutIO : AllLetters;
        var name = "";
        for (; value > 0; value = (value - 1) / letters.Length)
        {
            name = letters[(value - 1) % letters.Length] + name;
        }

        return name;
    }
}

[JsonConverter(typeof(CamelCaseEnumConverter<NumberingStyle>))]
public enum NumberingStyle
{
    Numbers,
    Letters,
}

[JsonConverter(typeof(CamelCaseEnumConverter<NumberParity>))]
public enum NumberParity
{
    All,
    Odd,
    Even,
}
