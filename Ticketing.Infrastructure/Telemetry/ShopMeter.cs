using System.Collections.Concurrent;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Telemetry;

/// <summary>
/// How this instance's shop has done over the last seconds: what the waiting room's rate hangs on. Counting costs an addition; nothing
/// is kept longer than the window.
/// </summary>
public sealed class ShopMeter(TimeProvider time)
{
    private const int WindowSeconds = 5;
    private const int CheckoutsKept = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<PerformanceId, HoldCounts> _holds = [];
    private readonly Queue<(long Second, double Milliseconds)> _checkouts = new(CheckoutsKept);
    private readonly ConcurrentDictionary<long, long> _underWay = new();
    private readonly ConcurrentDictionary<Func<int>, bool> _backlogs = new();
    private long _tickets;

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

    /// <summary>Has <paramref name="waiting"/> asked for the backlog until the answer is disposed.</summary>
    internal IDisposable CountBacklog(Func<int> waiting)
    {
        _backlogs[waiting] = true;
        return new Counted(this, waiting);
    }

    /// <summary>Begins an order; it is over when the answer is disposed. One that hangs counts while it does.</summary>
    public Checkout BeginCheckout()
    {
        var ticket = Interlocked.Increment(ref _tickets);
        _underWay[ticket] = time.GetTimestamp();
        return new Checkout(this, ticket);
    }

    /// <param name="performance">Whose holds are counted; orders and the backlog are everybody's.</param>
    public (long Holds, long FailedHolds, double CheckoutMilliseconds, int Backlog) Read(PerformanceId performance)
    {
        var hanging = 0.0;
        foreach (var (_, begun) in _underWay)
        {
            hanging = Math.Max(hanging, time.GetElapsedTime(begun).TotalMilliseconds);
        }

        lock (_lock)
        {
            var second = Second();
            while (_checkouts.TryPeek(out var oldest) && oldest.Second <= second - WindowSeconds)
            {
                _checkouts.Dequeue();
            }

            var slowest = 0.0;
            if (_checkouts.Count > 0)
            {
                var sorted = _checkouts.Select(checkout => checkout.Milliseconds).Order().ToList();
                slowest = sorted[Math.Min(sorted.Count - 1, sorted.Count * 99 / 100)];
            }

            var (asked, failed) = _holds.TryGetValue(performance, out var counts) ? counts.Since(second - WindowSeconds) : (0, 0);
            return (asked, failed, Math.Max(slowest, hanging), _backlogs.Keys.Sum(waiting => waiting()));
        }
    }

    private long Second() => time.GetUtcNow().ToUnixTimeSeconds();

    private void End(long ticket)
    {
        if (!_underWay.TryRemove(ticket, out var begun))
        {
            return;
        }

        var milliseconds = time.GetElapsedTime(begun).TotalMilliseconds;
        lock (_lock)
        {
            if (_checkouts.Count == CheckoutsKept)
            {
                _checkouts.Dequeue();
            }

            _checkouts.Enqueue((Second(), milliseconds));
        }
    }

    /// <summary>An order that is being made.</summary>
    public readonly struct Checkout(ShopMeter meter, long ticket) : IDisposable
    {
        public void Dispose() => meter.End(ticket);
    }

    private sealed class Counted(ShopMeter meter, Func<int> waiting) : IDisposable
    {
        public void Dispose() => meter._backlogs.TryRemove(waiting, out _);
    }

    private sealed class HoldCounts
    {
        private readonly (long Second, long Asked, long Failed)[] _seconds = new (long, long, long)[WindowSeconds];

        public void Add(long second, bool failed)
        {
            ref var slot = ref _seconds[second % WindowSeconds];
            slot = slot.Second == second ? slot : (second, 0, 0);
            slot = (second, slot.Asked + 1, slot.Failed + (failed ? 1 : 0));
        }

        public (long Asked, long Failed) Since(long second)
        {
            var recent = _seconds.Where(slot => slot.Second > second).ToList();
            return (recent.Sum(slot => slot.Asked), recent.Sum(slot => slot.Failed));
        }
    }
}
