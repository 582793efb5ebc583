using Microsoft.EntityFrameworkCore;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Notices;

/// <summary>
/// Tells the buyers of orders that were paid after their date was cancelled or postponed, or at the same moment: such an order awaited its
/// payment when the others were told. Orders paid in batches do not look at their date, so that a pass looks for them.
/// </summary>
public sealed class LateBuyerNotices(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    // Longer than any payment takes.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <returns>How many orders were told.</returns>
    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        var since = now - Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<StoredDateNotice>().Where(notice => notice.CreatedAt <= since).ExecuteDeleteAsync(cancellationToken);

        // Only the last word about a date: who pays now needs no earlier one.
        var notices = await db.Set<StoredDateNotice>().AsNoTracking()
            .Where(notice => !db.Set<StoredDateNotice>().Any(
                later => later.PerformanceId == notice.PerformanceId && later.CreatedAt > notice.CreatedAt))
            .OrderBy(notice => notice.CreatedAt).ToListAsync(cancellationToken);
        var told = 0;
        foreach (var notice in notices)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            told += await BuyerNotices.TellLateAsync(db, notice, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return told;
    }
}
