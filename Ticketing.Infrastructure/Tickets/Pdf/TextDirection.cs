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
        var before = first;
        for (var i = 0; i < kinds.Length; i++)
        {
            // A number runs with the words before it (rule W7).
            kinds[i] = kinds[i] == Kind.Number && before == Kind.Left ? Kind.Left : kinds[i];
            before = kinds[i] is Kind.Left or Kind.Right ? kinds[i] : before;
        }

        var after = new Kind[kinds.Length];
        var next = first;
        for (var i = kinds.Length - 1; i >= 0; i--)
        {
            next = SideOf(kinds[i]) ?? next;
            after[i] = next;
        }

        var levels = new int[kinds.Length];
        before = first;
        for (var i = 0; i < kinds.Length; i++)
        {
            var kind = kinds[i] == Kind.Neutral ? Between(before, after[i], first) : kinds[i];
            levels[i] = kind switch
            {
                Kind.Right => 1,
                Kind.Number => 2,
                _ => first == Kind.Right ? 2 : 0,
            };
            before = SideOf(kinds[i]) ?? before;
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

    private static Kind Between(Kind before, Kind after, Kind first) => before == after ? before : first;

    // What is left of the numbers belongs to text from right to left (rule N1).
    private static Kind? SideOf(Kind kind) => kind switch
    {
        Kind.Left => Kind.Left,
        Kind.Right or Kind.Number => Kind.Right,
        _ => null,
    };

    private static Kind KindOf(Rune rune) => rune.Value switch
    {
        _ when Rune.IsDigit(rune) => Kind.Number,
        (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) => Kind.Right,
        _ when Rune.IsLetter(rune) => Kind.Left,
        _ => Kind.Neutral,
    };
}
