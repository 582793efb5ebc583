using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Bulk;

/// <summary>
/// Refunds all paid orders of cancelled dates of an event, one after another. It goes on after a restart; each order is refunded once.
/// <c>Running ⇄ Paused → Done</c>; a done one runs again when failed orders are tried again, or an order was paid late.
/// </summary>
public sealed class BulkRefund
{
    private readonly Guid[] _performanceIds = [];

    private BulkRefund()
    {
    }

    public Guid Id { get; private init; }

    public OrganizationId OrganizationId { get; private init; }

    public EventId EventId { get; private init; }

    public IReadOnlyList<PerformanceId> PerformanceIds
    {
        get => [.. _performanceIds.Select(PerformanceId.From)];
        private init => _performanceIds = [.. value.Select(id => id.Value)];
    }

    /// <summary>Whether fees are refunded, too.</summary>
    public bool WithFees { get; private init; }

    /// <summary>How much who asked for it may give back of one order; minor units, null: no limit.</summary>
    public long? LimitAmount { get; private init; }

    public BulkRefundStatus Status { get; private set; }

    /// <summary>Null: a program with the organization's key, or an account that was erased.</summary>
    public UserId? AskedBy { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public static BulkRefund Create(
        OrganizationId organization, EventId of, IReadOnlyList<PerformanceId> performances, bool withFees, long? limit, UserId? askedBy,
        DateTimeOffset now)
    {
        Invariant.Holds(performances.Count > 0);
        return new BulkRefund
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            EventId = of,
            PerformanceIds = performances,
            WithFees = withFees,
            LimitAmount = limit,
            Status = BulkRefundStatus.Running,
            AskedBy = askedBy,
            CreatedAt = now,
        };
    }

    /// <summary>False: it does not run.</summary>
    public bool Pause()
    {
        if (Status != BulkRefundStatus.Running)
        {
            return false;
        }

        Status = BulkRefundStatus.Paused;
        return true;
    }

    /// <summary>Runs on, or again. False: it runs.</summary>
    public bool Run()
    {
        if (Status == BulkRefundStatus.Running)
        {
            return false;
        }

        (Status, EndedAt) = (BulkRefundStatus.Running, null);
        return true;
    }
}

public enum BulkRefundStatus
{
    Running,
    Paused,

    /// <summary>No order waits.</summary>
    Done,
}

/// <summary>An order of a <see cref="BulkRefund"/>.</summary>
public sealed class BulkRefundItem
{
    /// <summary>How often an order is tried while its refund fails for want of the database or another outage.</summary>
    public const int AttemptsMax = 5;

    public required Guid JobId { get; init; }

    public required OrderId OrderId { get; init; }

    public required BulkItemStatus Status { get; set; }

    public required int Attempts { get; set; }

    /// <summary>Why it failed; null otherwise.</summary>
    public BulkItemError? Error { get; set; }

    /// <summary>What was given back; minor units of the order's currency, null: nothing yet.</summary>
    public long? Amount { get; set; }

    /// <summary>Not tried before.</summary>
    public required DateTimeOffset NextAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

public enum BulkItemStatus
{
    Waiting,

    /// <summary>Refunded: its tickets are void, and the money is on its way.</summary>
    Done,

    /// <summary>Nothing was left to refund.</summary>
    Skipped,

    /// <summary>See <see cref="BulkRefundItem.Error"/>.</summary>
    Failed,
}

public enum BulkItemError
{
    /// <summary>The buyer disputes the payment at the bank; the money can't move before the decision.</summary>
    Disputed,

    /// <summary>It is more than who asked for the job may give back of one order.</summary>
    AboveLimit,

    /// <summary>It failed <see cref="BulkRefundItem.AttemptsMax"/> times for another reason, which the log has.</summary>
    Unavailable,
}
