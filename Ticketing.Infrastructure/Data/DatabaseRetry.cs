using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Ticketing.Infrastructure.Data;

/// <summary>Retries idempotent operations during an outage of PostgreSQL (restart, failover) until a timeout.</summary>
public static class DatabaseRetry
{
    private const int PauseMillisecondsMin = 25;
    private const int PauseMillisecondsMax = 250;

    /// <summary>Whether a retry may succeed: no connection, a restart, a deadlock, a serialization failure.</summary>
    public static bool IsTransient(Exception failure) => failure switch
    {
        PostgresException refused => refused.IsTransient || refused.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.TooManyConnections,
        NpgsqlException => true,
        // Npgsql closed the pool's connections after one of them broke, while this one was being opened.
        ObjectDisposedException => true,
        // EF Core wraps failures of queries and saves; data protection wraps those of reading its keys.
        InvalidOperationException or DbUpdateException or CryptographicException => failure.InnerException is { } cause && IsTransient(cause),
        TimeoutException => true,
        System.Net.Sockets.SocketException => true,
        IOException => true,
        _ => false,
    };

    /// <summary>Whether a statement took too long, by the client's or the server's clock.</summary>
    public static bool IsTimeout(Exception failure) =>
        failure is NpgsqlException { InnerException: TimeoutException }
            or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    /// <summary>Runs <paramref name="operation"/> until it succeeds, fails permanently, or <paramref name="timeout"/> has passed.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> operation, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await operation();
            }
            catch (Exception failure) when (IsTransient(failure) && clock.Elapsed < timeout && !cancellationToken.IsCancellationRequested)
            {
                await PauseAsync(cancellationToken);
            }
        }
    }

    /// <summary>A pause with jitter before a retry.</summary>
    public static Task PauseAsync(CancellationToken cancellationToken = default) =>
        Task.Delay(RandomNumberGenerator.GetInt32(PauseMillisecondsMin, PauseMillisecondsMax), cancellationToken);
}
