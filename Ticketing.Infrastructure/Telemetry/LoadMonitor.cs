namespace Ticketing.Infrastructure.Telemetry;

/// <summary>
/// Detects a load peak at this instance. Deferrable background work (mails with PDFs, which cost more CPU than the order that they
/// confirm) is throttled during a peak.
/// </summary>
public sealed class LoadMonitor(TimeProvider time)
{
    /// <summary>Holds and orders per second from which on the load is a peak: about a tenth of one core's capacity.</summary>
    private const int PerSecond = 200;

    private readonly Lock _lock = new();
    private long _second;
    private int _count;
    private int _countBefore;

    /// <summary>Whether this or the previous second reached the peak rate.</summary>
    public bool IsPeak
    {
        get
        {
            lock (_lock)
            {
                Advance();
                return Math.Max(_count, _countBefore) >= PerSecond;
            }
        }
    }

    /// <summary>Counts requests.</summary>
    public void Count(int requests)
    {
        lock (_lock)
        {
            Advance();
            _count += requests;
        }
    }

    private void Advance()
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (second != _second)
        {
            _countBefore = second == _second + 1 ? _count : 0;
            (_second, _count) = (second, 0);
        }
    }
}
