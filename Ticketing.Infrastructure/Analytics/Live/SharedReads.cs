using System.Collections.Concurrent;
using Ticketing.Core.Analytics.Dashboards;

namespace Ticketing.Infrastructure.Analytics.Live;

/// <summary>
/// Reads a report once for all viewers of this instance: at most once a second for each key, and no more often than leaves the database
/// four fifths of the time. A request waits for that; all that wait get the same report. Without viewers nothing is read.
/// </summary>
internal sealed class SharedReads<TKey, TReport>(SalesFeed feed)
    where TKey : notnull
    where TReport : class
{
    private const int KeptMax = 500;
    private const long IntervalMilliseconds = 1000;
    private const int RestFactor = 5;

    private readonly ConcurrentDictionary<TKey, Kept> _kept = new();

    /// <summary>The last report if it is new enough, else a new one.</summary>
    /// <param name="read">Null: there is no such object.</param>
    public async Task<TReport?> ReadAsync(
        TKey key, Freshness freshness, Func<CancellationToken, Task<TReport?>> read, CancellationToken cancellationToken)
    {
        if (_kept.Count >= KeptMax)
        {
            _kept.Clear();
        }

        var kept = _kept.GetOrAdd(key, _ => new Kept());
        if (kept.Last is { } last && last.Is(freshness))
        {
            return last.Report;
        }

        await kept.Reading.WaitAsync(cancellationToken);
        try
        {
            if (kept.Last is { } before)
            {
                if (before.Is(freshness))
                {
                    return before.Report;
                }

                var wait = Math.Max(IntervalMilliseconds, RestFactor * before.Milliseconds) - before.Age;
                if (wait > 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(wait), cancellationToken);
                }
            }

            // Taken before reading: a signal meanwhile asks for another read. A viewer who leaves does not end it for the others.
            var (version, at) = (feed.Version, Environment.TickCount64);
            var report = await read(CancellationToken.None);
            kept.Last = new Result(report, version, at, Environment.TickCount64 - at);
            return report;
        }
        finally
        {
            kept.Reading.Release();
        }
    }

    private sealed class Kept
    {
        private Result? _last;

        public SemaphoreSlim Reading { get; } = new(1, 1);

        public Result? Last
        {
            get => Volatile.Read(ref _last);
            set => Volatile.Write(ref _last, value);
        }
    }

    /// <param name="At">By <see cref="Environment.TickCount64"/>: tests with a stopped clock read, too.</param>
    /// <param name="Milliseconds">How long reading took.</param>
    private sealed record Result(TReport? Report, long Version, long At, long Milliseconds)
    {
        public long Age => Environment.TickCount64 - At;

        public bool Is(Freshness freshness) => Version >= freshness.Version && Age < freshness.AgeMax.TotalMilliseconds;
    }
}
