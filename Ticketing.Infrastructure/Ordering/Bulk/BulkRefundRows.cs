using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Ordering.Bulk;

/// <summary>Writes jobs and their orders, in the caller's transaction.</summary>
internal static class BulkRefundRows
{
    private const string Subject = "bulk-refund";

    /// <summary>Adds a job for the orders that are paid now. Those that are paid later follow: <see cref="AdoptLateAsync"/>.</summary>
    public static async Task<BulkRefund> AddAsync(
        TicketingDbContext db, OrganizationId organization, EventId of, IReadOnlyList<PerformanceId> performances, RefundAll terms, Caller caller,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var limits = RefundLimits.Of(await OrganizationReader.GetAsync(db, organization, cancellationToken));
        var limit = limits.For(caller, organization, limits.Currency ?? "")?.Amount;
        var job = BulkRefund.Create(organization, of, performances, terms.WithFees, limit, caller.User, now);
        db.Add(job);
        await db.SaveChangesAsync(cancellationToken);
        Guid[] dates = [.. performances.Select(id => id.Value)];
        var orders = await db.Database.ExecuteSqlRawAsync(
            $$"""
            INSERT INTO bulk_job_items (job_id, order_id, status, attempts, next_at, updated_at)
            SELECT {0}, o.id, 'waiting', 0, {1}, {1}
            FROM orders o
            WHERE o.performance_id = ANY({2}) AND {{RefundableOrders.Condition}}
            """, [job.Id, now, dates], cancellationToken);
        AddAudit(
            db, "bulk-refund.started", job, null,
            new { organization = organization.Value, eventId = of.Value, performances = dates, terms.WithFees, orders }, caller.Actor, now);
        return job;
    }

    /// <summary>Adds an entry of the audit log; the caller saves.</summary>
    public static void AddAudit(
        TicketingDbContext db, string action, BulkRefund job, object? before, object? after, Actor actor, DateTimeOffset now) =>
        AuditLog.Add(db, action, Subject, job.Id.ToString(), before, after, actor, now);

    /// <summary>The job, locked until the transaction ends; null: there is none.</summary>
    public static async Task<BulkRefund?> LockAsync(TicketingDbContext db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM bulk_jobs WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.Set<BulkRefund>().SingleOrDefaultAsync(job => job.Id == id, cancellationToken);
    }

    /// <summary>
    /// Adds orders that were paid since a job began, within 30 days: they awaited their payment. A job that was done runs again.
    /// </summary>
    /// <returns>How many they are.</returns>
    public static async Task<int> AdoptLateAsync(TicketingDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - TimeSpan.FromDays(30);
        var adopted = await db.Database.ExecuteSqlRawAsync(
            $$"""
            INSERT INTO bulk_job_items (job_id, order_id, status, attempts, next_at, updated_at)
            SELECT j.id, o.id, 'waiting', 0, {0}, {0}
            FROM (SELECT id, unnest(performance_ids) AS performance_id FROM bulk_jobs WHERE created_at > {1}) j
            JOIN orders o ON o.performance_id = j.performance_id
            WHERE {{RefundableOrders.Condition}} AND NOT EXISTS (SELECT 1 FROM bulk_job_items b WHERE b.order_id = o.id)
            ON CONFLICT (job_id, order_id) DO NOTHING
            """, [now, since], cancellationToken);
        if (adopted > 0)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE bulk_jobs SET status = 'running', ended_at = NULL
                WHERE status = 'done' AND EXISTS (SELECT 1 FROM bulk_job_items b WHERE b.job_id = bulk_jobs.id AND b.status = 'waiting')
                """, cancellationToken);
        }

        return adopted;
    }
}
