using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.End;

namespace Ticketing.Infrastructure.Ordering.Bulk;

/// <summary>
/// Refunds the orders of running jobs, a few at a time, by the box office's command. The transaction that refunds an order also marks it as
/// done: a process that ends at any moment leaves an order either waiting and not refunded, or done. Several instances share the work, since
/// an order that is being refunded is leased; after a crash the lease ends and another takes it.
/// </summary>
public sealed partial class BulkRefundWork(
    IDbContextFactory<TicketingDbContext> contexts, NpgsqlDataSource database, RefundOrderHandler refunds, TimeProvider time,
    ILogger<BulkRefundWork> logger)
{
    /// <summary>Orders of a pass, which are refunded at the same time.</summary>
    public const int BatchMax = 4;

    /// <summary>The pause between passes that find something: at most ten orders a second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private const string Reason = "date-cancelled";

    // Longer than a refund takes, with a provider that answers late.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly SqlScript Claim = SqlScript.Load("claim-bulk-refunds.sql");
    private static readonly SqlScript Finish = SqlScript.Load("finish-bulk-refunds.sql");

    /// <summary>Refunds some orders, and ends jobs without any left.</summary>
    /// <returns>How many orders it took.</returns>
    public async Task<int> PassAsync(CancellationToken cancellationToken)
    {
        var claimed = await ClaimAsync(cancellationToken);
        if (claimed.Count > 0)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var ids = claimed.Select(item => item.Job).Distinct().ToList();
            var jobs = await db.Set<BulkRefund>().AsNoTracking().Where(job => ids.Contains(job.Id)).ToDictionaryAsync(job => job.Id, cancellationToken);
            var callers = await CallersAsync(db, jobs.Values, cancellationToken);
            await Task.WhenAll(claimed.Select(item => TryAsync(jobs[item.Job], item, callers[item.Job], cancellationToken)));
        }

        await using var finish = Finish.On(database).With("now", time.GetDatabaseNow());
        await finish.ExecuteNonQueryAsync(cancellationToken);
        return claimed.Count;
    }

    /// <summary>Adds orders that were paid after their job began.</summary>
    public async Task<int> AdoptLateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var adopted = await BulkRefundRows.AdoptLateAsync(db, time.GetDatabaseNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return adopted;
    }

    private async Task<List<Claimed>> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        await using var command = Claim.On(database).With("now", now).With("until", now + Lease).With("max", BatchMax);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<Claimed>();
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new Claimed(reader.GetGuid(0), new OrderId(reader.GetGuid(1)), reader.GetInt32(2)));
        }

        return claimed;
    }

    // The audit log names who asked for it; their rights were decided then.
    private static async Task<Dictionary<Guid, Caller>> CallersAsync(
        TicketingDbContext db, IReadOnlyCollection<BulkRefund> jobs, CancellationToken cancellationToken)
    {
        var contacts = (await AccountContacts.ReadAsync(db, jobs.Select(job => job.AskedBy).OfType<UserId>().Distinct(), cancellationToken))
            .ToDictionary(contact => contact.User);
        return jobs.ToDictionary(job => job.Id, job => job.AskedBy is { } user && contacts.TryGetValue(user, out var contact)
            ? Caller.Guest with { User = user, Name = contact.Name, Email = contact.Email }
            : Caller.Guest);
    }

    private async Task TryAsync(BulkRefund job, Claimed item, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            var command = new RefundOrder(item.Order, null, job.WithFees, SeatsBackOnSale: true, Reason, caller);
            var refunded = await refunds.RefundForJobAsync(
                command, new JobRefund(job.LimitAmount, (db, amount, stop) => MarkDoneAsync(db, item, amount, stop)), cancellationToken);
            if (!refunded.Succeeded)
            {
                await MarkRefusedAsync(item, refunded.Refusal, cancellationToken);
            }
        }
#pragma warning disable CA1031 // An order whose refund fails must not keep the others waiting: it is tried again, and listed in the end.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(failure, job.Id, item.Order.Value, item.Attempts);
            if (item.Attempts >= BulkRefundItem.AttemptsMax)
            {
                await MarkAsync(item, BulkItemStatus.Failed, BulkItemError.Unavailable, cancellationToken);
            }
        }
    }

    // In the transaction of the refund.
    private Task<int> MarkDoneAsync(TicketingDbContext db, Claimed item, long amount, CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        return Waiting(db, item).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Status, BulkItemStatus.Done).SetProperty(row => row.Amount, amount)
                .SetProperty(row => row.UpdatedAt, now),
            cancellationToken);
    }

    private Task MarkRefusedAsync(Claimed item, RefundOrderRefusal refusal, CancellationToken cancellationToken) => refusal switch
    {
        RefundOrderRefusal.NotFound or RefundOrderRefusal.NotPaid or RefundOrderRefusal.ItemNotRefundable =>
            MarkAsync(item, BulkItemStatus.Skipped, null, cancellationToken),
        RefundOrderRefusal.Disputed => MarkAsync(item, BulkItemStatus.Failed, BulkItemError.Disputed, cancellationToken),
        RefundOrderRefusal.AboveLimit => MarkAsync(item, BulkItemStatus.Failed, BulkItemError.AboveLimit, cancellationToken),
        RefundOrderRefusal.ProofNeeded => throw new InvariantException("A job needs no proof of presence."),
    };

    // A done order stays done: of two instances one was slower.
    private async Task MarkAsync(Claimed item, BulkItemStatus status, BulkItemError? error, CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await Waiting(db, item).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Status, status).SetProperty(row => row.Error, error).SetProperty(row => row.UpdatedAt, now),
            cancellationToken);
    }

    private static IQueryable<BulkRefundItem> Waiting(TicketingDbContext db, Claimed item) => db.Set<BulkRefundItem>().Where(
        row => row.JobId == item.Job && row.OrderId == item.Order && row.Status == BulkItemStatus.Waiting);

    private sealed record Claimed(Guid Job, OrderId Order, int Attempts);

    [LoggerMessage(LogLevel.Warning, "The refund of order {Order} by job {Job} failed at attempt {Attempts}")]
    private partial void LogFailed(Exception failure, Guid job, Guid order, int attempts);
}
