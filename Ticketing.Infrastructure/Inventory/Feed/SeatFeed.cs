using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.RedisMirror;
using Ticketing.Infrastructure.Redis;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// Live seat statuses of the performances viewed at this instance. To show a map:
/// <code>
/// using var seats = await feed.SubscribeAsync(performance, after: null, stop);      // null: no such performance
/// await foreach (var frame in seats.ReadAllAsync(stop)) { /* frame.Bytes to the canvas: first a snapshot, then deltas */ }
/// </code>
/// A performance is loaded for its first viewer and unloaded some time after its last. Changes come from this instance's holds and sales
/// directly, from other instances over Redis; <see cref="SeatFeedWorker"/> sends deltas at most ten times a second.
/// </summary>
public sealed partial class SeatFeed
{
    /// <summary>Notifying this many viewers costs about as much CPU as one hold or order.</summary>
    private const int ViewersPerRequest = 4;

    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _database;
    private readonly RedisGate _redis;
    private readonly LoadMonitor _load;
    private readonly TimeProvider _time;
    private readonly ILogger<SeatFeed> _logger;
    private readonly long _graceMilliseconds;
    private readonly ConcurrentDictionary<PerformanceId, PerformanceFeed> _feeds = new();
    private readonly ConcurrentQueue<PerformanceId> _missed = new();
    private int _changed;
    private volatile bool _isClosed;

    internal SeatFeed(
        NpgsqlDataSource database,
        RedisGate redis,
        LoadMonitor load,
        TimeProvider time,
        IOptions<InventoryOptions> options,
        ILogger<SeatFeed> logger)
    {
        (_database, _redis, _load, _time, _logger) = (database, redis, load, time, logger);
        _graceMilliseconds = 1000L * options.Value.FeedGraceSeconds;
    }

    /// <summary>The number of performances in memory.</summary>
    public int Count => _feeds.Count;

    /// <summary>Subscribes to a performance's seats.</summary>
    /// <param name="owner">A buyer, who also gets <see cref="SeatFrame.Signal"/> frames.</param>
    /// <param name="after">The <see cref="SeatFrame.Id"/> of the viewer's last frame; if it is too old or null, a snapshot follows.</param>
    /// <returns>Null: there is no such performance.</returns>
    /// <exception cref="OperationCanceledException">The instance shuts down.</exception>
    public async Task<SeatSubscription?> SubscribeAsync(
        PerformanceId performance, string? after = null, HoldOwner? owner = null, CancellationToken cancellationToken = default)
    {
        if (_isClosed)
        {
            throw new OperationCanceledException("The instance shuts down.");
        }

        while (await LoadedAsync(performance, cancellationToken) is { } feed)
        {
            if (feed.Subscribe(after, owner) is { } subscription)
            {
                return subscription;
            }
        }

        return null;
    }

    /// <summary>The current snapshot. Null: there is no such performance.</summary>
    public async Task<SeatFrame?> SnapshotAsync(PerformanceId performance, CancellationToken cancellationToken = default) =>
        (await LoadedAsync(performance, cancellationToken))?.CurrentSnapshot();

    /// <summary>Applies changes of this or another instance. A no-op for performances without viewers here.</summary>
    internal void Apply(PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<HoldSignal> signals)
    {
        if (!_feeds.TryGetValue(performance, out var feed))
        {
            return;
        }

        if (feed.Apply(changes))
        {
            Volatile.Write(ref _changed, 1);
        }

        if (feed.TakeUnknownSeats())
        {
            _missed.Enqueue(performance);
        }

        feed.Send(signals);
    }

    /// <summary>Sends pending deltas. One pass of the worker.</summary>
    /// <returns>False: some deltas are deferred by back-pressure.</returns>
    internal async Task<bool> FlushAsync()
    {
        if (Interlocked.Exchange(ref _changed, 0) == 0)
        {
            return true;
        }

        var (isDone, viewers) = (true, 0);
        foreach (var (_, feed) in _feeds)
        {
            if (feed.IsBehind())
            {
                isDone = false;
                Volatile.Write(ref _changed, 1);
            }
            else
            {
                viewers += await feed.FlushAsync();
            }
        }

        _load.Count(viewers / ViewersPerRequest);
        return isDone;
    }

    /// <summary>Reads seats whose changes another instance could not publish. One pass of the worker.</summary>
    internal async Task ReadMissedAsync(CancellationToken cancellationToken)
    {
        var performances = new HashSet<PerformanceId>();
        while (_missed.TryDequeue(out var performance))
        {
            performances.Add(performance);
        }

        foreach (var performance in performances)
        {
            if (_feeds.TryGetValue(performance, out var feed))
            {
                await ResyncAsync(feed, cancellationToken);
            }
        }
    }

