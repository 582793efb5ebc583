using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Ticketing.Infrastructure.Data;

/// <summary>Waits, for a bounded time, for a PostgreSQL that restarts or fails over. For what may safely be done again only.</summary>
public static class DatabaseRetry
{
    private const int PauseMillisecondsMin = 25;
    private const int PauseMillisecondsMax = 250;

    /// <summary>Whether the same statement may succeed a moment later: no connection, a restart, a deadlock that was broken.</summary>
    public static bool IsPassing(Exception failure) => failure switch
    {
        PostgresException refused => refused.IsTransient || refused.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.TooManyConnections,
        NpgsqlException => true,
        // A connection that Npgsql has closed because another one of its pool broke, in the moment in which it was to be used.
        ObjectDisposedException => true,
        // How EF Core hands on what happened to a query and while saving.
        InvalidOperationException or DbUpdateException => failure.InnerException is { } cause && IsPassing(cause),
        TimeoutException => true,
        System.Net.Sockets.SocketException => true,
        IOException => true,
        _ => false,
    };

    /// <summary>Runs <paramref name="work"/> until it succeeds, fails for good, or <paramref name="patience"/> is over.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> work, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (IsPassing(failure) && clock.Elapsed < patience && !cancellationToken.IsCancellationRequested)
            {
                await PauseAsync(cancellationToken);
            }
        }
    }

    /// <summary>A pause with jitter, so that those who met once do not meet again.</summary>
    public static Task PauseAsync(CancellationToken cancellationToken = default) =>
        Task.Delay(RandomNumberGenerator.GetInt32(PauseMillisecondsMin, PauseMillisecondsMax), cancellationToken);
}
