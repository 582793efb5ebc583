using System.Globalization;

namespace Ticketing.Core.Seating.Plans;

/// <summary>Validates the seats after the layout.</summary>
internal static class SeatChecks
{
    // Positions are rounded to whole centimetres, so touching seats may overlap by this much.
    private const double Tolerance = 1;

    public static void Check(PlanDocument document, List<DrawnSeat> seats, List<AreaObject> areas, List<PlanProblem> problems)
    {
        var places = seats.Count + areas.Sum(a => (long)a.Capacity);
        if (places > PlanLimits.PlacesMax || seats.Select(s => s.Number).Distinct(StringComparer.Ordinal).Count() > ushort.MaxValue)
        {
            problems.Add(new PlanProblem(PlanProblemKind.TooLarge, null, $"A plan has at most {PlanLimits.PlacesMax} places."));
            return;
        }

        if (places == 0)
        {
            problems.Add(new PlanProblem(PlanProblemKind.WithoutPlaces, null, "The plan has no places to sell."));
        }

        CheckCategories(seats, problems);
        CheckSections(document, areas, problems);
        CheckLabels(document, seats, areas, problems);
        CheckOverlaps(document, seats, problems);
    }

    private static void CheckCategories(List<DrawnSeat> seats, List<PlanProblem> problems)
    {
        foreach (var bare in seats.Where(s => s.Category < 0).GroupBy(s => s.Drawn.Id))
        {
            var count = bare.Count();
            problems.Add(new PlanProblem(
                PlanProblemKind.SeatsWithoutCategory, bare.Key, $"{count} {(count == 1 ? "seat has" : "seats have")} no category."));
        }
    }

    private static void CheckSections(PlanDocument document, List<AreaObject> areas, List<PlanProblem> problems)
    {
        // Reads the whole document, so that a section whose only object is invalid is not reported as empty too.
        var seated = document.Objects.OfType<SeatedObject>().Select(o => o.Section).ToHashSet();
        var areaSections = document.Objects.OfType<AreaObject>().Select(a => a.Section).ToHashSet();
        foreach (var section in document.Sections.Where(s => !seated.Contains(s.Key) && !areaSections.Contains(s.Key)))
        {
            problems.Add(new PlanProblem(PlanProblemKind.EmptySection, null, $"The section {section.Name} has no places."));
        }

        foreach (var area in areas.Where((a, i) => seated.Contains(a.Section) || (i > 0 && areas[i - 1].Section == a.Section)))
        {
            problems.Add(new PlanProblem(PlanProblemKind.AreaSharesSection, area.Id, "An area needs a section of its own."));
        }
    }

    private static void CheckLabels(PlanDocument document, List<DrawnSeat> seats, List<AreaObject> areas, List<PlanProblem> problems)
    {
        var owners = new Dictionary<string, string>(seats.Count, StringComparer.Ordinal);
        var duplicates = new Dictionary<(string, string), (string Label, int Count)>();
        void Take(string label, string objectId)
        {
            if (!owners.TryAdd(label, objectId))
            {
                var pair = (owners[label], objectId);
                duplicates[pair] = duplicates.TryGetValue(pair, out var seen) ? seen with { Count = seen.Count + 1 } : (label, 1);
            }
        }

        foreach (var seat in seats)
        {
            Take($"{document.Sections[seat.Section].Name}-{seat.RowName}-{seat.Number}", seat.Drawn.Id);
        }

        foreach (var area in areas)
        {
            var name = document.Sections.First(s => s.Key == area.Section).Name;
            for (var place = 1; place <= area.Capacity; place++)
            {
                Take(string.Create(CultureInfo.InvariantCulture, $"{name}-{place}"), area.Id);
            }
        }

        foreach (var ((first, second), (label, count)) in duplicates)
        {
            var others = count == 1 ? "" : $" and {count - 1} more";
            problems.Add(new PlanProblem(PlanProblemKind.DuplicateLabel, second, $"{label}{others}: the label is already used by {first}."));
        }
    }

    // A grid with cells as wide as a seat: overlapping seats are in the same or adjacent cells.
    private static void CheckOverlaps(PlanDocument document, List<DrawnSeat> seats, List<PlanProblem> problems)
    {
        var width = Math.Max(document.SeatRadius, 1) * 2.0;
        var near = (width - Tolerance) * (width - Tolerance);
        var head = new Dictionary<(int, int), int>(seats.Count);
        var next = new int[seats.Count];
        var pairs = new Dictionary<(string, string), (DrawnSeat A, DrawnSeat B, int Count)>();
        for (var i = 0; i < seats.Count; i++)
        {
            var at = seats[i].At;
            var (column, row) = ((int)Math.Floor(at.X / width), (int)Math.Floor(at.Y / width));
            for (var cell = 0; cell < 9; cell++)
            {
                var other = head.TryGetValue((column + (cell % 3) - 1, row + (cell / 3) - 1), out var first) ? first : -1;
                for (; other >= 0; other = next[other])
                {
                    if (at.SquaredDistanceTo(seats[other].At) < near)
                    {
                        var pair = (seats[other].Drawn.Id, seats[i].Drawn.Id);
                        pairs[pair] = pairs.TryGetValue(pair, out var seen)
                            ? seen with { Count = seen.Count + 1 }
                            : (seats[other], seats[i], 1);
                    }
                }
            }

            next[i] = head.TryGetValue((column, row), out var top) ? top : -1;
            head[(column, row)] = i;
        }

        foreach (var (a, b, count) in pairs.Values)
        {
            var others = count == 1 ? "" : $" and {count - 1} more";
            problems.Add(new PlanProblem(
                PlanProblemKind.OverlappingSeats,
                b.Drawn.Id,
                $"{a.RowName}-{a.Number} ({a.Drawn.Id}) and {b.RowName}-{b.Number} ({b.Drawn.Id}) overlap{others}."));
        }
    }
}
