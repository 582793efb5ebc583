using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Editing;

/// <summary>What a document has, counted also while it has problems: objects that cannot be laid out count nothing.</summary>
/// <param name="Seats">Seats with a position.</param>
/// <param name="Places">Seats, and the places of areas.</param>
/// <param name="ByCategory">In the document's order; places without a category are in none.</param>
/// <param name="BySection">In the document's order.</param>
/// <param name="ByKind">Seats of each kind that occurs.</param>
public sealed record PlanStatistics(
    int Seats, int Places, IReadOnlyList<NamedCount> ByCategory, IReadOnlyList<NamedCount> BySection, IReadOnlyList<KindCount> ByKind)
{
    internal static PlanStatistics Of(PlanDocument document, List<DrawnSeat> seats, List<AreaObject> areas)
    {
        var categories = new int[document.Categories.Count];
        var sections = new int[document.Sections.Count];
        var kinds = new int[Enum.GetValues<SeatKind>().Length];
        foreach (var seat in seats)
        {
            sections[seat.Section]++;
            kinds[(int)seat.Kind]++;
            if (seat.Category >= 0)
            {
                categories[seat.Category]++;
            }
        }

        var places = seats.Count;
        foreach (var area in areas)
        {
            // Sound areas have a category, a section and a capacity.
            places += area.Capacity;
            categories[IndexOf(document.Categories, category => category.Key == area.Category)] += area.Capacity;
            sections[IndexOf(document.Sections, section => section.Key == area.Section)] += area.Capacity;
        }

        return new PlanStatistics(
            seats.Count, places,
            [.. document.Categories.Select((category, i) => new NamedCount(category.Key, category.Name, categories[i]))],
            [.. document.Sections.Select((section, i) => new NamedCount(section.Key, section.Name, sections[i]))],
            [.. kinds.Select((count, i) => new KindCount((SeatKind)i, count)).Where(kind => kind.Count > 0)]);
    }

    private static int IndexOf<T>(IReadOnlyList<T> items, Func<T, bool> matches) => items.TakeWhile(item => !matches(item)).Count();
}

/// <summary>The places of a category or section.</summary>
public sealed record NamedCount(string Key, string Name, int Count);

/// <summary>The seats of a kind.</summary>
public sealed record KindCount(SeatKind Kind, int Count);
