namespace Ticketing.Infrastructure.Telemetry;

/// <summary>
/// Detects a load peak at this instance: many holds and orders, and processors that are busy with them. Deferrable background work (mails
/// with PDFs, which cost more CPU than the order that they confirm) is throttled during a peak. Many requests alone are none: on a machine
/// with spare capacity mails would wait for as long as a sale goes on.
/// </summary>
/// <param name="usedCpu">The CPU time that this process has used.</param>
public sealed class LoadMonitor(TimeProvider time, Func<TimeSpan> usedCpu)
{
    /// <summary>Holds and orders per second from which on the load can be a peak: about a tenth of one core's capacity.</summary>
    private const int PerSecond = 200;

    /// <summary>The part of the machine's cores that this process uses in a peak. PostgreSQL and Redis may use the rest.</summary>
    private const double BusyShare = 0.35;

    private readonly Lock _lock = new();
    private long _second;
    private int _count;
    private int _countBefore;
    private long _measuredAt = time.GetTimestamp();
    private TimeSpan _cpuThen = usedCpu();
    private double _share = 1;

    public LoadMonitor(TimeProvider time)
        : this(time, () => Environment.CpuUsage.TotalTime)
    {
    }

    /// <summary>Whether this or the previous second reached the peak rate, with busy processors.</summary>
    public bool IsPeak
    {
        get
        {
            lock (_lock)
            {
                Advance();
                return Math.Max(_count, _countBefore) >= PerSecond && _share >= BusyShare;
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
            MeasureShare();
        }
    }

    private void MeasureShare()
    {
        var (now, cpu) = (time.GetTimestamp(), usedCpu());
        var available = time.GetElapsedTime(_measuredAt, now) * Environment.ProcessorCount;
        if (available > TimeSpan.Zero)
        {
            _share = (cpu - _cpuThen) / available;
        }

        (_measuredAt, _cpuThen) = (now, cpu);
    }
}
