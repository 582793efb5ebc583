namespace Ticketing.Core.WaitingRoom;

/// <summary>The estimated wait as a range, since the rate changes and visitors ahead may not show up.</summary>
/// <param name="Shortest">With many no-shows.</param>
/// <param name="Longest">With a falling rate.</param>
public readonly record struct WaitEstimate(TimeSpan Shortest, TimeSpan Longest)
{
    // The assumed maximum share of no-shows, and the factor for a falling rate.
    private const double NoShowShareMax = 0.2;
    private const double SlowDown = 1.3;
    private static readonly TimeSpan Max = TimeSpan.FromDays(1);

    /// <param name="ahead">The number of visitors ahead.</param>
    /// <param name="perMinute">The current admission rate; 0: no estimate.</param>
    public static WaitEstimate? Of(long ahead, double perMinute)
    {
        if (perMinute <= 0)
        {
            return null;
        }

        var minutes = Math.Max(0, ahead) / perMinute;
        return new WaitEstimate(Bounded(minutes * (1 - NoShowShareMax)), Bounded((minutes * SlowDown) + (1 / perMinute)));
    }

    private static TimeSpan Bounded(double minutes) => minutes >= Max.TotalMinutes ? Max : TimeSpan.FromMinutes(minutes);
}
