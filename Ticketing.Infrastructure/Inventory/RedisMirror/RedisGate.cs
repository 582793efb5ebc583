using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>
/// A circuit breaker for Redis. After an outage it is closed and every call returns null at once; <see cref="RedisWatch"/> probes Redis
/// and opens it again.
/// </summary>
internal sealed partial class RedisGate(IConnectionMultiplexer redis, ILogger<RedisGate> logger)
{
    private volatile bool _open = true;
    private int _closings;

    /// <summary>False: Redis is unavailable, and PostgreSQL serves without it.</summary>
    public bool IsOpen => _open;

    /// <summary>How often the gate was closed; a change tells a reader that it may have missed updates.</summary>
    public int Closings => Volatile.Read(ref _closings);

    /// <summary>Whether keys may be on several servers, so that a call is limited to one hash tag.</summary>
    public bool IsCluster => redis.GetEndPoints() is { Length: > 1 }
        || redis.GetServer(redis.GetEndPoints()[0]).ServerType == ServerType.Cluster;

    public ISubscriber Subscriber => redis.GetSubscriber();

    public void Open()
    {
        if (!_open)
        {
            _open = true;
            LogOpened();
        }
    }

    /// <summary>Runs a script by its hash, and loads it if necessary. Null: Redis is unavailable.</summary>
    public async Task<RedisResult?> TryEvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        if (!_open)
        {
            return null;
        }

        return await TryAsync(database => script.RunAsync(database, keys, arguments));
    }

    /// <summary>Publishes a message. False: Redis is unavailable, the message is lost.</summary>
    public async Task<bool> TryPublishAsync(RedisChannel channel, byte[] message) =>
        _open && await TryAsync(async database => (object)await database.PublishAsync(channel, message)) is not null;

    /// <summary>Checks for the key <paramref name="marker"/>, whether the gate is open or not.</summary>
    /// <returns>Null: Redis is unavailable. False: it has lost its data.</returns>
    public async Task<bool?> ProbeAsync(RedisKey marker) =>
        await TryAsync(async database => (object)await database.KeyExistsAsync(marker)) is bool exists ? exists : null;

    public async Task<bool> TryMarkAsync(RedisKey marker) =>
        await TryAsync(async database => (object)await database.StringSetAsync(marker, "1")) is true;

    private async Task<T?> TryAsync<T>(Func<IDatabase, Task<T>> call) where T : class
    {
        try
        {
            return await call(redis.GetDatabase());
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            Close(outage);
            return null;
        }
    }

    private void Close(Exception reason)
    {
        if (_open)
        {
            _open = false;
            Interlocked.Increment(ref _closings);
            LogClosed(reason.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unavailable ({Reason}); holds continue with PostgreSQL only")]
    private partial void LogClosed(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is available again")]
    private partial void LogOpened();
}
