using StackExchange.Redis;

namespace Ticketing.Infrastructure.Redis;

/// <summary>
/// Classifies failures as an outage of Redis: unavailable, starting, stopping, full, or separated from its cluster. PostgreSQL then serves
/// without it. Any other error is a bug in the call.
/// </summary>
public static class RedisOutage
{
    /// <summary>Whether <paramref name="failure"/> is an outage of Redis.</summary>
    public static bool IsOutage(Exception failure) => failure switch
    {
        RedisServerException refusal => IsState(refusal.Kind),
        // The library reports lost connections as these; at shutdown it cancels pending calls.
        RedisConnectionException or TimeoutException or ObjectDisposedException or OperationCanceledException => true,

        // The only remaining server is a replica, to which the library sends no writes.
        RedisCommandException unsent => unsent.Message.Contains("replica", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static bool IsState(RedisErrorKind kind) => kind is
        RedisErrorKind.ConnectionFault or RedisErrorKind.Timeout
        or RedisErrorKind.Loading or RedisErrorKind.Busy or RedisErrorKind.MaxClients
        or RedisErrorKind.ReadOnly or RedisErrorKind.MasterDown or RedisErrorKind.NoReplicas
        or RedisErrorKind.ClusterDown or RedisErrorKind.TryAgain or RedisErrorKind.Moved or RedisErrorKind.Ask or RedisErrorKind.UnknownRedirectTarget
        or RedisErrorKind.Misconfigured or RedisErrorKind.OutOfMemory
        or RedisErrorKind.NoAuth or RedisErrorKind.WrongPass or RedisErrorKind.NoPermission;
}
