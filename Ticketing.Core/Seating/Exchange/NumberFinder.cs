using System.Globalization;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Finds the numbering scheme that names most of a list of seats or rows.</summary>
internal static class NumberFinder
{
    private const int SkipMax = 50;
    private const int StartMax = 100_000;

    /// <summary>A scheme, and how many of the names it does not produce.</summary>
    public readonly record struct Found(NumberingScheme Scheme, int Misses);

    /// <param name="names">Null: a removed seat, of which any name is right.</param>
    public static Found Find(IReadOnlyList<string?> names)
    {
        var best = new Found(new NumberingScheme(), Misses(new NumberingScheme(), names));
        foreach (var scheme in Candidates(names).TakeWhile(_ => best.Misses > 0).Where(scheme => scheme.Start is >= 0 and <= StartMax))
        {
            var misses = Misses(scheme, names);
            best = misses < best.Misses ? new Found(scheme, misses) : best;
        }

        return best;
    }

    /// <summary>The scheme that produces all names of neighbouring rows; null: there is none, or it counts in larger steps.</summary>
    public static NumberingScheme? FindRows(IReadOnlyList<string> names) =>
        Find(names) is { Misses: 0, Scheme: { Step: 1 } scheme } ? scheme : null;

    /// <summary>A number without sign and leading zeros, as a scheme writes it.</summary>
    public static int? Number(string? text) =>
        text is { Length: > 0 and <= 6 } && text.All(char.IsAsciiDigit) && (text[0] != '0' || text.Length == 1)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;

    private static int Misses(NumberingScheme scheme, IReadOnlyList<string?> names)
    {
        var made = scheme.Names(names.Count);
        return names.Where((name, i) => name is not null && name != made[i]).Count();
    }

    private static IEnumerable<NumberingScheme> Candidates(IReadOnlyList<string?> names)
    {
        var prefix = Prefix(names.FirstOrDefault(name => name is not null) ?? "");
        var numbers = names
            .Select(name => name?.StartsWith(prefix, StringComparison.Ordinal) == true ? Number(name[prefix.Length..]) : null)
            .ToArray();
        foreach (var step in Steps(numbers))
        {
            foreach (var (start, reversed) in Starts(numbers, step))
            {
                yield return Counting(start, step, reversed) with { Prefix = prefix };
            }
        }

        if (Skipping(numbers) is { } skipping)
        {
            yield return skipping with { Prefix = prefix };
        }

        foreach (var skipIO in new[] { false, true })
        {
            var letters = names.Select(name => LetterValue(name, skipIO)).ToArray();
            foreach (var (start, reversed) in Starts(letters, 1).Where(s => s.Start >= 1))
            {
                yield return new NumberingScheme { Style = NumberingStyle.Letters, Start = start, SkipIO = skipIO, Reversed = reversed };
            }
        }
    }

    // Odd and even numbers are a parity; other steps are steps.
    private static NumberingScheme Counting(int start, int step, bool reversed) => new()
    {
        Start = start,
        Step = step == 2 ? 1 : step,
        Parity = step != 2 ? NumberParity.All : start % 2 == 0 ? NumberParity.Even : NumberParity.Odd,
        Reversed = reversed,
    };

    private static string Prefix(string name) => name[..(name.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1)];

    private static IEnumerable<int> Steps(int?[] numbers)
    {
        yield return 1;
        yield return 2;
        if (numbers is [{ } first, { } second, ..] && Math.Abs(first - second) is > 2 and <= 100 and var step)
        {
            yield return step;
        }
    }

    // The start that most numbers agree on, counting up and counting down.
    private static IEnumerable<(int Start, bool Reversed)> Starts(int?[] numbers, int step)
    {
        var last = numbers.Length - 1;
        if (Common(numbers.Select((number, i) => number - (i * step))) is { } up)
        {
            yield return (up, false);
        }

        if (Common(numbers.Select((number, i) => number - ((last - i) * step))) is { } down)
        {
            yield return (down, true);
        }
    }

    private static int? Common(IEnumerable<int?> starts) => starts.Where(start => start is >= 0)
        .GroupBy(start => start).OrderByDescending(group => group.Count()).Select(group => group.Key).FirstOrDefault();

    // Numbers that grow or shrink evenly but for a few that are missing.
    private static NumberingScheme? Skipping(int?[] numbers)
    {
        if (numbers.Length < 3 || numbers.Any(number => number is null))
        {
            return null;
        }

        var values = numbers.Select(number => number!.Value).ToArray();
        var reversed = values[0] > values[^1];
        if (reversed)
        {
            Array.Reverse(values);
        }

        var step = values.All(value => value % 2 == values[0] % 2) ? 2 : 1;
        var missing = new List<string>();
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] <= values[i - 1] || ((values[i] - values[i - 1]) / step) + missing.Count > SkipMax)
            {
                return null;
            }

            for (var value = values[i - 1] + step; value < values[i]; value += step)
            {
                missing.Add(NoteList.Text(value));
            }
        }

        // More gaps than numbers are no scheme.
        return missing.Count <= values.Length ? Counting(values[0], step, reversed) with { Skip = missing } : null;
    }

    private static int? LetterValue(string? name, bool skipIO)
    {
        var letters = skipIO ? "ABCDEFGHJKLMNPQRSTUVWXYZ" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        if (name is not { Length: >= 1 and <= 3 })
        {
            return null;
        }

        var value = 0;
        foreach (var letter in name)
        {
            var digit = letters.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            value = (value * letters.Length) + digit + 1;
        }

        return value;
    }
}
