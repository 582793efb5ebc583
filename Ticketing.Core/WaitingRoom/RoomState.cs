namespace Ticketing.Core.WaitingRoom;

/// <summary>A room's counters in Redis.</summary>
/// <param name="Epoch">See <see cref="RoomMarks.Epoch"/>.</param>
/// <param name="Now">Redis' clock, which all instances use.</param>
/// <param name="Serving">All places below it have been called.</param>
/// <param name="Tail">The next number to assign; counts joins and gaps.</param>
/// <param name="Late">Suspicious joins of the pre-queue, placed after the drawn lots; see <see cref="QueueNumber"/>.</param>
/// <param name="Active">Valid passes.</param>
/// <param name="Unclaimed">Called visitors who have not claimed their pass yet.</param>
/// <param name="PerMinute">The current admission rate.</param>
/// <param name="Admitted">Passes issued.</param>
/// <param name="NoShows">Called visitors who did not claim in time.</param>
/// <param name="Released">Passes given back.</param>
/// <param name="Unassigned">
/// Numbers between <paramref name="Serving"/> and <paramref name="Tail"/> skipped after a loss of Redis' data; few of them, if any, were
/// assigned.
/// </param>
public sealed record RoomState(
    RoomPhase Phase, int Epoch, DateTimeOffset Now, long Serving, long Tail, long Late, int Active, int Unclaimed, double PerMinute,
    long Admitted, long NoShows, long Released, long Unassigned = 0)
{
    public long Waiting => Math.Max(0, Tail + (Phase is RoomPhase.PreQueue or RoomPhase.Drawing ? Late : 0) - Serving - Unassigned);
}
