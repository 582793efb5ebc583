using System.Globalization;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Collects notes: equal ones are counted, and their number is limited.</summary>
internal sealed class NoteList(int max)
{
    private readonly List<ExchangeNote> _single = [];
    private readonly Dictionary<(ExchangeNoteKind Kind, string About), int> _counts = [];

    /// <summary>Adds to a count; the note's arguments are what it is about, if anything, and the count.</summary>
    public void Count(ExchangeNoteKind kind, string about = "", int by = 1)
    {
        var key = (kind, TextCleaner.Short(about));
        if (by > 0 && (_counts.ContainsKey(key) || _counts.Count < max))
        {
            _counts[key] = _counts.GetValueOrDefault(key) + by;
        }
    }

    /// <summary>Adds a note that is not counted.</summary>
    public void Add(ExchangeNoteKind kind, params ReadOnlySpan<string> arguments)
    {
        if (_single.Count < max)
        {
            _single.Add(new ExchangeNote(kind, [.. arguments.ToArray().Select(TextCleaner.Short)]));
        }
    }

    /// <summary>All notes by kind; of one kind, in the order of their first occurrence.</summary>
    public IReadOnlyList<ExchangeNote> ToList() =>
    [
        .. _counts.Select(count => new ExchangeNote(count.Key.Kind, Arguments(count.Key.About, count.Value)))
            .Concat(_single).OrderBy(note => note.Kind).Take(max),
    ];

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string[] Arguments(string about, int count) => about.Length == 0 ? [Text(count)] : [about, Text(count)];
}
