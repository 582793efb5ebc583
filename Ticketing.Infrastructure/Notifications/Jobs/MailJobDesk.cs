using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Notifications;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Notifications.Jobs;

/// <summary>A parked mail as admins see it: without its recipient.</summary>
public sealed record ParkedMail(Guid Id, string Type, string AggregateId, DateTimeOffset CreatedAt, int Attempts, string? Error);

/// <summary>Lists and retries parked mails. Admins only.</summary>
public sealed class MailJobDesk(IDbContextFactory<TicketingDbContext> contexts, FactSignals signals, TimeProvider time)
{
    private const int CountMax = 50;

    /// <returns>The oldest first, at most 50; nothing for others than admins.</returns>
    public async Task<IReadOnlyList<ParkedMail>> ListParkedAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Parked(db)
            .OrderBy(job => job.Id)
            .Take(CountMax)
            .Select(job => new ParkedMail(job.Id, job.Type, job.AggregateId, job.CreatedAt, job.Attempts, job.LastError))
            .ToListAsync(cancellationToken);
    }

    /// <returns>Null on success.</returns>
    public async Task<RetryMailJobsRefusal?> HandleAsync(RetryMailJobs command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.IsAdmin)
        {
            return RetryMailJobsRefusal.NotAllowed;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = await Parked(db).Where(job => command.Job == null || job.Id == command.Job).ExecuteUpdateAsync(
            set => set.SetProperty(job => job.Attempts, 0).SetProperty(job => job.RetryAt, (DateTimeOffset?)null), cancellationToken);
        signals.AppliedBy(MailsConsumer.Name).Set();
        return count == 0 ? RetryMailJobsRefusal.NotFound : null;
    }

    private IQueryable<MailJobRow> Parked(TicketingDbContext db)
    {
        var now = time.GetUtcNow();
        return db.Set<MailJobRow>().AsNoTracking().Where(job => job.Attempts >= MailJobDispatcher.AttemptsMax && job.RetryAt <= now);
    }
}
