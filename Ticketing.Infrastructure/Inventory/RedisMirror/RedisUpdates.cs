using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>
/// Writes committed changes to Redis in the background: first the seats' keys, then messages to other instances. Failures are recorded
/// per performance and repaired by <see cref="RedisWatch"/>.
/// </summary>
internal sealed class RedisUpdates(SeatKeys keys) : BackgroundService
{
    private const int QueueMax = 8192;
    private const int BatchMax = 1024;

    private readonly Channel<Update> _queue = Channel.CreateBounded<Update>(new BoundedChannelOptions(QueueMax) { SingleReader = true });
    private readonly Lock _lock = new();
    private readonly HashSet<PerformanceId> _unsettled = [];
    private readonly HashSet<PerformanceId> _unannounced = [];

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

    public void Publish(
        PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges, HoldSignal? signal = null)
    {
        if (changes.Count + keyChanges.Count > 0 || signal is not null)
        {
            Write(new Update(performance, changes, keyChanges, signal, null));
        }
    }

    /// <summary>The same; completes when Redis has the changes or is known to be unavailable.</summary>
    public Task PublishAndWaitAsync(
        PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges, HoldSignal? signal = null)
    {
        var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Write(new Update(performance, changes, keyChanges, signal, published));
        return published.Task;
    }

    /// <summary>Records that the performance's keys may be wrong.</summary>
    public void AddUnsettled(PerformanceId performance) => Add(_unsettled, performance);

    /// <summary>Records that other instances have missed changes of the performance.</summary>
    public void AddUnannounced(PerformanceId performance) => Add(_unannounced, performance);

    public List<PerformanceId> TakeUnsettled() => Take(_unsettled);

    public List<PerformanceId> TakeUnannounced() => Take(_unannounced);

    /// <summary>One pass: publishes the queued updates in order, in one call, with one message per performance.</summary>
    internal async Task PublishQueuedAsync()
    {
        var updates = new Dictionary<PerformanceId, Merged>();
        var published = new List<TaskCompletionSource>();
        for (var i = 0; i < BatchMax && _queue.Reader.TryRead(out var next); i++)
        {
            if (!updates.TryGetValue(next.Performance, out var update))
            {
                updates.Add(next.Performance, update = new Merged(next.Performance));
            }

            update.Changes.AddRange(next.Changes);
            update.Keys.AddRange(next.KeyChanges);
            if (next.Signal is { } signal)
            {
                update.Signals.Add(signal);
            }

            if (next.Published is not null)
            {
                published.Add(next.Published);
            }
        }

        var all = updates.Values.ToList();
        var calls = keys.TakesManyPerformances ? [all] : all.ConvertAll(each => new List<Merged> { each });
        foreach (var call in calls)
        {
            await PublishAsync(call);
        }

        published.ForEach(each => each.TrySetResult());
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (_queue.Reader.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            await PublishQueuedAsync();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            await PublishQueuedAsync();
        }
    }

    private async Task PublishAsync(List<Merged> updates)
    {
        var changes = updates.SelectMany(update => update.Keys, (update, change) => (update.Performance, change)).ToList();
        var messages = updates.Where(update => update.Changes.Count + update.Signals.Count > 0)
            .Select(update => (SeatMessage.Channel(update.Performance), SeatMessage.Write(update.Performance, update.Changes, update.Signals))).ToList();
        if (changes.Count + messages.Count > 0 && !await keys.TrySettleAsync(changes, messages))
        {
            updates.ForEach(update => AddUnsettled(update.Performance));
            updates.ForEach(update => AddUnannounced(update.Performance));
        }
    }

    private void Write(Update update)
    {
        if (!_queue.Writer.TryWrite(update))
        {
            AddUnsettled(update.Performance);
            AddUnannounced(update.Performance);
            update.Published?.TrySetResult();
        }
    }

    private void Add(HashSet<PerformanceId> performances, PerformanceId performance)
    {
        lock (_lock)
        {
            performances.Add(performance);
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

    private readonly record struct Update(
        PerformanceId Performance,
        IReadOnlyList<SeatChange> Changes,
        IReadOnlyList<SeatKeyChange> KeyChanges,
        HoldSignal? Signal,
        TaskCompletionSource? Published);

    /// <summary>The updates of one performance in one call.</summary>
    private sealed record Merged(PerformanceId Performance)
    {
        public List<SeatChange> Changes { get; } = [];

        public List<SeatKeyChange> Keys { get; } = [];

        public List<HoldSignal> Signals { get; } = [];
    }
}
