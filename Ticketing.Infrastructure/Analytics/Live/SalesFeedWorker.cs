using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Analytics.Sales;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Analytics.Live;

/// <summary>
/// Announces committed changes of figures: to this instance's viewers directly, to other instances over Redis, at most four times a second.
/// Receives theirs. During an outage of Redis other instances miss them and say so to their viewers, who read again afterwards.
/// </summary>
internal sealed partial class SalesFeedWorker : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(2);

    private readonly SalesChanges _changes;
    private readonly SalesFeed _feed;
    private readonly SalesTopics _topics;
    private readonly IConnectionMultiplexer _redis;
    private readonly ILogger<SalesFeedWorker> _logger;
    private readonly Guid _sender = Guid.CreateVersion7();
    private readonly RedisChannel _channel;

    public SalesFeedWorker(
        SalesChanges changes, SalesFeed feed, SalesTopics topics, FactSignals signals, IConnectionMultiplexer redis,
        ILogger<SalesFeedWorker> logger)
    {
        (_changes, _feed, _topics, _redis, _logger) = (changes, feed, topics, redis, logger);

        // Channels are common to all databases of a server.
        _channel = RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"sales:changed:{redis.GetDatabase().Database}"));
        signals.AppliedBy(SalesConsumer.Name).OnSet(changes.Commit);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(AnnounceAsync(stoppingToken), ListenAsync(stoppingToken));

    private async Task AnnounceAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = _changes.Next;
            if (_changes.Take() is { } taken)
            {
                await TryAnnounceAsync(taken, stoppingToken);
            }
            else
            {
                await next.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TryAnnounceAsync(IReadOnlyCollection<PerformanceId> taken, CancellationToken stoppingToken)
    {
        try
        {
            await AnnounceAsync(await _topics.OfAsync(taken, stoppingToken));
            await Task.Delay(Pause, stoppingToken);
        }
        catch (Exception outage) when (!stoppingToken.IsCancellationRequested && DatabaseRetry.IsTransient(outage))
        {
            LogNotRead(outage.Message);
            _changes.GiveBack(taken);
            await Task.Delay(RetryPause, stoppingToken);
        }
    }

    private async Task AnnounceAsync(IReadOnlyList<SalesTopic> topics)
    {
        if (topics.Count is 0 or > SalesMessage.TopicsMax)
        {
            topics = [];
            _feed.SignalAll();
        }
        else
        {
            _feed.Signal(topics);
        }

        try
        {
            await _redis.GetSubscriber().PublishAsync(_channel, SalesMessage.Write(_sender, topics)).WaitAsync(PublishTimeout);
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            // Viewers of other instances read again when their connection is back, and now and then in any case.
            LogNotPublished(outage.Message);
        }
    }

    // The library subscribes again after an outage by itself; messages of that time are lost.
    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        _redis.ConnectionRestored += OnConnectionRestored;
        try
        {
            using var timer = new PeriodicTimer(RetryPause);
            var isSubscribed = false;
            do
            {
                isSubscribed = isSubscribed || await TrySubscribeAsync();
                _feed.SetLive(isSubscribed && _redis.GetSubscriber().IsConnected(_channel));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            _redis.ConnectionRestored -= OnConnectionRestored;
        }
    }

    private async Task<bool> TrySubscribeAsync()
    {
        try
        {
            await _redis.GetSubscriber().SubscribeAsync(_channel, OnMessage).WaitAsync(PublishTimeout);
            return true;
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            LogNotSubscribed(outage.Message);
            return false;
        }
    }

    private void OnMessage(RedisChannel channel, RedisValue message)
    {
        if (!SalesMessage.TryRead((byte[]?)message, out var sender, out var topics) || sender == _sender)
        {
            return;
        }

        if (topics.Count == 0)
        {
            _feed.SignalAll();
        }
        else
        {
            _feed.Signal(topics);
        }
    }

    private void OnConnectionRestored(object? sender, ConnectionFailedEventArgs args) => _feed.SignalAll();

    [LoggerMessage(LogLevel.Warning, "Changed sales figures are announced later: {Reason}")]
    private partial void LogNotRead(string reason);

    [LoggerMessage(LogLevel.Information, "Changed sales figures were not announced to other instances: {Reason}")]
    private partial void LogNotPublished(string reason);

    [LoggerMessage(LogLevel.Information, "Changes of sales figures at other instances are not received yet: {Reason}")]
    private partial void LogNotSubscribed(string reason);
}
