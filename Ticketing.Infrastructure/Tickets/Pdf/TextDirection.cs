using System.Text;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>
/// Embedding levels of a line: even from left to right, odd from right to left. The rules of the Unicode Bidirectional Algorithm (UAX #9)
/// that a line without explicit controls needs: base direction, numbers, neutral characters.
/// </summary>
internal static class TextDirection
{
    private enum Kind
    {
        Left,
        Right,
        Number,
        Neutral,
    }

    /// <param name="elements">The line's characters in reading order.</param>
    public static int[] LevelsOf(IReadOnlyList<string> elements)
    {
        var kinds = elements.Select(element => KindOf(element.EnumerateRunes().First())).ToArray();
        var first = kinds.FirstOrDefault(kind => kind is Kind.Left or Kind.Right);
        var levels = new int[kinds.Length];
        var before = first;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] is Kind.Left or Kind.Right)
            {
                before = kinds[i];
            }

            levels[i] = LevelOf(kinds[i] == Kind.Neutral ? Between(before, After(kinds, i, first), first) : kinds[i], before, first);
        }

        return levels;
    }

    /// <summary>The order in which runs with these levels are drawn from left to right (rule L2).</summary>
    public static List<int> Order(IReadOnlyList<int> levels)
    {
        var order = Enumerable.Range(0, levels.Count).ToList();
        for (var level = levels.DefaultIfEmpty().Max(); level > 0; level--)
        {
            for (var start = 0; start < order.Count; start++)
            {
                var end = start;
                while (end < order.Count && levels[order[end]] >= level)
                {
                    end++;
                }

                order.Reverse(start, end - start);
                start = end;
            }
        }

        return order;
    }

    private static int LevelOf(Kind kind, Kind before, Kind first) => kind switch
    {
        Kind.Right => 1,
        Kind.Number when before == Kind.Right => 2,
        _ => first == Kind.Right ? 2 : 0,
    };

    private static Kind Between(Kind before, Kind after, Kind first) => before == after ? before : first;

    private static Kind After(Kind[] kinds, int i, Kind first)
    {
        var next = Array.FindIndex(kinds, i, kind => kind is Kind.Left or Kind.Right);
        return next < 0 ? first : kinds[next];
    }

    private static Kind KindOf(Rune rune) => rune.Value switch
    {
        _ when Rune.IsDigit(rune) => Kind.Number,
        (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) => Kind.Right,
        _ when Rune.IsLetter(rune) => Kind.Left,
        _ => Kind.Neutral,
    };
}
