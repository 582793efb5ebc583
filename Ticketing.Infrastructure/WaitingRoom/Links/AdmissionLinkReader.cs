using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.WaitingRoom.Links;

/// <summary>Reads skip-the-line links of organizations whose sales the caller manages.</summary>
public sealed class AdmissionLinkReader(OrganizationContexts contexts)
{
    private const int LinksMax = 200;

    /// <summary>The links of a performance, newest first.</summary>
    public async Task<IReadOnlyList<AdmissionLink>> ListAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.AdmissionLinks.AsNoTracking().Where(link => link.PerformanceId == performance)
            .OrderByDescending(link => link.Number).Take(LinksMax).ToListAsync(cancellationToken);
    }

    /// <summary>Null: the caller has no such link.</summary>
    public async Task<AdmissionLink?> FindAsync(Guid link, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.AdmissionLinks.AsNoTracking().SingleOrDefaultAsync(found => found.Id == link, cancellationToken);
    }
}
