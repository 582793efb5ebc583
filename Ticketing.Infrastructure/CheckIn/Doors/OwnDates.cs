using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Doors;

/// <summary>Which performances a caller may work on at the door.</summary>
internal static class OwnDates
{
    /// <summary>Those of <paramref name="asked"/> that are the organization's and whose sales the caller runs.</summary>
    public static async Task<HashSet<Guid>> OwnDatesAsync(
        this TicketingDbContext db, IEnumerable<Guid> asked, Caller caller, OrganizationId organization, CancellationToken cancellationToken)
    {
        var ids = asked.Distinct().Select(id => new PerformanceId(id)).ToList();
        var found = await db.PerformanceFacts.AsNoTracking().Where(date => date.OrganizationId == organization && ids.Contains(date.Id))
            .Select(date => new { date.Id, date.EventId }).ToListAsync(cancellationToken);
        return [.. found.Where(date => caller.Runs(organization, date.EventId)).Select(date => date.Id.Value)];
    }

    /// <summary>A performance that the caller may see at the door; null: there is none for them.</summary>
    /// <param name="runs">True: only who runs its sales. False: also who checks tickets in.</param>
    public static async Task<PerformanceFacts?> FindDateAsync(
        this TicketingDbContext db, PerformanceId performance, Caller caller, bool runs, CancellationToken cancellationToken) =>
        await db.PerformanceFacts.AsNoTracking().SingleOrDefaultAsync(date => date.Id == performance, cancellationToken) is { } found
            && (caller.Runs(found.OrganizationId, found.EventId) || (!runs && caller.ChecksIn(found.OrganizationId, found.EventId))) ? found : null;
}
