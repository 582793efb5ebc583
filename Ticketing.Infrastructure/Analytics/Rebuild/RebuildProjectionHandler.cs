using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>Handles <see cref="RebuildProjection"/>: audits it and starts it on this instance.</summary>
public sealed class RebuildProjectionHandler
{
    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly ProjectionStore _store;
    private readonly ProjectionRebuilds _rebuilds;
    private readonly TimeProvider _time;

    internal RebuildProjectionHandler(
        IDbContextFactory<TicketingDbContext> contexts, ProjectionStore store, ProjectionRebuilds rebuilds, TimeProvider time) =>
        (_contexts, _store, _rebuilds, _time) = (contexts, store, rebuilds, time);

    public async Task<RebuildRefusal?> HandleAsync(RebuildProjection command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.IsAdmin || !Projection.All.Contains(command.Name))
        {
            return RebuildRefusal.NotFound;
        }

        if (await _store.IsRunningAsync(command.Name, cancellationToken))
        {
            return RebuildRefusal.AlreadyRunning;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        AuditLog.Add(db, "projection.rebuild", "projection", command.Name, null, null, command.Caller.Actor, _time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        _rebuilds.Request(command.Name);
        return null;
    }
}