    /// <summary>Reads all loaded performances again, because changes may have been missed.</summary>
    internal async Task ResyncAsync(CancellationToken cancellationToken)
    {
        foreach (var (_, feed) in _feeds)
        {
            if (feed.Loaded.Task.IsCompletedSuccessfully)
            {
                await ResyncAsync(feed, cancellationToken);
            }
        }
    }

    /// <summary>Renews the Redis subscriptions, which Redis may have lost.</summary>
    internal async Task ResubscribeAsync()
    {
        foreach (var (performance, _) in _feeds)
        {
            await StopListeningAsync(performance);
            await ListenAsync(performance);
        }
    }

    /// <summary>Unloads performances without viewers. One pass of the worker.</summary>
    internal async Task UnloadAsync()
    {
        foreach (var (performance, feed) in _feeds)
        {
            if (feed.Loaded.Task.IsCompleted && feed.TryClose(before: Environment.TickCount64 - _graceMilliseconds))
            {
                _feeds.TryRemove(KeyValuePair.Create(performance, feed));
                await StopListeningAsync(performance);
            }
        }
    }

    /// <summary>Closes all subscriptions at shutdown.</summary>
    internal void CloseAll()
    {
        _isClosed = true;
        foreach (var (_, feed) in _feeds)
        {
            feed.TryClose(before: 0, force: true);
        }

        _feeds.Clear();
    }

    private async Task<PerformanceFeed?> LoadedAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        var created = new PerformanceFeed(performance, _time);
        var feed = _feeds.GetOrAdd(performance, created);
        if (feed == created)
        {
            await LoadAsync(feed);
        }

        return await feed.Loaded.Task.WaitAsync(cancellationToken) ? feed : null;
    }

    // Subscribes before reading, so that no change is missed. Not cancellable: the first viewer loads for all that wait.
    private async Task LoadAsync(PerformanceFeed feed)
    {
        try
        {
            await ListenAsync(feed.Performance);
            var seats = await SeatRows.ReadAsync(_database, feed.Performance, LoadTimeout);
            if (feed.Load(seats))
            {
                Volatile.Write(ref _changed, 1);
            }

            if (seats.Count == 0)
            {
                await RemoveAsync(feed);
            }

            feed.Loaded.TrySetResult(seats.Count > 0);
        }
        catch (Exception failure)
        {
            await RemoveAsync(feed);
            feed.Loaded.TrySetException(failure);
            throw;
        }
    }

    private async Task RemoveAsync(PerformanceFeed feed)
    {
        _feeds.TryRemove(KeyValuePair.Create(feed.Performance, feed));
        feed.TryClose(before: 0, force: true);
        await StopListeningAsync(feed.Performance);
    }

    private async Task ResyncAsync(PerformanceFeed feed, CancellationToken cancellationToken)
    {
        try
        {
            if (feed.Load(await SeatRows.ReadAsync(_database, feed.Performance, LoadTimeout, cancellationToken)))
            {
                Volatile.Write(ref _changed, 1);
            }
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            // The feed keeps its state; the next pass retries.
            LogNotRead(feed.Performance.Value, outage.Message);
        }
    }

    private async Task ListenAsync(PerformanceId performance)
    {
        try
        {
            await _redis.Subscriber.SubscribeAsync(SeatMessage.Channel(performance), OnMessage).WaitAsync(LoadTimeout);
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            // During the outage RedisWatch reads PostgreSQL every second; it subscribes again afterwards.
            LogNotListening(performance.Value, outage.Message);
        }
    }

    private async Task StopListeningAsync(PerformanceId performance)
    {
        try
        {
            await _redis.Subscriber.UnsubscribeAsync(SeatMessage.Channel(performance)).WaitAsync(LoadTimeout);
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            LogNotListening(performance.Value, outage.Message);
        }
    }

    private void OnMessage(RedisChannel channel, RedisValue message)
    {
        if (!SeatMessage.TryRead((byte[]?)message, out var performance, out var changes, out var signals))
        {
            return;
        }

        if (changes.Count + signals.Count == 0)
        {
            _missed.Enqueue(performance);
        }
        else
        {
            Apply(performance, changes, signals);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading the seats of {PerformanceId} failed: {Reason}")]
    private partial void LogNotRead(Guid performanceId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "No Redis subscription for the seats of {PerformanceId}: {Reason}")]
    private partial void LogNotListening(Guid performanceId, string reason);
}
