using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Room = Ticketing.Core.WaitingRoom.WaitingRoom;

namespace Ticketing.Infrastructure.WaitingRoom.Desk;

/// <summary>Changes a performance's waiting room; creates it on the first change.</summary>
/// <param name="Seen">The settings that the change is based on; the change is refused if they have changed since. Null: no check.</param>
public sealed record ChangeRoom(PerformanceId Performance, RoomSettings Settings, Caller Caller, RoomSettings? Seen = null);

/// <summary>A refused change; nothing was changed.</summary>
public sealed record RefusedRoom(RoomRefusal Reason, IReadOnlyList<RoomFault> Faults);

public enum RoomRefusal
{
    /// <summary>The caller has no such performance.</summary>
    NotFound,

    /// <summary>The settings are invalid; see <see cref="RefusedRoom.Faults"/>.</summary>
    Invalid,

    /// <summary>A concurrent change: the settings differ from <see cref="ChangeRoom.Seen"/>.</summary>
    Changed,
}

/// <summary>Handles <see cref="ChangeRoom"/>.</summary>
public sealed class ChangeRoomHandler(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    public async Task<Outcome<Room, RefusedRoom>> HandleAsync(ChangeRoom command, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var organization = await db.PerformanceFacts.Where(p => p.Id == command.Performance)
            .Select(p => (OrganizationId?)p.OrganizationId).SingleOrDefaultAsync(cancellationToken);
        if (organization is not { } owner || !await db.RunsAsync(command.Caller, owner, command.Performance, cancellationToken))
        {
            return new RefusedRoom(RoomRefusal.NotFound, []);
        }

        var room = await db.WaitingRooms.SingleOrDefaultAsync(r => r.PerformanceId == command.Performance, cancellationToken);
        if (room is null)
        {
            room = new Room { PerformanceId = command.Performance, OrganizationId = owner };
            db.Add(room);
            db.Add(new RoomMarks { PerformanceId = command.Performance });
        }

        if (command.Seen is { } seen && seen != room.Settings)
        {
            return new RefusedRoom(RoomRefusal.Changed, []);
        }

        var isDrawn = await db.WaitingRoomMarks.AnyAsync(m => m.PerformanceId == command.Performance && m.Lots != null, cancellationToken);
        var faults = room.Change(command.Settings, isDrawn, command.Caller.Actor, time.GetUtcNow());
        if (faults.Count > 0)
        {
            return new RefusedRoom(RoomRefusal.Invalid, faults);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return room;
        }
        catch (DbUpdateException conflict) when (conflict is DbUpdateConcurrencyException
            || conflict.InnerException is Npgsql.PostgresException { SqlState: "23505" })
        {
            return new RefusedRoom(RoomRefusal.Changed, []);
        }
    }
}
