using Ticketing.Core.Catalog;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>The number of available seats of a section.</summary>
/// <param name="Kind">Null for numbered seats, else <c>standing</c> or <c>free</c> (free seating).</param>
/// <param name="Seats">All seats of the section.</param>
public sealed record SectionAvailability(string Name, string? Kind, string? Entrance, int Seats, int Free);

/// <summary>
/// Counts a performance's available seats by section, from this instance's <see cref="SeatFeed"/>; without those of the tiers by code that the
/// performance was read without.
/// </summary>
public sealed class SectionReader(SeatFeed feed, CompiledPlans plans)
{
    /// <returns>Empty if the performance has no seats in the feed.</returns>
    public async Task<IReadOnlyList<SectionAvailability>> ReadAsync(CatalogPerformance performance, CancellationToken cancellationToken)
    {
        if (await feed.StatusesAsync(performance.Id, cancellationToken) is not { } statuses)
        {
            return [];
        }

        var plan = await plans.GetAsync(performance.CompiledPlanId, cancellationToken);
        var hidden = performance.ByCode.Select(tier => tier.Category).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. plan.Sections.Select(section => new SectionAvailability(
                section.Name,
                section.Area?.Kind switch { null => null, AreaKind.Standing => "standing", _ => "free" },
                section.Entrance,
                section.Count,
                hidden.Count == 0
                    ? statuses.AsSpan(section.First, section.Count).Count(SeatStatus.Available)
                    : Enumerable.Range(section.First, section.Count)
                        .Count(seat => statuses[seat] == SeatStatus.Available && !hidden.Contains(plan.CategoryOf(new SeatIndex(seat)).Key)))),
        ];
    }
}
