using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>
/// Brings Redis keys in line with what was committed, off the buyers' path. What cannot be told to Redis is remembered as
/// unsettled, a performance at a time, and put right by <see cref="RedisWatch"/>.
/// </summary>
internal sealed class SeatKeySettler(SeatKeys keys) : BackgroundService
{
    private const int WaitingMax = 4096;
    private const int AtOnceMax = 1024;

    private readonly Channel<(PerformanceId Performance, IReadOnlyList<SeatKeyChange> Changes)> _waiting =
        Channel.CreateBounded<(PerformanceId, IReadOnlyList<SeatKeyChange>)>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    private readonly Lock _lock = new();
    private readonly HashSet<PerformanceId> _unsettled = [];
    private readonly HashSet<PerformanceId> _unannounced = [];

    public void Settle(PerformanceId performance, IReadOnlyList<SeatKeyChange> changes)
    {
        if (!_waiting.Writer.TryWrite((performance, changes)))
        {
            Unsettled(performance);
        }
    }

    /// <summary>The performance's keys may be wrong.</summary>
    public void Unsettled(PerformanceId performance)
    {
        lock (_lock)
        {
            _unsettled.Add(performance);
        }
    }

    /// <summary>Other instances have missed changes of the performance.</summary>
    public void Unannounced(PerformanceId performance)
    {
        lock (_lock)
        {
            _unannounced.Add(performance);
        }
    }

    public bool HasUnsettled
    {
        get
        {
            lock (_lock)
            {
                return _unsettled.Count > 0;
            }
        }
    }

    public List<PerformanceId> TakeUnsettled() => Take(_unsettled);

    public List<PerformanceId> TakeUnannounced() => Take(_unannounced);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            await SettleWaitingAsync();
        }
    }

    /// <summary>One pass: all that waits now, in order, one call a performance.</summary>
    internal async Task SettleWaitingAsync()
    {
        var changes = new Dictionary<PerformanceId, List<SeatKeyChange>>();
        for (var i = 0; i < AtOnceMax && _waiting.Reader.TryRead(out var next); i++)
        {
            if (!changes.TryGetValue(next.Performance, out var list))
            {
                changes.Add(next.Performance, list = []);
            }

            list.AddRange(next.Changes);
        }

        foreach (var (performance, list) in changes)
        {
            if (!await keys.TrySettleAsync(performance, list))
            {
                Unsettled(performance);
            }
        }
    }

    private List<PerformanceId> Take(HashSet<PerformanceId> performances)
    {
        lock (_lock)
        {
            List<PerformanceId> taken = [.. performances];
            performances.Clear();
            return taken;
        }
    }
}
