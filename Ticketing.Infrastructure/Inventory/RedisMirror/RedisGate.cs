using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>
/// The way to Redis, which may be away at any moment. After a failure it is shut, and every question is answered with null at
/// once instead of after a wait; <see cref="RedisWatch"/> probes and opens it again.
/// </summary>
internal sealed partial class RedisGate(IConnectionMultiplexer redis, ILogger<RedisGate> logger)
{
    private volatile bool _open = true;
    private int _closings;

    /// <summary>False: Redis was away a moment ago; PostgreSQL alone serves.</summary>
    public bool IsOpen => _open;

    /// <summary>How often it was shut: a reader that sees the number change has missed something.</summary>
    public int Closings => Volatile.Read(ref _closings);

    /// <summary>Whether keys are spread over several servers, so that one call takes one hash tag only.</summary>
    public bool IsCluster => redis.GetEndPoints() is { Length: > 1 } || redis.GetServer(redis.GetEndPoints()[0]).ServerType == ServerType.Cluster;

    public ISubscriber Subscriber => redis.GetSubscriber();

    public void Open()
    {
        if (!_open)
        {
            _open = true;
            LogOpened();
        }
    }

    /// <summary>Runs a script by its hash, loading it where Redis does not know it (any more). Null: Redis is away.</summary>
    public async Task<RedisResult?> TryEvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        if (!_open)
        {
            return null;
        }

        return await TryAsync(database => script.RunAsync(database, keys, arguments));
    }

    /// <summary>Hands a message to Redis without waiting. False: Redis is away, nobody gets it.</summary>
    public async Task<bool> TryPublishAsync(RedisChannel channel, byte[] message) =>
        _open && await TryAsync(async database => (object)await database.PublishAsync(channel, message)) is not null;

    /// <summary>Asks whether Redis is there and keeps its promise <paramref name="marker"/>, whether the gate is open or not.</summary>
    /// <returns>Null: it is away. False: it has lost its memory.</returns>
    public async Task<bool?> ProbeAsync(RedisKey marker) =>
        await TryAsync(async database => (object)await database.KeyExistsAsync(marker)) is bool exists ? exists : null;

    public async Task<bool> TryMarkAsync(RedisKey marker) =>
        await TryAsync(async database => (object)await database.StringSetAsync(marker, "1")) is true;

    private async Task<T?> TryAsync<T>(Func<IDatabase, Task<T>> ask) where T : class
    {
        try
        {
            return await ask(redis.GetDatabase());
        }
        catch (Exception away) when (RedisOutage.IsOutage(away))
        {
            Close(away);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away ({Reason}); holds go on with PostgreSQL alone")]
    private partial void LogClosed(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back")]
    private partial void LogOpened();
}
