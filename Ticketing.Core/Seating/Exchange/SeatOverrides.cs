using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Writes what single seats have besides their object's scheme as overrides.</summary>
internal static class SeatOverrides
{
    /// <summary>The category that most seats have; null if any has none, since an override cannot take a category away.</summary>
    public static string? CommonCategory(IEnumerable<ImportedSeat?[]> rows, CategoryKeys categories)
    {
        var keys = rows.SelectMany(row => row).OfType<ImportedSeat>().GroupBy(seat => seat.Category)
            .Select(group => (Key: categories.KeyOf(group.Key), Count: group.Count())).ToList();
        return keys.Any(key => key.Key is null) ? null : keys.MaxBy(key => key.Count).Key;
    }

    public static IReadOnlyList<SeatOverride> Of(
        IReadOnlyList<ImportedSeat?[]> rows, NumberingScheme numbering, string? common, CategoryKeys categories, NoteList notes)
    {
        var overrides = new List<SeatOverride>();
        for (var row = 0; row < rows.Count; row++)
        {
            var own = common;
            var keys = rows[row].OfType<ImportedSeat>().Select(seat => categories.KeyOf(seat.Category)).Distinct().Take(2).ToList();
            if (keys is [{ } only] && only != common)
            {
                own = only;
                overrides.Add(new SeatOverride(row, Category: only));
            }

            var names = numbering.Names(rows[row].Length);
            for (var seat = 0; seat < rows[row].Length; seat++)
            {
                overrides.AddRange(Of(row, seat, rows[row][seat], own, names[seat], categories, notes));
            }
        }

        return overrides;
    }

    private static IEnumerable<SeatOverride> Of(
        int row, int seat, ImportedSeat? drawn, string? category, string name, CategoryKeys categories, NoteList notes)
    {
        if (drawn is null)
        {
            yield return new SeatOverride(row, seat, Removed: true);
            yield break;
        }

        var key = categories.KeyOf(drawn.Category);
        categories.NoteSeat(drawn.Category);
        if (drawn.Number != name)
        {
            notes.Count(ExchangeNoteKind.NumbersKept);
        }

        if (key != category || drawn.Number != name || drawn.Kind != SeatKind.Regular)
        {
            yield return new SeatOverride(
                row, seat, key == category ? null : key, drawn.Kind == SeatKind.Regular ? null : drawn.Kind,
                drawn.Number == name ? null : drawn.Number);
        }
    }
}
