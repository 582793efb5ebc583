using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Seating.Plans;

/// <summary>A laid-out seat with its overrides, before compilation.</summary>
/// <param name="Section">The section's index in the document.</param>
/// <param name="Category">The category's index in the document, or -1.</param>
/// <param name="ContinuesRun">Whether it is adjacent to the seat before it.</param>
internal readonly record struct DrawnSeat(
    SeatedObject Drawn, int Section, int Row, int Ordinal, string RowName, string Number, PlanPoint At, int Category, SeatKind Kind,
    bool ContinuesRun);

/// <summary>Lays out all objects, applies their overrides and sorts the seats by section, row, seat.</summary>
internal static class SeatCollector
{
    public static List<DrawnSeat> Collect(PlanDocument document, IEnumerable<PlanObject> sound, List<PlanProblem> problems)
    {
        var sections = document.Sections.Select((s, i) => (s.Key, i)).DistinctBy(s => s.Key).ToDictionary(s => s.Key, s => s.i);
        var categories = document.Categories.Select((c, i) => (c.Key, i)).DistinctBy(c => c.Key).ToDictionary(c => c.Key, c => c.i);
        var seats = new List<DrawnSeat>();
        foreach (var drawn in sound.OfType<SeatedObject>())
        {
            if (seats.Count > PlanLimits.PlacesMax)
            {
                // SeatChecks reports it; further seats need no layout.
                break;
            }

            var before = seats.Count;
            Collect(drawn, sections[drawn.Section!], categories, document.SeatRadius, seats, problems);
            if (seats.Count == before)
            {
                problems.Add(new PlanProblem(PlanProblemKind.EmptyObject, drawn.Id, "No seat is left of it."));
            }
        }

        return InOrder(seats);
    }

    private static void Collect(
        SeatedObject drawn,
        int section,
        Dictionary<string, int> categories,
        int seatRadius,
        List<DrawnSeat> seats,
        List<PlanProblem> problems)
    {
        var overrides = drawn.Overrides.ToLookup(o => (o.Row, o.Seat));
        var known = new HashSet<(int, int?)>();
        var own = drawn.Category is null ? -1 : categories[drawn.Category];
        var previous = (Row: -1, Ordinal: -1);
        foreach (var laid in SeatLayout.Lay(drawn, seatRadius))
        {
            var seat = new DrawnSeat(
                drawn, section, laid.Row, laid.Ordinal, laid.RowName, laid.Number, laid.At, own, SeatKind.Regular,
                ContinuesRun: !laid.AfterGap && previous == (laid.Row, laid.Ordinal - 1));
            var (removed, nudge) = (false, default(PlanPoint));
            if (overrides.Count > 0)
            {
                known.Add((laid.Row, null));
                known.Add((laid.Row, laid.Ordinal));

                // Overrides of a seat win over overrides of its row.
                foreach (var special in overrides[(laid.Row, null)].Concat(overrides[(laid.Row, laid.Ordinal)]))
                {
                    removed |= special.Removed;
                    seat = seat with
                    {
                        Category = special.Category is null ? seat.Category : categories[special.Category],
                        Kind = special.Kind ?? seat.Kind,
                        Number = special.Label ?? seat.Number,
                    };
                    nudge = new PlanPoint(special.Dx ?? nudge.X, special.Dy ?? nudge.Y);
                }
            }

            if (!removed)
            {
                previous = (laid.Row, laid.Ordinal);
                seats.Add(nudge == default ? seat : seat with { At = seat.At + nudge.Turned(drawn.Angle) });
            }
        }

        foreach (var lost in overrides.Where(o => !known.Contains(o.Key)))
        {
            var place = lost.Key.Seat is { } seat ? $"row {lost.Key.Row}, seat {seat}" : $"row {lost.Key.Row}";
            problems.Add(new PlanProblem(PlanProblemKind.OverrideWithoutSeat, drawn.Id, $"Something is said of {place}, which does not exist."));
        }
    }

    // Equally named rows of several objects in a section are one row, in the position of the first.
    private static List<DrawnSeat> InOrder(List<DrawnSeat> seats)
    {
        var rows = new Dictionary<(int, string), int>();
        var keys = new (int Section, int Row, int Seat)[seats.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var row = (seats[i].Section, seats[i].RowName);
            if (!rows.TryGetValue(row, out var rank))
            {
                rows[row] = rank = rows.Count;
            }

            keys[i] = (seats[i].Section, rank, i);
        }

        Array.Sort(keys);
        return [.. keys.Select(k => seats[k.Seat])];
    }
}
