using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Organizations.Followers;

/// <summary>Rows of followers, for the daily mail.</summary>
internal static class FollowerRows
{
    /// <summary>Takes the lock under which one instance at a time makes daily mails, until the transaction ends.</summary>
    public static Task LockAsync(TicketingDbContext db, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"SELECT pg_advisory_xact_lock(hashtextextended({"follower mails"}, 0))", cancellationToken);

    /// <summary>What those accounts follow that were last notified before a time: their mail is due. All organizers of an account.</summary>
    public static async Task<IReadOnlyList<Follower>> DueAsync(
        TicketingDbContext db, DateTimeOffset before, int accountsMax, CancellationToken cancellationToken)
    {
        var users = await db.Set<Follower>().Where(row => row.Notify && row.NewsUntil < before)
            .Select(row => row.UserId).Distinct().OrderBy(user => user).Take(accountsMax).ToListAsync(cancellationToken);
        return await db.Set<Follower>().AsNoTracking().Where(row => users.Contains(row.UserId) && row.Notify).ToListAsync(cancellationToken);
    }

    /// <summary>Notes that these accounts were notified of everything until a time. What was followed later stays as it is.</summary>
    public static Task MarkAsync(
        TicketingDbContext db, IReadOnlyCollection<UserId> users, DateTimeOffset until, CancellationToken cancellationToken) =>
        db.Set<Follower>().Where(row => users.Contains(row.UserId) && row.Notify && row.NewsUntil < until)
            .ExecuteUpdateAsync(row => row.SetProperty(follower => follower.NewsUntil, until), cancellationToken);
}
