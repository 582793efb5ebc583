using System.Globalization;

namespace Ticketing.Core.Catalog.Search;

/// <summary>A period that a text names at its beginning or its end, in English or German: <c>jazz tomorrow</c>, <c>am Wochenende</c>.</summary>
/// <param name="Rest">The text without these words; empty: there is nothing else.</param>
/// <param name="Words">The words that name the period, as typed.</param>
public sealed record DateWords(string Rest, string Words, DateOnly From, DateOnly To)
{
    private const int WordsMax = 4;

    private static readonly Dictionary<string, int> Months = Numbered(
        "january januar jan janner", "february februar feb", "march marz maerz mar", "april apr", "may mai", "june juni jun", "july juli jul",
        "august aug", "september sep sept", "october oktober oct okt", "november nov", "december dezember dec dez");

    private static readonly Dictionary<string, int> Weekdays = Numbered(
        "monday montag", "tuesday dienstag", "wednesday mittwoch", "thursday donnerstag", "friday freitag", "saturday samstag sonnabend",
        "sunday sonntag");

    private static readonly Dictionary<string, Func<DateOnly, (DateOnly, DateOnly)>> Phrases = new(StringComparer.Ordinal)
    {
        ["today"] = today => (today, today),
        ["tonight"] = today => (today, today),
        ["heute"] = today => (today, today),
        ["heute abend"] = today => (today, today),
        ["tomorrow"] = today => (today.AddDays(1), today.AddDays(1)),
        ["morgen"] = today => (today.AddDays(1), today.AddDays(1)),
        ["morgen abend"] = today => (today.AddDays(1), today.AddDays(1)),
        ["ubermorgen"] = today => (today.AddDays(2), today.AddDays(2)),
        ["weekend"] = Weekend,
        ["wochenende"] = Weekend,
        ["this weekend"] = Weekend,
        ["at the weekend"] = Weekend,
        ["am wochenende"] = Weekend,
        ["dieses wochenende"] = Weekend,
        ["next weekend"] = today => Weekend(today.AddDays(7)),
        ["nachstes wochenende"] = today => Weekend(today.AddDays(7)),
        ["this week"] = today => (today, Monday(today).AddDays(6)),
        ["diese woche"] = today => (today, Monday(today).AddDays(6)),
        ["next week"] = today => (Monday(today).AddDays(7), Monday(today).AddDays(13)),
        ["nachste woche"] = today => (Monday(today).AddDays(7), Monday(today).AddDays(13)),
    };

    /// <summary>The Friday of the current weekend until Sunday, else of the next one.</summary>
    public static DateOnly FridayOf(DateOnly today) => today.DayOfWeek switch
    {
        DayOfWeek.Saturday => today.AddDays(-1),
        DayOfWeek.Sunday => today.AddDays(-2),
        _ => today.AddDays(DayOfWeek.Friday - today.DayOfWeek),
    };

    /// <summary>The period that a text names; null: none. Quoted texts are words.</summary>
    /// <param name="today">The day from which words like "tomorrow" count.</param>
    public static DateWords? Find(string text, DateOnly today)
    {
        var typed = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (text.Contains('"', StringComparison.Ordinal))
        {
            return null;
        }

        var folded = Array.ConvertAll(typed, SearchWords.Key);
        for (var count = Math.Min(WordsMax, typed.Length); count > 0; count--)
        {
            foreach (var first in new[] { typed.Length - count, 0 })
            {
                if (PeriodOf(folded.AsSpan(first, count), today) is var (from, to))
                {
                    return new DateWords(
                        string.Join(' ', typed.Where((_, place) => place < first || place >= first + count)),
                        string.Join(' ', typed.Skip(first).Take(count)), from, to);
                }
            }
        }

        return null;
    }

    private static (DateOnly From, DateOnly To)? PeriodOf(ReadOnlySpan<string> words, DateOnly today)
    {
        if (Phrases.TryGetValue(string.Join(' ', words), out var period))
        {
            return period(today);
        }

        return words switch
        {
            ["in" or "im", var month] when Months.TryGetValue(month, out var number) => MonthOf(number, today),
            ["this" or "on" or "am" or "diesen", var weekday] when Weekdays.TryGetValue(weekday, out var number) => OneDay(today.AddDays(
                ((number - Ordinal(today)) % 7 + 7) % 7)),
            ["on" or "am", .. var rest] => DayOf(rest, today),
            _ => DayOf(words, today),
        };
    }

    /// <summary>25 december, 25. Dezember 2027, december 25.</summary>
    private static (DateOnly From, DateOnly To)? DayOf(ReadOnlySpan<string> words, DateOnly today)
    {
        int? year = null;
        if (words is [_, _, var last] && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) && typed is > 2000 and < 2200)
        {
            year = typed;
            words = words[..2];
        }

        var (day, month) = words switch
        {
            [var one, var two] when Months.TryGetValue(two, out var number) && DayNumber(one) is { } date => (date, number),
            [var one, var two] when Months.TryGetValue(one, out var number) && DayNumber(two) is { } date => (date, number),
            _ => (0, 0),
        };
        if (day == 0)
        {
            return null;
        }

        // The next such day. The 29th of February may be years away.
        for (var candidate = year ?? today.Year; candidate <= (year ?? today.Year + 8); candidate++)
        {
            if (day <= DateTime.DaysInMonth(candidate, month) && new DateOnly(candidate, month, day) is var found && (year is not null || found >= today))
            {
                return OneDay(found);
            }
        }

        return null;
    }

    // 25, 25th, 1st.
    private static int? DayNumber(string word)
    {
        var digits = word.TrimEnd('s', 't', 'n', 'd', 'r', 'h');
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day : null;
    }

    private static (DateOnly, DateOnly) MonthOf(int month, DateOnly today)
    {
        var first = new DateOnly(month < today.Month ? today.Year + 1 : today.Year, month, 1);
        return (first < today ? today : first, first.AddMonths(1).AddDays(-1));
    }

    private static (DateOnly, DateOnly) OneDay(DateOnly day) => (day, day);

    private static (DateOnly, DateOnly) Weekend(DateOnly today) => (FridayOf(today), FridayOf(today).AddDays(2));

    private static DateOnly Monday(DateOnly today) => today.AddDays(1 - Ordinal(today));

    // Monday is 1, Sunday 7.
    private static int Ordinal(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;

    private static Dictionary<string, int> Numbered(params string[] names) => names
        .SelectMany((name, place) => name.Split(' ').Select(word => (word, place + 1))).ToDictionary(pair => pair.word, pair => pair.Item2);
}
