using StackExchange.Redis;

namespace Ticketing.Infrastructure.Redis;

/// <summary>
/// Whether a failure says that Redis cannot serve now, whatever it is asked: it is away, starting, stopping, full, or cut off from the
/// rest of its cluster. PostgreSQL serves alone then. Any other answer of Redis is a mistake in the question, and a bug.
/// </summary>
public static class RedisOutage
{
    // Connections come and go in the library as these; a call that was begun before the program ends is cancelled by it.
    public static bool IsOutage(Exception failure) => failure switch
    {
        RedisServerException refusal => IsState(refusal.Kind),
        RedisConnectionException or TimeoutException or ObjectDisposedException or OperationCanceledException => true,

        // The only server left is a replica, which the library does not even send a change to.
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
