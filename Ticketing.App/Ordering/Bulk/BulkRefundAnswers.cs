using Ticketing.Core.Ordering.Bulk;
using Ticketing.Infrastructure.Ordering.Bulk;

namespace Ticketing.App.Ordering.Bulk;

/// <summary>Refunds of all paid orders of cancelled dates.</summary>
/// <param name="WithFees">Whether fees are refunded, too.</param>
/// <param name="Waiting">Orders that are not refunded yet.</param>
/// <param name="Skipped">Orders of which nothing was left to refund.</param>
/// <param name="Refunded">What was given back, in minor units by currency.</param>
public sealed record BulkRefundAnswer(
    Guid Id, BulkRefundStatus Status, bool WithFees, IReadOnlyList<Guid> Performances, int Waiting, int Done, int Skipped, int Failed,
    IReadOnlyDictionary<string, long> Refunded, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
{
    public static BulkRefundAnswer Of(BulkRefundRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new BulkRefundAnswer(
            row.Job.Id, row.Job.Status, row.Job.WithFees, [.. row.Job.PerformanceIds.Select(id => id.Value)], row.Counts.Waiting, row.Counts.Done,
            row.Counts.Skipped, row.Counts.Failed, row.Returned.ToDictionary(sum => sum.Currency, sum => sum.Amount), row.Job.CreatedAt,
            row.Job.EndedAt);
    }
}

/// <param name="Next">Always null: an event has few.</param>
public sealed record BulkRefundsAnswer(IReadOnlyList<BulkRefundAnswer> Items, string? Next);

/// <summary>Body of <c>POST /api/v1/organizer/events/{id}/refunds</c>.</summary>
/// <param name="WithFees">Whether fees are refunded, too.</param>
public sealed record BulkRefundRequest(bool WithFees);

/// <summary>Body of <c>POST /api/v1/organizer/events/{id}/refunds/{job}/state</c>.</summary>
public sealed record BulkRefundChangeRequest(BulkRefundChange Change);

/// <param name="Id">Of the refunds.</param>
public sealed record BulkRefundStartedAnswer(Guid Id);
