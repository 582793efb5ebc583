namespace Ticketing.App.Shared;

/// <summary>The control room's addresses.</summary>
public static partial class AppUrls
{
    public const string AdminRooms = Admin + "/waiting-rooms";

    public static string AdminRoom(Guid performance) => $"{AdminRooms}/{performance}";

    /// <summary>CSV file of a personal link's addresses, one per person.</summary>
    public static string AdminRoomLinks(Guid performance, Guid link) => $"{AdminRoom(performance)}/links/{link}.csv";

    /// <summary>The list with its filters.</summary>
    public static string AdminRoomsFound(string search, bool onlyRooms) =>
        WithQuery(AdminRooms, ("q", search.Length > 0 ? search : null), ("rooms", onlyRooms ? "1" : null));
}
