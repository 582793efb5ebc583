namespace Ticketing.Core.Webhooks;

/// <summary>When a delivery is attempted: at once, then after pauses that grow, ten times in about three days.</summary>
public static class WebhookSchedule
{
    /// <summary>The part by which a pause is longer or shorter, so that a receiver that was down is not called all at once.</summary>
    public const double Jitter = 0.2;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
        TimeSpan.FromHours(24),
    ];

    /// <summary>The number of attempts.</summary>
    public static int AttemptsMax => Pauses.Length + 1;

    /// <summary>The pause after a failed attempt; null: it was the last one. A test is attempted once.</summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan? PauseAfter(string type, int attempt, double random) =>
        type == WebhookTypes.Test || attempt > Pauses.Length ? null : Pauses[attempt - 1] * (1 + (Jitter * ((2 * random) - 1)));
}
