using StackExchange.Redis;

namespace Ticketing.Infrastructure.Platform;

/// <summary>
/// Whether a failure says that Redis cannot serve now, whatever it is asked: it is away, starting, stopping, full, or cut off from the
/// rest of its cluster. PostgreSQL serves alone then. Any other answer of Redis is a mistake in the question, and a bug.
/// </summary>
public static class RedisOutage
{
    // As the library recognizes them; the names are for answers that it passes on as text.
    private static readonly (RedisErrorKind Kind, string Word)[] States =
    [
        (RedisErrorKind.Loading, "LOADING"),
        (RedisErrorKind.ReadOnly, "READONLY"),
        (RedisErrorKind.MasterDown, "MASTERDOWN"),
        (RedisErrorKind.ClusterDown, "CLUSTERDOWN"),
        (RedisErrorKind.TryAgain, "TRYAGAIN"),
        (RedisErrorKind.Moved, "MOVED"),
        (RedisErrorKind.Ask, "ASK"),
        (RedisErrorKind.NoReplicas, "NOREPLICAS"),
        (RedisErrorKind.Misconfigured, "MISCONF"),
        (RedisErrorKind.OutOfMemory, "OOM"),
        (RedisErrorKind.Busy, "BUSY"),
        (RedisErrorKind.MaxClients, "MAXCLIENTS"),
        (RedisErrorKind.NoAuth, "NOAUTH"),
        (RedisErrorKind.WrongPass, "WRONGPASS"),
        (RedisErrorKind.NoPermission, "NOPERM"),
    ];

    // Connections come and go in the library as these; a call that was begun before the program ends is cancelled by it.
    public static bool IsOutage(Exception failure) => failure switch
    {
        RedisServerException refusal => IsState(refusal),
        RedisConnectionException or TimeoutException or ObjectDisposedException or OperationCanceledException => true,

        // The only server left is a replica, which the library does not even send a change to.
        RedisCommandException unsent => unsent.Message.Contains("replica", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static bool IsState(RedisServerException refusal) =>
        refusal.Kind is RedisErrorKind.ConnectionFault or RedisErrorKind.Timeout or RedisErrorKind.UnknownRedirectTarget
        || Array.Exists(States, state => refusal.Kind == state.Kind || Begins(refusal.Message, state.Word));

    private static bool Begins(string message, string word) =>
        message.StartsWith(word, StringComparison.Ordinal) && (message.Length == word.Length || !char.IsAsciiLetterOrDigit(message[word.Length]));
}
