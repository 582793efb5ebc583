using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.WaitingRoom.Desk;

/// <summary>Who may read a waiting room's measures and trail: those who run the performance's sales.</summary>
internal static class RoomAccess
{
    public static async Task<bool> RunsAsync(
        this OrganizationContexts contexts, PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.PerformanceFacts.AnyAsync(facts => facts.Id == performance, cancellationToken);
    }
}
