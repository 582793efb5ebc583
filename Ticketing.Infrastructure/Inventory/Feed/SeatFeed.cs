using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.RedisMirror;
using Ticketing.Infrastructure.Redis;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// The seats that people of this instance are looking at, in memory and live. To show a map:
/// <code>
/// using var seats = await feed.SubscribeAsync(performance, after: null, stop);      // null: no such performance
/// await foreach (var frame in seats.ReadAllAsync(stop)) { /* frame.Bytes to the canvas: a snapshot first, deltas after it */ }
/// </code>
/// A performance is loaded for its first viewer and forgotten a while after its last. Changes come from this instance's own holds
/// and sales at once, and from others' over Redis; <see cref="SeatFeedWorker"/> sends deltas on, ten times a second at most.
/// </summary>
public sealed partial class SeatFeed
{
    /// <summary>To tell so many viewers costs about what a hold or an order costs.</summary>
    private const int ViewersPerRequest = 4;

    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _database;
    private readonly RedisGate _redis;
    private readonly Rush _rush;
    private readonly TimeProvider _time;
    private readonly ILogger<SeatFeed> _logger;
    private readonly long _graceMilliseconds;
    private readonly ConcurrentDictionary<PerformanceId, PerformanceFeed> _feeds = new();
    private readonly ConcurrentQueue<PerformanceId> _missed = new();
    private int _changed;
    private volatile bool _isClosed;

    internal SeatFeed(
        NpgsqlDataSource database, RedisGate redis, Rush rush, TimeProvider time, IOptions<InventoryOptions> options, ILogger<SeatFeed> logger)
    {
        (_database, _redis, _rush, _time, _logger) = (database, redis, rush, time, logger);
        _graceMilliseconds = 1000L * options.Value.FeedGraceSeconds;
    }

    /// <summary>Performances in memory.</summary>
    public int Count => _feeds.Count;

    /// <summary>Begins to watch a performance's seats.</summary>
    /// <param name="after">The <see cref="SeatFrame.Id"/> of the last frame the viewer has; a snapshot comes when it is too old or null.</param>
    /// <returns>Null: there is no such performance.</returns>
    /// <exception cref="OperationCanceledException">The instance stops.</exception>
    public async Task<SeatSubscription?> SubscribeAsync(
        PerformanceId performance, string? after = null, CancellationToken cancellationToken = default)
    {
        if (_isClosed)
        {
            throw new OperationCanceledException("The instance stops.");
        }

        while (await LoadedAsync(performance, cancellationToken) is { } feed)
        {
            if (feed.Subscribe(after) is { } subscription)
            {
                return subscription;
            }
        }

        return null;
    }

    /// <summary>The state now, encoded. Null: there is no such performance.</summary>
    public async Task<SeatFrame?> SnapshotAsync(PerformanceId performance, CancellationToken cancellationToken = default) =>
        (await LoadedAsync(performance, cancellationToken))?.CurrentSnapshot();

    /// <summary>A copy of the state now, one status a seat. Null: there is no such performance.</summary>
    public async Task<SeatStatus[]?> StatusesAsync(PerformanceId performance, CancellationToken cancellationToken = default) =>
        (await LoadedAsync(performance, cancellationToken))?.Statuses();

    /// <summary>Takes changes in, of this instance or another's. Costs nothing for a performance that nobody here looks at.</summary>
    internal void Apply(PerformanceId performance, IReadOnlyList<SeatChange> changes)
    {
        if (_feeds.TryGetValue(performance, out var feed) && feed.Apply(changes))
        {
            Volatile.Write(ref _changed, 1);
        }
    }

    /// <summary>Sends on what has changed. One pass of the worker.</summary>
    /// <returns>False: some of it waits, because its viewers have still to be told what was before.</returns>
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

        _rush.Count(viewers / ViewersPerRequest);
        return isDone;
    }

    /// <summary>Reads what another instance could not announce. One pass of the worker.</summary>
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

    /// <summary>Reads all watched seats again, because changes may have been missed.</summary>
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

    /// <summary>Subscribes again at a Redis that may have forgotten us.</summary>
    internal async Task ListenAgainAsync()
    {
        foreach (var (performance, _) in _feeds)
        {
            await StopListeningAsync(performance);
            await ListenAsync(performance);
        }
    }

    /// <summary>Forgets performances that nobody looks at any more. One pass of the worker.</summary>
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

    /// <summary>All viewers are told to go: the instance stops.</summary>
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
        var mine = new PerformanceFeed(performance, _time);
        var feed = _feeds.GetOrAdd(performance, mine);
        if (feed == mine)
        {
            await LoadAsync(feed);
        }

        return await feed.Loaded.Task.WaitAsync(cancellationToken) ? feed : null;
    }

    // Listens first and reads then: what changes in between comes twice, never not at all. The viewer who came first loads for
    // all who wait, so its going away must not stop it.
    private async Task LoadAsync(PerformanceFeed feed)
    {
        try
        {
            await ListenAsync(feed.Performance);
            var seats = await SeatRows.ReadAsync(_database, feed.Performance, LoadPatience);
            if (feed.Load(seats))
            {
                Volatile.Write(ref _changed, 1);
            }

            if (seats.Count == 0)
            {
                await ForgetAsync(feed);
            }

            feed.Loaded.TrySetResult(seats.Count > 0);
        }
        catch (Exception failure)
        {
            await ForgetAsync(feed);
            feed.Loaded.TrySetException(failure);
            throw;
        }
    }

    private async Task ForgetAsync(PerformanceFeed feed)
    {
        _feeds.TryRemove(KeyValuePair.Create(feed.Performance, feed));
        feed.TryClose(before: 0, force: true);
        await StopListeningAsync(feed.Performance);
    }

    private async Task ResyncAsync(PerformanceFeed feed, CancellationToken cancellationToken)
    {
        try
        {
            if (feed.Load(await SeatRows.ReadAsync(_database, feed.Performance, LoadPatience, cancellationToken)))
            {
                Volatile.Write(ref _changed, 1);
            }
        }
        catch (NpgsqlException away)
        {
            // The viewers keep what they have; the next pass reads again.
            LogNotRead(feed.Performance.Value, away.Message);
        }
    }

    private async Task ListenAsync(PerformanceId performance)
    {
        try
        {
            await _redis.Subscriber.SubscribeAsync(SeatMessage.Channel(performance), OnMessage).WaitAsync(LoadPatience);
        }
        catch (Exception away) when (RedisOutage.IsOutage(away))
        {
            // Until Redis is back the watch reads PostgreSQL every second, and listens then.
            LogNotListening(performance.Value, away.Message);
        }
    }

    private async Task StopListeningAsync(PerformanceId performance)
    {
        try
        {
            await _redis.Subscriber.UnsubscribeAsync(SeatMessage.Channel(performance)).WaitAsync(LoadPatience);
        }
        catch (Exception away) when (RedisOutage.IsOutage(away))
        {
            LogNotListening(performance.Value, away.Message);
        }
    }

    private void OnMessage(RedisChannel channel, RedisValue message)
    {
        if (!SeatMessage.TryRead((byte[]?)message, out var performance, out var changes))
        {
            return;
        }

        if (changes.Length == 0)
        {
            _missed.Enqueue(performance);
        }
        else
        {
            Apply(performance, changes);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Seats of {PerformanceId} were not read: {Reason}")]
    private partial void LogNotRead(Guid performanceId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Not listening to seats of {PerformanceId}: {Reason}")]
    private partial void LogNotListening(Guid performanceId, string reason);
}
