using System.Collections.Concurrent;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Telemetry;

/// <summary>
/// Sliding-window metrics of this instance's holds and orders, the input of the waiting room's <c>RateGovernor</c>.
/// </summary>
public sealed class ShopMeter(TimeProvider time)
{
    private const int WindowSeconds = 5;
    private const int CheckoutsKept = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<PerformanceId, HoldCounts> _holds = [];
    private readonly Queue<(long Second, double Milliseconds)> _checkouts = new(CheckoutsKept);
    private readonly ConcurrentDictionary<long, long> _running = new();
    private readonly ConcurrentDictionary<Func<int>, bool> _backlogs = new();
    private long _lastId;

    public void CountHold(PerformanceId performance, bool failed)
    {
        lock (_lock)
        {
            var second = Second();
            if (!_holds.TryGetValue(performance, out var counts))
            {
                _holds[performance] = counts = new HoldCounts();
            }

            counts.Add(second, failed);
        }
    }

    /// <summary>Includes <paramref name="length"/> in the backlog until disposal.</summary>
    internal IDisposable CountBacklog(Func<int> length)
    {
        _backlogs[length] = true;
        return new Backlog(this, length);
    }

    /// <summary>Starts measuring an order until disposal. A running order counts with its current duration.</summary>
    public Checkout BeginCheckout()
    {
        var id = Interlocked.Increment(ref _lastId);
        _running[id] = time.GetTimestamp();
        return new Checkout(this, id);
    }

    /// <summary>The metrics of the last five seconds; checkout latency is the p99.</summary>
    /// <param name="performance">The performance of the holds; orders and the backlog are of all performances.</param>
    public (long Holds, long FailedHolds, double CheckoutMilliseconds, int Backlog) Read(PerformanceId performance)
    {
        var longestRunning = 0.0;
        foreach (var (_, startedAt) in _running)
        {
            longestRunning = Math.Max(longestRunning, time.GetElapsedTime(startedAt).TotalMilliseconds);
        }

        lock (_lock)
        {
            var second = Second();
            while (_checkouts.TryPeek(out var oldest) && oldest.Second <= second - WindowSeconds)
            {
                _checkouts.Dequeue();
            }

            var p99 = 0.0;
            if (_checkouts.Count > 0)
            {
                var sorted = _checkouts.Select(checkout => checkout.Milliseconds).Order().ToList();
                p99 = sorted[Math.Min(sorted.Count - 1, sorted.Count * 99 / 100)];
            }

            var (requested, failed) = _holds.TryGetValue(performance, out var counts) ? counts.Since(second - WindowSeconds) : (0, 0);
            return (requested, failed, Math.Max(p99, longestRunning), _backlogs.Keys.Sum(length => length()));
        }
    }

    private long Second() => time.GetUtcNow().ToUnixTimeSeconds();

    private void End(long id)
    {
        if (!_running.TryRemove(id, out var startedAt))
        {
            return;
        }

        var milliseconds = time.GetElapsedTime(startedAt).TotalMilliseconds;
        lock (_lock)
        {
            if (_checkouts.Count == CheckoutsKept)
            {
                _checkouts.Dequeue();
            }

            _checkouts.Enqueue((Second(), milliseconds));
        }
    }

    /// <summary>The measurement of a running order.</summary>
    public readonly struct Checkout(ShopMeter meter, long id) : IDisposable
    {
        public void Dispose() => meter.End(id);
    }

    private sealed class Backlog(ShopMeter meter, Func<int> length) : IDisposable
    {
        public void Dispose() => meter._backlogs.TryRemove(length, out _);
    }

    private sealed class HoldCounts
    {
        private readonly (long Second, long Requested, long Failed)[] _seconds = new (long, long, long)[WindowSeconds];

        public void Add(long second, bool failed)
        {
            ref var slot = ref _seconds[second % WindowSeconds];
            slot = slot.Second == second ? slot : (second, 0, 0);
            slot = (second, slot.Requested + 1, slot.Failed + (failed ? 1 : 0));
        }

        public (long Requested, long Failed) Since(long second)
        {
            var recent = _seconds.Where(slot => slot.Second > second).ToList();
            return (recent.Sum(slot => slot.Requested), recent.Sum(slot => slot.Failed));
        }
    }
}
