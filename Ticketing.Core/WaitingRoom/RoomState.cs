namespace Ticketing.Core.WaitingRoom;

/// <summary>A room's numbers at a moment, as Redis has them.</summary>
/// <param name="Epoch">Which life of its memory this is.</param>
/// <param name="Now">Redis' clock, the only one that counts.</param>
/// <param name="Serving">Places below it have been called in.</param>
/// <param name="Tail">The number that comes next: people who have joined, and gaps.</param>
/// <param name="Late">People who will come after the drawn lots.</param>
/// <param name="Active">Valid passes.</param>
/// <param name="Unclaimed">Called in and not there yet.</param>
/// <param name="PerMinute">How many are let in a minute now.</param>
/// <param name="Admitted">Passes given.</param>
/// <param name="NoShows">Called in and never come.</param>
/// <param name="Released">Passes given back.</param>
/// <param name="Nobodys">Numbers between <paramref name="Serving"/> and <paramref name="Tail"/> that were lost with Redis' memory: hardly anybody has them.</param>
public sealed record RoomState(
    RoomPhase Phase, int Epoch, DateTimeOffset Now, long Serving, long Tail, long Late, int Active, int Unclaimed, double PerMinute, long Admitted, long NoShows, long Released, long Nobodys = 0)
{
    public long Waiting => Math.Max(0, Tail + (Phase is RoomPhase.PreQueue or RoomPhase.Drawing ? Late : 0) - Serving - Nobodys);
}
