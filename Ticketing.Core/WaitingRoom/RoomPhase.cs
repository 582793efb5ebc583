namespace Ticketing.Core.WaitingRoom;

/// <summary>What a waiting room does at a moment. Its word is in the public document.</summary>
public enum RoomPhase
{
    /// <summary>There is none: everybody walks in.</summary>
    Off,

    /// <summary>It will open; a countdown runs.</summary>
    Announced,

    /// <summary>Everyone who comes takes part in the draw; being early is no advantage.</summary>
    PreQueue,

    /// <summary>The lots are in, their number is being made durable, the seed is about to be revealed.</summary>
    Drawing,

    /// <summary>People are let in by their places: the drawn ones first, then first come, first served.</summary>
    Live,

    /// <summary>Nobody is let in for the moment; everybody keeps their place.</summary>
    Paused,

    /// <summary>No new places are given; everyone waiting is let in.</summary>
    Draining,

    /// <summary>Every seat is sold or in somebody's basket; places are kept in case some come back.</summary>
    SoldOut,

    /// <summary>It is over: nobody gets a place, nobody is let in.</summary>
    Closed,
}
