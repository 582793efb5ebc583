using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Room = Ticketing.Core.WaitingRoom.WaitingRoom;

namespace Ticketing.Infrastructure.WaitingRoom.Desk;

/// <summary>Gives the dates of a published event waiting rooms that are activated by a load peak, in the caller's transaction.</summary>
internal static class DateRooms
{
    /// <summary>
    /// Makes and ends them; the caller saves. A room that its organizer has set otherwise, scheduled or closed, is left alone. The caller has
    /// judged who asks.
    /// </summary>
    /// <param name="isWanted">False: those that a load peak would activate are switched off.</param>
    public static async Task SetAsync(
        TicketingDbContext db, OrganizationId organization, IReadOnlyCollection<PerformanceId> performances, bool isWanted, Actor actor,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rooms = await db.WaitingRooms.Where(room => performances.Contains(room.PerformanceId)).ToListAsync(cancellationToken);
        var (from, to) = isWanted ? (RoomMode.Off, RoomMode.Auto) : (RoomMode.Auto, RoomMode.Off);
        foreach (var room in rooms.Where(room => room.Settings.Mode == from))
        {
            Change(room, room.Settings with { Mode = to }, actor, now);
        }

        foreach (var performance in isWanted ? performances.Except(rooms.Select(room => room.PerformanceId)) : [])
        {
            var room = new Room { PerformanceId = performance, OrganizationId = organization };
            Change(room, new RoomSettings { Mode = RoomMode.Auto }, actor, now);
            db.Add(room);
            db.Add(new RoomMarks { PerformanceId = performance });
        }
    }

    // Only the mode changes, which is valid with all other settings.
    private static void Change(Room room, RoomSettings settings, Actor actor, DateTimeOffset now) =>
        Invariant.Holds(room.Change(settings, isDrawn: false, actor, now).Count == 0);
}
