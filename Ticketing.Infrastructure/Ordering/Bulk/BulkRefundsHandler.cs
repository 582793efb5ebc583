using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.Infrastructure.Ordering.Bulk;

/// <summary>
/// Starts bulk refunds of dates that were cancelled before, and pauses, resumes and retries them. One that begins with the cancellation is
/// started by <c>EventStates</c>. Who runs the event and serves its buyers does it.
/// </summary>
public sealed class BulkRefundsHandler(
    IDbContextFactory<TicketingDbContext> contexts, NpgsqlDataSource database, RecentProof proof, CommandCounter limits, TimeProvider time)
{
    /// <summary>What a refund of all paid orders of the event's cancelled dates gives back; null: the caller may not refund them.</summary>
    /// <param name="dates">These dates instead, which may be about to be cancelled; they are of the event.</param>
    public async Task<BulkRefundPreview?> PreviewAsync(
        EventId of, IReadOnlyCollection<PerformanceId>? dates, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindEventAsync(of, cancellationToken) is not var (organization, all) || !MayRefund(caller, organization, of))
        {
            return null;
        }

        List<PerformanceId> chosen =
        [
            .. all.Where(date => dates?.Contains(date.Id) ?? date.Status == PerformanceStatus.Cancelled).Select(date => date.Id),
        ];
        return await RefundableOrders.PreviewAsync(db, organization, chosen, caller, cancellationToken);
    }

    /// <summary>Whether there is such an event with dates, whose orders the caller may refund.</summary>
    public async Task<bool> MayRefundAsync(EventId of, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await FindEventAsync(of, cancellationToken) is var (organization, _) && MayRefund(caller, organization, of);
    }

    /// <returns>The job's id.</returns>
    public async Task<Outcome<Guid, RefusedBulkRefund>> HandleAsync(StartBulkRefund command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var caller = command.Caller;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindEventAsync(command.Event, cancellationToken) is not var (organization, all)
            || !MayRefund(caller, organization, command.Event))
        {
            return new RefusedBulkRefund(BulkRefundRefusal.NotFound);
        }

        if (await RefuseAsync(caller) is { } refused)
        {
            return refused;
        }

        // Of two starts at once the second finds the orders in the first one's job.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({"bulk refund of " + command.Event}, 0))", cancellationToken);
        List<PerformanceId> dates = [.. all.Where(date => date.Status == PerformanceStatus.Cancelled).Select(date => date.Id)];
        var isRunning = await db.Set<BulkRefund>().AnyAsync(
            job => job.EventId == command.Event && job.Status != BulkRefundStatus.Done, cancellationToken);
        if (isRunning || dates.Count == 0 || !await RefundableOrders.Of(db, dates).AnyAsync(cancellationToken))
        {
            return new RefusedBulkRefund(BulkRefundRefusal.WrongState);
        }

        if (await RefundableOrders.ExceededLimitAsync(db, organization, dates, caller, cancellationToken) is { } limit)
        {
            return new RefusedBulkRefund(BulkRefundRefusal.AboveLimit, limit);
        }

        var job = await BulkRefundRows.AddAsync(
            db, organization, command.Event, dates, command.Terms, caller, time.GetDatabaseNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return job.Id;
    }

    public async Task<Outcome<BulkRefundStatus, RefusedBulkRefund>> HandleAsync(ChangeBulkRefund command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await BulkRefundRows.LockAsync(db, command.Job, cancellationToken) is not { } job
            || !MayRefund(command.Caller, job.OrganizationId, job.EventId))
        {
            return new RefusedBulkRefund(BulkRefundRefusal.NotFound);
        }

        if (await RefuseAsync(command.Caller) is { } refused)
        {
            return refused;
        }

        var (before, now) = (job.Status, time.GetDatabaseNow());
        var isChanged = command.Change switch
        {
            BulkRefundChange.Pause => job.Pause(),
            BulkRefundChange.Resume => job.Status == BulkRefundStatus.Paused && job.Run(),
            BulkRefundChange.Retry => await RetryAsync(db, job, now, cancellationToken),
        };
        if (!isChanged)
        {
            return new RefusedBulkRefund(BulkRefundRefusal.WrongState);
        }

        BulkRefundRows.AddAudit(
            db, "bulk-refund." + command.Change.ToWord(), job, new { status = before.ToWord() }, new { status = job.Status.ToWord() },
            command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return job.Status;
    }

    /// <summary>Whether the caller refunds orders of the event in bulk.</summary>
    internal static bool MayRefund(Caller caller, OrganizationId organization, EventId of) =>
        caller.Runs(organization, of) && caller.ServesBuyersOf(organization, of);

    // False: no order has failed.
    private static async Task<bool> RetryAsync(TicketingDbContext db, BulkRefund job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = await db.Set<BulkRefundItem>().Where(item => item.JobId == job.Id && item.Status == BulkItemStatus.Failed)
            .ExecuteUpdateAsync(
                set => set.SetProperty(item => item.Status, BulkItemStatus.Waiting).SetProperty(item => item.Error, (BulkItemError?)null)
                    .SetProperty(item => item.Attempts, 0).SetProperty(item => item.NextAt, now).SetProperty(item => item.UpdatedAt, now),
                cancellationToken);
        if (count > 0)
        {
            job.Run();
        }

        return count > 0;
    }

    private async Task<RefusedBulkRefund?> RefuseAsync(Caller caller) =>
        !proof.IsOf(caller) ? new RefusedBulkRefund(BulkRefundRefusal.ProofNeeded)
        : !await limits.TryCountAsync(CommandLimits.EventChanges, caller) ? new RefusedBulkRefund(BulkRefundRefusal.TooOften)
        : null;

    private async Task<(OrganizationId Organization, IReadOnlyList<(PerformanceId Id, PerformanceStatus Status)> Dates)?> FindEventAsync(
        EventId of, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT id, organization_id, status FROM catalog_performances WHERE event_id = @event")
            .With("event", of.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        OrganizationId? organization = null;
        List<(PerformanceId, PerformanceStatus)> dates = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            organization = new OrganizationId(reader.GetGuid("organization_id"));
            dates.Add((new PerformanceId(reader.GetGuid("id")), EnumWords.FromWord<PerformanceStatus>(reader.GetString("status"))));
        }

        return organization is { } owner ? (owner, dates) : null;
    }
}
