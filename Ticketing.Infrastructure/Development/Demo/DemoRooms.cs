using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Room = Ticketing.Core.WaitingRoom.WaitingRoom;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>A waiting room of each kind: one that admits now, one before its sale starts, one that opens under load.</summary>
internal static class DemoRooms
{
    private static readonly TimeSpan PreQueue = TimeSpan.FromMinutes(30);

    public static IEnumerable<Room> All(DemoShop shop, DateTimeOffset now)
    {
        yield return Make(Find("Impro Arena"), new RoomSettings
        {
            Mode = RoomMode.Scheduled,
            PreQueueAt = now.AddHours(-2) - PreQueue,
            StartsAt = now.AddHours(-2),
            Message = "You are let in in turn, and then have a quarter of an hour to choose your seats. Two thirds of the arena are still free.",
        });
        var presale = Find("Tigerlily");
        yield return Make(presale, new RoomSettings
        {
            Mode = RoomMode.Scheduled,
            PreQueueAt = presale.Performance.OnSaleAt - PreQueue,
            StartsAt = presale.Performance.OnSaleAt,
            PerMinute = 1_200,
            Message = "Four tickets each. Whoever is here before the start gets a lot: being early gains nothing.",
        });
        yield return Make(Find("Mara Lindqvist: Cold Light Tour"), new RoomSettings { Mode = RoomMode.Auto });

        // The event's first performance.
        DemoPerformance Find(string title) => shop.Performances.Find(entry => entry.Event.Title == title)!;

        Room Make(DemoPerformance entry, RoomSettings settings)
        {
            var room = new Room { PerformanceId = entry.Performance.Id, OrganizationId = entry.Performance.OrganizationId };
            var faults = room.Change(settings, isDrawn: false, Actor.System, now);
            Invariant.Holds(faults.Count == 0);
            return room;
        }
    }
}
