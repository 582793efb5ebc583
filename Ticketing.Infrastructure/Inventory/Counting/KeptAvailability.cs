using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>A row of <c>availability</c>: the seats of one section and category by status. SQL statements read and write it.</summary>
/// <param name="Category">The key of the plan's category.</param>
internal sealed record KeptAvailability(
    PerformanceId PerformanceId, string Section, string Category, int Free, int Held, int Sold, int Blocked);

/// <summary>A row of <c>availability_performances</c>: when a performance was counted, and whether it is due. SQL statements read and write it.</summary>
internal sealed class CountedPerformance
{
    public required PerformanceId PerformanceId { get; init; }

    /// <summary>Null: nothing has changed since it was counted.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>How often it was marked as due.</summary>
    public long Marks { get; init; }

    /// <summary>How often it was counted.</summary>
    public long Version { get; init; }
}

/// <summary>A performance as it was before its seats were counted.</summary>
/// <param name="PlanId">The compiled plan; null: the performance does not exist any more.</param>
/// <param name="IsDue">A change is known that was not counted yet.</param>
internal sealed record CountBasis(PerformanceId Id, long Marks, long Version, bool IsDue, string? PlanId);
