using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>
/// Probes Redis twice a second. During an outage it reads loaded seats from PostgreSQL every second; after an outage or a loss of data it
/// rebuilds keys and feeds from PostgreSQL. Since publish/subscribe may lose messages at any time, feeds are also resynchronised
/// every 30 seconds.
/// </summary>
internal sealed partial class RedisWatch(
    IConnectionMultiplexer redis,
    RedisGate gate,
    RedisUpdates updates,
    SeatKeyRebuild rebuild,
    SeatFeed feed,
    ILogger<RedisWatch> logger) : BackgroundService
{
    private const int PassesPerPoll = 2;
    private const int PassesPerCheck = 60;

    // Missing after any loss of Redis' data.
    private static readonly RedisKey Marker = "ticketing:inventory:alive";
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(500);

    private int _losses;
    private int _lossesSeen;
    private int _closingsSeen;
    private int _passes;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.ConnectionFailed += OnConnectionFailed;
        try
        {
            using var timer = new PeriodicTimer(ProbeEvery);
            do
            {
                await RunOnceAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            redis.ConnectionFailed -= OnConnectionFailed;
        }
    }

    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ProbeAsync(cancellationToken);
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            // The next pass repeats the whole rebuild.
            _lossesSeen = -1;
            LogDatabaseUnavailable(outage.Message);
        }
    }

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        _passes++;
        var losses = Volatile.Read(ref _losses);
        var closings = gate.Closings;
        var hasMarker = await gate.ProbeAsync(Marker);
        if (hasMarker is null)
        {
            if (_passes % PassesPerPoll == 0)
            {
                await feed.ResyncAsync(cancellationToken);
            }

            return;
        }

        gate.Open();
        if (hasMarker is false || losses != _lossesSeen || closings != _closingsSeen)
        {
            LogRebuilding(hasMarker.Value);
            await feed.ResubscribeAsync();
            await feed.ResyncAsync(cancellationToken);
            if (await SettleAsync(all: true, cancellationToken) && await RequestResyncAsync() && await gate.TryMarkAsync(Marker))
            {
                (_lossesSeen, _closingsSeen) = (losses, closings);
            }
        }
        else if (updates.HasUnsettled)
        {
            await SettleAsync(all: false, cancellationToken);
        }
        else if (_passes % PassesPerCheck == 0)
        {
            await feed.ResyncAsync(cancellationToken);
        }
    }

    private async Task<bool> SettleAsync(bool all, CancellationToken cancellationToken)
    {
        var unsettled = updates.TakeUnsettled();
        var settled = false;
        try
        {
            settled = all ? await rebuild.AllAsync(unsettled, cancellationToken) : await rebuild.SomeAsync(unsettled, cancellationToken);
        }
        finally
        {
            if (!settled)
            {
                unsettled.ForEach(updates.AddUnsettled);
            }
        }

        return settled;
    }

    // A message without changes asks the other instances to read PostgreSQL.
    private async Task<bool> RequestResyncAsync()
    {
        var published = true;
        foreach (var performance in updates.TakeUnannounced())
        {
            if (!await gate.TryPublishAsync(SeatMessage.Channel(performance), SeatMessage.Write(performance, [], [])))
            {
                updates.AddUnannounced(performance);
                published = false;
            }
        }

        return published;
    }

    private void OnConnectionFailed(object? sender, ConnectionFailedEventArgs args) => Interlocked.Increment(ref _losses);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuilding Redis from PostgreSQL (data kept: {HasMarker})")]
    private partial void LogRebuilding(bool hasMarker);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is unavailable to the Redis watch: {Reason}")]
    private partial void LogDatabaseUnavailable(string reason);
}
