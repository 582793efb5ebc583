namespace Ticketing.Core.WaitingRoom;

/// <summary>How long somebody will wait, honestly: a range, since the rate moves and people ahead may not come.</summary>
/// <param name="Shortest">If everything goes well.</param>
/// <param name="Longest">If it does not.</param>
public readonly record struct WaitEstimate(TimeSpan Shortest, TimeSpan Longest)
{
    // Of those ahead at most so many do not come; the rate may fall by so much before the governor's bound is reached.
    private const double NoShowShareMax = 0.2;
    private const double SlowDown = 1.3;
    private static readonly TimeSpan Longer = TimeSpan.FromDays(1);

    /// <param name="ahead">People before this one.</param>
    /// <param name="perMinute">How many are let in a minute now; 0: nobody, and nobody can tell.</param>
    public static WaitEstimate? Of(long ahead, double perMinute)
    {
        if (perMinute <= 0)
        {
            return null;
        }

        var minutes = Math.Max(0, ahead) / perMinute;
        return new WaitEstimate(Bounded(minutes * (1 - NoShowShareMax)), Bounded((minutes * SlowDown) + (1 / perMinute)));
    }

    private static TimeSpan Bounded(double minutes) => minutes >= Longer.TotalMinutes ? Longer : TimeSpan.FromMinutes(minutes);
}
