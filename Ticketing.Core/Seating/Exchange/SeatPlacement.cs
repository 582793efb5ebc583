using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Cleans the zones of a foreign file: names, numbers, positions, and sections that lie on each other.</summary>
internal static class SeatPlacement
{
    // Seats closer than this lie on each other.
    private const double OverlapDistance = 20;

    // Between a section that was moved and the one it lay on.
    private const double MovedGap = 200;

    private const int DefaultRadius = 25;

    /// <summary>The zones with seats, named uniquely, beside each other.</summary>
    public static List<ImportedZone> Clean(ImportedPlan plan)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var zones = new List<ImportedZone>();
        foreach (var zone in plan.Zones)
        {
            if (zones.Count > PlanLimits.SectionsMax)
            {
                // The caller refuses it; unique names for more would take quadratic time.
                break;
            }

            var rows = zone.Rows.Select((row, i) => Clean(row, i + 1, ids, plan.Notes)).Where(row => row.Seats.Count > 0).ToList();
            if (rows.Count > 0)
            {
                zones.Add(new ImportedZone(NameOf(zone.Name, zones.Count + 1, names, plan.Notes), rows));
            }
        }

        MoveApart(zones, plan.Notes);
        return zones;
    }

    /// <summary>The usual distance between neighbours in a row: the median.</summary>
    public static double UsualStep(List<ImportedZone> zones)
    {
        var steps = zones.SelectMany(zone => zone.Rows)
            .SelectMany(row => row.Seats.Zip(row.Seats.Skip(1), (a, b) => a.At.DistanceTo(b.At)))
            .Where(step => step is >= OverlapDistance and <= 10_000).Order().ToArray();
        return steps.Length == 0 ? 2 * DefaultRadius : steps[(steps.Length - 1) / 2];
    }

    /// <summary>A seat's radius at which no two seats overlap, as far as they do not lie on each other.</summary>
    public static int Radius(List<ImportedZone> zones, NoteList notes)
    {
        var grid = new SeatGrid(2 * DefaultRadius);
        var least = 2.0 * DefaultRadius;
        foreach (var seat in zones.SelectMany(zone => zone.Rows).SelectMany(row => row.Seats))
        {
            var nearest = grid.Nearest(seat.At);
            if (nearest < OverlapDistance)
            {
                notes.Count(ExchangeNoteKind.SeatsOverlap);
            }
            else
            {
                least = Math.Min(least, nearest);
            }

            grid.Add(seat.At);
        }

        // The compiler permits an overlap of 1 cm, within which a row may be straightened.
        return (int)Math.Floor((least + 0.1) / 2);
    }

    private static ImportedRow Clean(ImportedRow row, int ordinal, HashSet<string> ids, NoteList notes)
    {
        var seats = new List<ImportedSeat>(row.Seats.Count);
        foreach (var seat in row.Seats)
        {
            if (!(Math.Abs(seat.At.X) <= PlanLimits.CoordinateMax && Math.Abs(seat.At.Y) <= PlanLimits.CoordinateMax))
            {
                notes.Count(ExchangeNoteKind.SeatsLeftOut);
                continue;
            }

            var number = TextCleaner.Name(seat.Number, notes);
            if (number.Length == 0)
            {
                notes.Count(ExchangeNoteKind.NumbersInvented);
                number = NoteList.Text(seats.Count + 1);
            }

            // The first seat of the file keeps an id that several have.
            var isRepeated = seat.ExternalId is { Length: > 0 } id && !ids.Add(id);
            notes.Count(ExchangeNoteKind.ExternalIdsRepeated, by: isRepeated ? 1 : 0);
            seats.Add(seat with { Number = number, ExternalId = isRepeated ? null : seat.ExternalId });
        }

        if (row.Name.Length == 0)
        {
            notes.Count(ExchangeNoteKind.NamesInvented);
        }

        return new ImportedRow(row.Name.Length == 0 ? NoteList.Text(ordinal) : row.Name, seats);
    }

    private static string NameOf(string name, int ordinal, HashSet<string> names, NoteList notes)
    {
        if (name.Length == 0)
        {
            notes.Count(ExchangeNoteKind.NamesInvented);
            name = NoteList.Text(ordinal);
        }

        var unique = name;
        for (var number = 2; !names.Add(unique); number++)
        {
            var suffix = " " + NoteList.Text(number);
            unique = TextCleaner.Short(name[..Math.Min(name.Length, PlanLimits.NameLengthMax - suffix.Length)]) + suffix;
        }

        if (unique != name)
        {
            notes.Add(ExchangeNoteKind.SectionRenamed, name, unique);
        }

        return unique;
    }

    private static void MoveApart(List<ImportedZone> zones, NoteList notes)
    {
        var grid = new SeatGrid(OverlapDistance);
        var right = double.NegativeInfinity;
        foreach (var zone in zones)
        {
            var seats = zone.Rows.SelectMany(row => row.Seats).ToList();
            if (seats.Any(seat => grid.Nearest(seat.At) < OverlapDistance))
            {
                var by = new PlanPoint(right + MovedGap - seats.Min(seat => seat.At.X), 0);
                notes.Add(ExchangeNoteKind.SectionMoved, zone.Name);
                foreach (var row in zone.Rows)
                {
                    Move(row.Seats, by);
                }
            }

            foreach (var seat in zone.Rows.SelectMany(row => row.Seats))
            {
                grid.Add(seat.At);
                right = Math.Max(right, seat.At.X);
            }
        }
    }

    private static void Move(List<ImportedSeat> seats, PlanPoint by)
    {
        for (var i = 0; i < seats.Count; i++)
        {
            seats[i] = seats[i] with { At = seats[i].At + by };
        }
    }
}
