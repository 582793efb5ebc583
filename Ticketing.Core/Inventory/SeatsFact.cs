namespace Ticketing.Core.Inventory;

/// <summary>
/// Payload of the facts about a performance's seats: one for each statement that changed some, whatever the number of holds. The aggregate
/// is the performance. Seats that orders sell, free or lose have the order's facts.
/// </summary>
/// <param name="Held">Seats that became held.</param>
/// <param name="Freed">Seats that became available.</param>
/// <param name="Holds"><see cref="HeldType"/>: new holds. <see cref="ReleasedType"/>, <see cref="ExpiredType"/>: holds that ended.</param>
/// <param name="Cause"><c>held</c>, <c>changed</c> (by the owner of a hold), <c>released</c> or <c>expired</c>.</param>
public sealed record SeatsFact(Guid PerformanceId, int Held, int Freed, int Holds, string Cause)
{
    /// <summary>The type of the aggregate, whose id is the performance's.</summary>
    public const string Aggregate = "performance";

    /// <summary>Seats became held, by new or changed holds.</summary>
    public const string HeldType = "seats.held";

    /// <summary>Owners gave seats back.</summary>
    public const string ReleasedType = "seats.released";

    /// <summary>Holds expired.</summary>
    public const string ExpiredType = "seats.expired";
}
