namespace Ticketing.Core.WaitingRoom;

/// <summary>How the shop is doing, over its last seconds; the worst of all instances.</summary>
/// <param name="Holds">Holds that were asked for.</param>
/// <param name="FailedHolds">Of them those that got no seats.</param>
/// <param name="CheckoutMilliseconds">The slowest percent of orders took so long.</param>
/// <param name="Backlog">Holds and orders that wait for a batch.</param>
/// <param name="Arrivals">Visitors of the seats in the last minute; counted for rooms that come up by themselves.</param>
public readonly record struct ShopPulse(long Holds, long FailedHolds, double CheckoutMilliseconds, int Backlog, long Arrivals = 0);

/// <summary>
/// Ties the rate to how fast the shop really sells: it falls by a third at once when holds fail too often, orders take too long or
/// work piles up, and rises by a twentieth of the set rate for each second that all is well (additive increase, multiplicative
/// decrease, as TCP does it; Chiu and Jain 1989). Close to a bound it stands still, so that it settles below instead of beyond it.
/// </summary>
public sealed class RateGovernor
{
    private const double Fall = 2.0 / 3;
    private const double RisePerSecond = 0.05;
    private const int HoldsMin = 20;
    private const int BacklogMax = 1_000;
    private const double CloseTo = 0.7;

    // What was let in before the last fall shows in the pulse for a while; falling for the same trouble twice would be a stampede.
    private static readonly TimeSpan FallEvery = TimeSpan.FromSeconds(3);

    private DateTimeOffset _stepAt;
    private DateTimeOffset _fellAt;

    /// <summary>Of the set rate: 1 as long as all is well.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>Why it fell last; null: it is as set.</summary>
    public GovernorReason? Reason { get; private set; }

    /// <summary>Looks at the pulse; answers how many a minute are let in from now on.</summary>
    public double Step(ShopPulse pulse, RoomSettings settings, DateTimeOffset now)
    {
        var seconds = Math.Clamp((now - _stepAt).TotalSeconds, 0, 1);
        _stepAt = now;
        var (strain, reason) = Strain(pulse, settings);
        if (strain > 1)
        {
            Reason = reason;
            if (now - _fellAt >= FallEvery)
            {
                _fellAt = now;
                Share *= Fall;
            }
        }
        else if (strain < CloseTo)
        {
            Share += RisePerSecond * seconds;
        }

        Share = Math.Clamp(Share, (double)settings.PerMinuteMin / settings.PerMinute, 1);
        Reason = Share >= 1 ? null : Reason;
        return settings.PerMinute * Share;
    }

    // Of its bound: 1 is the bound.
    private static (double Strain, GovernorReason Reason) Strain(ShopPulse pulse, RoomSettings settings)
    {
        var failed = pulse.Holds >= HoldsMin ? 100.0 * pulse.FailedHolds / pulse.Holds / settings.FailedHoldPercent : 0;
        ReadOnlySpan<(double Strain, GovernorReason Reason)> strains =
        [
            (pulse.CheckoutMilliseconds / settings.CheckoutMilliseconds, GovernorReason.SlowCheckout),
            ((double)pulse.Backlog / BacklogMax, GovernorReason.Backlog),
            (failed, GovernorReason.FailedHolds),
        ];
        var worst = strains[0];
        foreach (var strain in strains)
        {
            worst = strain.Strain > worst.Strain ? strain : worst;
        }

        return worst;
    }
}

/// <summary>Why fewer people are let in than was set.</summary>
public enum GovernorReason
{
    FailedHolds,
    SlowCheckout,
    Backlog,
}
