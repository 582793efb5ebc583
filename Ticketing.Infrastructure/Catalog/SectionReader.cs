using Ticketing.Core.Catalog;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>Free seats of one section. <paramref name="Kind"/>: null with seats, else <c>standing</c> or <c>free</c>.</summary>
public sealed record SectionAvailability(string Name, string? Kind, string? Entrance, int Seats, int Free);

/// <summary>Counts a performance's free seats by section, from the live seats that this instance has in memory.</summary>
public sealed class SectionReader(SeatFeed feed, CompiledPlans plans)
{
    public async Task<IReadOnlyList<SectionAvailability>> ReadAsync(CatalogPerformance performance, CancellationToken cancellationToken)
    {
        if (await feed.StatusesAsync(performance.Id, cancellationToken) is not { } statuses)
        {
            return [];
        }

        var plan = await plans.GetAsync(performance.CompiledPlanId, cancellationToken);
        return
        [
            .. plan.Sections.Select(section => new SectionAvailability(
                section.Name,
                section.Area?.Kind switch { null => null, AreaKind.Standing => "standing", _ => "free" },
                section.Entrance,
                section.Count,
                statuses.AsSpan(section.First, section.Count).Count(SeatStatus.Available))),
        ];
    }
}
