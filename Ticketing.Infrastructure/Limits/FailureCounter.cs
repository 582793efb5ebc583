using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Limits;

/// <summary>
/// Counts failed attempts with secrets (codes, passwords, tokens) by subject and network in Redis, shared by all instances. An attempt is
/// counted <b>before</b> its outcome is known, so that parallel guesses cannot exceed the limit, and forgiven when it succeeds:
/// <code>
/// if (await failures.CountAsync(limit, subject, network) is { } wait) { /* refuse, Retry-After: wait */ }
/// if (succeeded) await failures.ForgiveAsync(limit, subject, network);
/// </code>
/// During a Redis outage nothing is counted or refused; the rate limits of the instance remain.
/// </summary>
public sealed partial class FailureCounter(IConnectionMultiplexer redis, ILogger<FailureCounter> logger)
{
    private const int HashBytes = 16;

    private static readonly RedisScript CountScript = RedisScript.Load("count-failure.lua");
    private static readonly RedisScript ForgiveScript = RedisScript.Load("forgive-failure.lua");

    /// <summary>Counts an attempt as a failure.</summary>
    /// <param name="subject">What is attempted; stored as a hash only.</param>
    /// <returns>Null: the attempt may proceed. Otherwise it must be refused, and this is the time until the limit's window ends.</returns>
    public async Task<TimeSpan?> CountAsync(FailureLimit limit, string subject, ClientNetwork network)
    {
        // In this order: attempts refused by a narrow limit do not use up a wider one.
        foreach (var (key, max) in Counters(limit, subject, network))
        {
            var wait = await TryRunAsync(CountScript, key, (long)limit.Window.TotalMilliseconds, max);
            if (wait > 0)
            {
                LogRefused(limit.Name);
                return TimeSpan.FromMilliseconds(wait);
            }
        }

        return null;
    }

    /// <summary>Takes back what <see cref="CountAsync"/> counted: the attempt succeeded.</summary>
    public async Task ForgiveAsync(FailureLimit limit, string subject, ClientNetwork network)
    {
        foreach (var (key, _) in Counters(limit, subject, network))
        {
            await TryRunAsync(ForgiveScript, key);
        }
    }

    private static IEnumerable<(RedisKey Key, int Max)> Counters(FailureLimit limit, string subject, ClientNetwork network)
    {
        yield return (Key(limit, "both", subject + "\n" + network.Line), limit.PerSubjectAndNetwork);
        yield return (Key(limit, "network", network.Line), limit.PerNetwork);
        if (limit.PerSubject is { } max)
        {
            yield return (Key(limit, "subject", subject), max);
        }
    }

    private static RedisKey Key(FailureLimit limit, string kind, string value) =>
        $"fail:{limit.Name}:{kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, HashBytes))}";

    private async Task<long> TryRunAsync(RedisScript script, RedisKey key, params RedisValue[] arguments)
    {
        try
        {
            return (long)await script.RunAsync(redis.GetDatabase(), [key], arguments);
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            LogUncounted(outage.GetType().Name);
            return 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many failed attempts: {Limit}")]
    private partial void LogRefused(string limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unavailable ({Reason}); failed attempts are not counted")]
    private partial void LogUncounted(string reason);
}
