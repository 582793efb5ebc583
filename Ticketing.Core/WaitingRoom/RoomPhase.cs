namespace Ticketing.Core.WaitingRoom;

/// <summary>A waiting room's current phase. The public document contains its word.</summary>
public enum RoomPhase
{
    /// <summary>No waiting room: everybody is admitted.</summary>
    Off,

    /// <summary>Before the pre-queue; pages show a countdown.</summary>
    Announced,

    /// <summary>Joins get lots for the draw; the order of joining does not matter.</summary>
    PreQueue,

    /// <summary>The pre-queue is closed; the number of lots is being persisted before the seed is published.</summary>
    Drawing,

    /// <summary>Admits by place: drawn lots first, then first come, first served.</summary>
    Live,

    /// <summary>Admits nobody; places are kept.</summary>
    Paused,

    /// <summary>Accepts no new joins; admits those who wait.</summary>
    Draining,

    /// <summary>All seats are sold or held; places are kept in case holds expire.</summary>
    SoldOut,

    /// <summary>Accepts no joins and admits nobody.</summary>
    Closed,
}
