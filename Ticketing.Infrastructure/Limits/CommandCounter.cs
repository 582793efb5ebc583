using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Limits;

/// <summary>
/// Counts commands by account, or by key of an organization, in Redis, shared by all instances. During a Redis outage nothing is counted or refused; the limits of the
/// circuit remain.
/// </summary>
public sealed partial class CommandCounter(IConnectionMultiplexer redis, ILogger<CommandCounter> logger)
{
    private static readonly RedisScript CountScript = RedisScript.Load("count-failure.lua");

    /// <summary>Counts a command, before it is decided.</summary>
    /// <returns>False: it must be refused.</returns>
    public async Task<bool> TryCountAsync(CommandLimit limit, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentNullException.ThrowIfNull(caller);
        if ((caller.User?.Value ?? caller.Key?.Id) is not { } account)
        {
            // Guests are refused anyway.
            return true;
        }

        RedisKey key = string.Create(CultureInfo.InvariantCulture, $"command:{limit.Name}:{account}");
        try
        {
            if ((long)await CountScript.RunAsync(redis.GetDatabase(), [key], [(long)limit.Window.TotalMilliseconds, limit.PerAccount]) == 0)
            {
                return true;
            }

            LogRefused(limit.Name);
            return false;
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            LogUncounted(outage.GetType().Name);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many commands of one account: {Limit}")]
    private partial void LogRefused(string limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unavailable ({Reason}); commands are not counted")]
    private partial void LogUncounted(string reason);
}
