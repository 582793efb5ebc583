namespace Ticketing.App.Shared;

/// <summary>The control room's addresses.</summary>
public static partial class AppUrls
{
    public const string AdminRooms = Admin + "/waiting-rooms";

    public static string AdminRoom(Guid performance) => $"{AdminRooms}/{performance}";

    /// <summary>A personal link's addresses, one for each of its people.</summary>
    public static string AdminRoomLinks(Guid performance, Guid link) => $"{AdminRoom(performance)}/links/{link}.csv";

    /// <summary>The list, narrowed down.</summary>
    public static string AdminRoomsFound(string search, bool onlyRooms) =>
        WithQuery(AdminRooms, ("q", search.Length > 0 ? search : null), ("rooms", onlyRooms ? "1" : null));
}
