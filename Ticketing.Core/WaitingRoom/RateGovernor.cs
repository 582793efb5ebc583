namespace Ticketing.Core.WaitingRoom;

/// <summary>Load metrics of the shop over the last seconds; the maximum of all instances.</summary>
/// <param name="Holds">Hold requests.</param>
/// <param name="FailedHolds">Hold requests that got no seats.</param>
/// <param name="CheckoutMilliseconds">p99 latency of orders.</param>
/// <param name="Backlog">Holds and orders queued for a batch.</param>
/// <param name="Arrivals">Visitors of the seat map in the last minute; measured for <see cref="RoomMode.Auto"/>.</param>
public readonly record struct ShopLoad(long Holds, long FailedHolds, double CheckoutMilliseconds, int Backlog, long Arrivals = 0);

/// <summary>
/// Adapts the admission rate to the shop's load by additive increase, multiplicative decrease (Chiu and Jain 1989). It falls by a third
/// when a metric exceeds its limit (failed holds, order latency, backlog), rises by 5 % of the set rate per second below 70 % of the
/// limits, and stays constant in between, so that it settles below the limits.
/// </summary>
public sealed class RateGovernor
{
    private const double Fall = 2.0 / 3;
    private const double RisePerSecond = 0.05;
    private const int HoldsMin = 20;
    private const int BacklogMax = 1_000;
    private const double RiseBelow = 0.7;
    // The metrics lag behind the rate: waiting prevents a second fall for the same overload.
    private static readonly TimeSpan FallEvery = TimeSpan.FromSeconds(3);

    private DateTimeOffset _stepAt;
    private DateTimeOffset _fellAt;

    /// <summary>The current share of the set rate, up to 1.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>The reason of the last fall; null: the rate is as set.</summary>
    public GovernorReason? Reason { get; private set; }

    /// <summary>Adapts the rate to the load and returns it; admissions per minute.</summary>
    public double Step(ShopLoad load, RoomSettings settings, DateTimeOffset now)
    {
        var seconds = Math.Clamp((now - _stepAt).TotalSeconds, 0, 1);
        _stepAt = now;
        var (ratio, reason) = HighestRatio(load, settings);
        if (ratio > 1)
        {
            Reason = reason;
            if (now - _fellAt >= FallEvery)
            {
                _fellAt = now;
                Share *= Fall;
            }
        }
        else if (ratio < RiseBelow)
        {
            Share += RisePerSecond * seconds;
        }

        Share = Math.Clamp(Share, (double)settings.PerMinuteMin / settings.PerMinute, 1);
        Reason = Share >= 1 ? null : Reason;
        return settings.PerMinute * Share;
    }

    // The highest ratio of a metric to its limit; 1 = at the limit.
    private static (double Ratio, GovernorReason Reason) HighestRatio(ShopLoad load, RoomSettings settings)
    {
        var failed = load.Holds >= HoldsMin ? 100.0 * load.FailedHolds / load.Holds / settings.FailedHoldPercent : 0;
        ReadOnlySpan<(double Ratio, GovernorReason Reason)> ratios =
        [
            (load.CheckoutMilliseconds / settings.CheckoutMilliseconds, GovernorReason.SlowCheckout),
            ((double)load.Backlog / BacklogMax, GovernorReason.Backlog),
            (failed, GovernorReason.FailedHolds),
        ];
        var highest = ratios[0];
        foreach (var ratio in ratios)
        {
            highest = ratio.Ratio > highest.Ratio ? ratio : highest;
        }

        return highest;
    }
}

/// <summary>The metric that lowered the rate.</summary>
public enum GovernorReason
{
    FailedHolds,
    SlowCheckout,
    Backlog,
}
