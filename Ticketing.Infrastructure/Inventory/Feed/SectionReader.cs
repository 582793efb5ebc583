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
        var plan = await plans.GetAsync(performance.CompiledPlanId, cancellationToken);
        if (await feed.StatusesAsync(performance.Id, plan, cancellationToken) is not { } statuses)
        {
            return [];
        }

        var hidden = performance.ByCode.Select(tier => tier.Category).ToHashSet(StringComparer.Ordinal);
        return
        [
            // By name: a section has several parts where seats were added to it while it was sold.
            .. plan.Sections.GroupBy(section => section.Name).Select(parts => new SectionAvailability(
                parts.Key,
                parts.First().Area?.Kind switch { null => null, AreaKind.Standing => "standing", _ => "free" },
                parts.First().Entrance,
                parts.Sum(part => part.Count),
                parts.Sum(part => hidden.Count == 0
                    ? statuses.AsSpan(part.First, part.Count).Count(SeatStatus.Available)
                    : Enumerable.Range(part.First, part.Count)
                        .Count(seat => statuses[seat] == SeatStatus.Available && !hidden.Contains(plan.CategoryOf(new SeatIndex(seat)).Key))))),
        ];
    }
}
