using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Bulk;

/// <summary>How many orders of a job are in which state.</summary>
public sealed record BulkRefundCounts(int Waiting, int Done, int Skipped, int Failed)
{
    public int Total => Waiting + Done + Skipped + Failed;

    /// <summary>Orders that need nothing more.</summary>
    public int Ended => Total - Waiting;
}

/// <summary>A job with its counts.</summary>
/// <param name="Returned">What was given back, one sum for each currency.</param>
public sealed record BulkRefundRow(BulkRefund Job, BulkRefundCounts Counts, IReadOnlyList<Money> Returned);

/// <summary>The result of an order.</summary>
/// <param name="Amount">What was given back; null: nothing yet.</param>
public sealed record BulkRefundResult(string Number, BulkItemStatus Status, BulkItemError? Error, long? Amount, string Currency);

/// <summary>Reads bulk refunds for who may start them; others find none.</summary>
public sealed class BulkRefundReader(OrganizationContexts contexts)
{
    /// <summary>The most failed orders that a page lists; the file has all.</summary>
    public const int FailuresMax = 100;

    /// <summary>Those of an event, the newest first.</summary>
    public async Task<IReadOnlyList<BulkRefundRow>> ListAsync(EventId of, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var jobs = await db.Set<BulkRefund>().AsNoTracking().Where(job => job.EventId == of).OrderByDescending(job => job.Id)
            .ToListAsync(cancellationToken);
        return await RowsAsync(db, jobs, caller, cancellationToken);
    }

    /// <summary>Null: the caller has no such job.</summary>
    public async Task<BulkRefundRow?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var jobs = await db.Set<BulkRefund>().AsNoTracking().Where(job => job.Id == id).ToListAsync(cancellationToken);
        return (await RowsAsync(db, jobs, caller, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The results of a job's orders, by number.</summary>
    /// <param name="onlyFailed">At most <see cref="FailuresMax"/> that have failed; false: all.</param>
    public async Task<IReadOnlyList<BulkRefundResult>> ResultsAsync(Guid job, bool onlyFailed, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(job, caller, cancellationToken) is null)
        {
            return [];
        }

        await using var db = contexts.ForBoxOffice(caller);
        var results =
            from item in db.Set<BulkRefundItem>()
            join order in db.Orders on item.OrderId equals order.Id
            where item.JobId == job && (!onlyFailed || item.Status == BulkItemStatus.Failed)
            orderby order.Number
            select new BulkRefundResult(order.Number, item.Status, item.Error, item.Amount, order.Currency);
        return await (onlyFailed ? results.Take(FailuresMax) : results).ToListAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<BulkRefundRow>> RowsAsync(
        OrganizationContext db, List<BulkRefund> jobs, Caller caller, CancellationToken cancellationToken)
    {
        jobs = jobs.FindAll(job => BulkRefundsHandler.MayRefund(caller, job.OrganizationId, job.EventId));
        var ids = jobs.ConvertAll(job => job.Id);
        var groups = await (
            from item in db.Set<BulkRefundItem>()
            join order in db.Orders on item.OrderId equals order.Id
            where ids.Contains(item.JobId)
            group item by new { item.JobId, item.Status, order.Currency } into states
            select new { states.Key, Count = states.Count(), Amount = states.Sum(item => item.Amount) ?? 0 }).ToListAsync(cancellationToken);
        var byJob = groups.ToLookup(group => group.Key.JobId);
        return
        [
            .. jobs.Select(job => new BulkRefundRow(
                job,
                new BulkRefundCounts(
                    Count(job, BulkItemStatus.Waiting), Count(job, BulkItemStatus.Done), Count(job, BulkItemStatus.Skipped),
                    Count(job, BulkItemStatus.Failed)),
                [
                    .. byJob[job.Id].Where(group => group.Key.Status == BulkItemStatus.Done).GroupBy(group => group.Key.Currency)
                        .Select(group => new Money(group.Sum(part => part.Amount), group.Key)).OrderBy(sum => sum.Currency, StringComparer.Ordinal),
                ])),
        ];

        int Count(BulkRefund job, BulkItemStatus status) => byJob[job.Id].Where(group => group.Key.Status == status).Sum(group => group.Count);
    }
}
