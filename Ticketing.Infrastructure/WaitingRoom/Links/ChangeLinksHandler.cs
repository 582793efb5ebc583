using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.WaitingRoom.Desk;

namespace Ticketing.Infrastructure.WaitingRoom.Links;

/// <summary>Creates a skip-the-line link.</summary>
public sealed record MakeLink(PerformanceId Performance, LinkTerms Terms, Caller Caller);

/// <summary>Revokes a skip-the-line link. Idempotent.</summary>
public sealed record RevokeLink(Guid Link, Caller Caller);

/// <summary>Creates and revokes skip-the-line links.</summary>
public sealed class ChangeLinksHandler(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    public async Task<Outcome<AdmissionLink, RefusedRoom>> HandleAsync(MakeLink command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Serialises concurrent creations, so that each link gets its own number.
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM waiting_rooms WHERE performance_id = {command.Performance.Value} FOR NO KEY UPDATE", cancellationToken);
        var room = await db.WaitingRooms.AsNoTracking().SingleOrDefaultAsync(
            r => r.PerformanceId == command.Performance, cancellationToken);
        if (room is null || !await db.RunsAsync(command.Caller, room.OrganizationId, room.PerformanceId, cancellationToken))
        {
            return new RefusedRoom(RoomRefusal.NotFound, []);
        }

        var faults = command.Terms.Faults(now);
        if (faults.Count > 0)
        {
            return new RefusedRoom(RoomRefusal.Invalid, faults);
        }

        var last = await db.AdmissionLinks.Where(l => l.PerformanceId == command.Performance)
            .MaxAsync(l => (int?)l.Number, cancellationToken) ?? 0;
        var link = AdmissionLink.Make(command.Terms, room, last + 1, command.Caller.Actor, now);
        db.Add(link);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return link;
    }

    /// <returns>False: the caller has no such link.</returns>
    public async Task<bool> HandleAsync(RevokeLink command, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Serialises the revocation with concurrent uses.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM admission_links WHERE id = {command.Link} FOR UPDATE", cancellationToken);
        var link = await db.AdmissionLinks.SingleOrDefaultAsync(l => l.Id == command.Link, cancellationToken);
        if (link is null || !await db.RunsAsync(command.Caller, link.OrganizationId, link.PerformanceId, cancellationToken))
        {
            return false;
        }

        if (link.RevokedAt is null)
        {
            link.Revoke(command.Caller.Actor, time.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return true;
    }
}
