using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>
/// Looks twice a second whether Redis is there. When it was away or comes back empty, makes keys and feeds what PostgreSQL says;
/// while it is away, reads watched seats from PostgreSQL every second. Publish/subscribe may lose a message at any time, so
/// feeds are compared with PostgreSQL now and then in any case.
/// </summary>
internal sealed partial class RedisWatch(
    IConnectionMultiplexer redis, RedisGate gate, RedisUpdates updates, SeatKeyRebuild rebuild, SeatFeed feed, ILogger<RedisWatch> logger) : BackgroundService
{
    private const int PassesPerPoll = 2;
    private const int PassesPerCheck = 60;

    // Gone when Redis has lost its memory, whoever emptied it and however fast it came back.
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
            await LookAsync(cancellationToken);
        }
        catch (Exception away) when (DatabaseRetry.IsPassing(away))
        {
            // Seen again half a second later, with everything still to do.
            _lossesSeen = -1;
            LogDatabaseAway(away.Message);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        _passes++;
        var losses = Volatile.Read(ref _losses);
        var closings = gate.Closings;
        var remembers = await gate.ProbeAsync(Marker);
        if (remembers is null)
        {
            if (_passes % PassesPerPoll == 0)
            {
                await feed.ResyncAsync(cancellationToken);
            }

            return;
        }

        gate.Open();
        if (remembers is false || losses != _lossesSeen || closings != _closingsSeen)
        {
            LogRebuilding(remembers.Value);
            await feed.ListenAgainAsync();
            await feed.ResyncAsync(cancellationToken);
            if (await SettleAsync(all: true, cancellationToken) && await AskOthersToReadAsync() && await gate.TryMarkAsync(Marker))
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
                unsettled.ForEach(updates.Unsettled);
            }
        }

        return settled;
    }

    // An empty message: what was to be said was lost, read it yourselves.
    private async Task<bool> AskOthersToReadAsync()
    {
        var told = true;
        foreach (var performance in updates.TakeUnannounced())
        {
            if (!await gate.TryPublishAsync(SeatMessage.Channel(performance), SeatMessage.Write(performance, [])))
            {
                updates.Unannounced(performance);
                told = false;
            }
        }

        return told;
    }

    private void OnConnectionFailed(object? sender, ConnectionFailedEventArgs args) => Interlocked.Increment(ref _losses);

    [LoggerMessage(Level = LogLevel.Information, Message = "Bringing Redis in line with PostgreSQL (it remembers: {Remembers})")]
    private partial void LogRebuilding(bool remembers);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL did not answer the Redis watch: {Reason}")]
    private partial void LogDatabaseAway(string reason);
}
