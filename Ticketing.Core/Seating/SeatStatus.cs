namespace Ticketing.Core.Seating;

/// <summary>A seat's current status. The values are the two bits of the packed snapshot and the column's number.</summary>
public enum SeatStatus : byte
{
    Available = 0,
    Held = 1,
    Sold = 2,
    Blocked = 3,
}

/// <summary>A change of a seat's status.</summary>
/// <param name="Fence">Fencing token, increases with each change of the seat: the larger one is later.</param>
public readonly record struct SeatChange(SeatIndex Index, SeatStatus Status, long Fence);

public static class SeatStatusWords
{
    /// <summary>The status as the API writes it.</summary>
    public static string Word(this SeatStatus status) => status switch
    {
        SeatStatus.Available => "available",
        SeatStatus.Held => "held",
        SeatStatus.Sold => "sold",
        SeatStatus.Blocked => "blocked",
    };
}
