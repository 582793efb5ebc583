using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>
/// Tells Redis what was committed, off the buyers' path: first the seats' keys, then the other instances. What cannot be told is
/// remembered, a performance at a time, and put right by <see cref="RedisWatch"/>.
/// </summary>
internal sealed class RedisUpdates(SeatKeys keys) : BackgroundService
{
    private const int WaitingMax = 8192;
    private const int AtOnceMax = 1024;

    private readonly Channel<Update> _waiting = Channel.CreateBounded<Update>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
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

    public void Tell(PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges)
    {
        if (changes.Count + keyChanges.Count > 0)
        {
            Write(new Update(performance, changes, keyChanges, null));
        }
    }

    /// <summary>The same, for whoever answers only when Redis has it, or is known to be away.</summary>
    public Task TellAndWaitAsync(PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Write(new Update(performance, changes, keyChanges, told));
        return told.Task;
    }

    /// <summary>The performance's keys may be wrong.</summary>
    public void Unsettled(PerformanceId performance) => Remember(_unsettled, performance);

    /// <summary>Other instances have missed changes of the performance.</summary>
    public void Unannounced(PerformanceId performance) => Remember(_unannounced, performance);

    public List<PerformanceId> TakeUnsettled() => Take(_unsettled);

    public List<PerformanceId> TakeUnannounced() => Take(_unannounced);

    /// <summary>One pass: all that waits now, in order, in one call, one message a performance.</summary>
    internal async Task TellWaitingAsync()
    {
        var updates = new Dictionary<PerformanceId, (List<SeatChange> Changes, List<SeatKeyChange> Keys)>();
        var told = new List<TaskCompletionSource>();
        for (var i = 0; i < AtOnceMax && _waiting.Reader.TryRead(out var next); i++)
        {
            if (!updates.TryGetValue(next.Performance, out var update))
            {
                updates.Add(next.Performance, update = ([], []));
            }

            update.Changes.AddRange(next.Changes);
            update.Keys.AddRange(next.KeyChanges);
            if (next.Told is not null)
            {
                told.Add(next.Told);
            }
        }

        var all = updates.Select(update => (Performance: update.Key, update.Value.Changes, update.Value.Keys)).ToList();
        var calls = keys.TakesManyPerformances ? [all] : all.ConvertAll(each => new List<(PerformanceId Performance, List<SeatChange> Changes, List<SeatKeyChange> Keys)> { each });
        foreach (var call in calls)
        {
            await TellAsync(call);
        }

        told.ForEach(each => each.TrySetResult());
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (_waiting.Reader.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            await TellWaitingAsync();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            await TellWaitingAsync();
        }
    }

    private async Task TellAsync(List<(PerformanceId Performance, List<SeatChange> Changes, List<SeatKeyChange> Keys)> updates)
    {
        var changes = updates.SelectMany(update => update.Keys, (update, change) => (update.Performance, change)).ToList();
        var messages = updates.Where(update => update.Changes.Count > 0)
            .Select(update => (SeatMessage.Channel(update.Performance), SeatMessage.Write(update.Performance, update.Changes))).ToList();
        if (changes.Count + messages.Count > 0 && !await keys.TrySettleAsync(changes, messages))
        {
            updates.ForEach(update => Unsettled(update.Performance));
            updates.ForEach(update => Unannounced(update.Performance));
        }
    }

    private void Write(Update update)
    {
        if (!_waiting.Writer.TryWrite(update))
        {
            Unsettled(update.Performance);
            Unannounced(update.Performance);
            update.Told?.TrySetResult();
        }
    }

    private void Remember(HashSet<PerformanceId> performances, PerformanceId performance)
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

    private readonly record struct Update(PerformanceId Performance, IReadOnlyList<SeatChange> Changes, IReadOnlyList<SeatKeyChange> KeyChanges, TaskCompletionSource? Told);
}
