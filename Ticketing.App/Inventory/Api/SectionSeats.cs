using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Api;

/// <summary>Free seats and price tiers of a section.</summary>
/// <param name="Free">Number of available seats.</param>
/// <param name="Tiers">Ordinals of its seats' price tiers, sold seats included.</param>
public sealed record SectionSeats(string Name, int Free, IReadOnlyList<short> Tiers)
{
    public static IReadOnlyList<SectionSeats> Of(SeatSale sale, ReadOnlySpan<SeatStatus> statuses)
    {
        var plan = sale.Plan;
        var tierOfCategory = plan.Categories.Select(c => sale.Tiers.FirstOrDefault(t => t.Category == c.Key)?.Ordinal).ToArray();
        var sections = new List<SectionSeats>(plan.Sections.Length);
        foreach (var parts in plan.Sections.GroupBy(section => section.Name))
        {
            var free = 0;
            var tiers = new SortedSet<short>();
            foreach (var i in parts.SelectMany(part => Enumerable.Range(part.First, part.Count)))
            {
                if (tierOfCategory[plan.CategoryNumberOf(new SeatIndex(i))] is { } tier)
                {
                    tiers.Add(tier);
                    free += statuses[i] == SeatStatus.Available ? 1 : 0;
                }
            }

            sections.Add(new SectionSeats(parts.Key, free, [.. tiers]));
        }

        return sections;
    }
}
