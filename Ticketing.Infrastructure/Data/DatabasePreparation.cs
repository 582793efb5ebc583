using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// Migrates the database before the application accepts requests. An advisory lock serialises instances that start at the same time.
/// </summary>
public sealed partial class DatabasePreparation(
    NpgsqlDataSource database, IDbContextFactory<TicketingDbContext> contexts, ILogger<DatabasePreparation> logger)
{
    // "ticketin" in ASCII.
    private const long LockKey = 0x7469636b6574696e;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ConnectPause = TimeSpan.FromSeconds(1);

    /// <summary>Migrates the database, then runs <paramref name="seed"/>.</summary>
    /// <param name="seed">Further preparation under the same lock.</param>
    public async Task PrepareAsync(Func<CancellationToken, Task> seed, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection) { CommandTimeout = 0 };
        await take.With("key", LockKey).ExecuteNonQueryAsync(cancellationToken);
        try
        {
            await MigrateAsync(cancellationToken);
            await seed(cancellationToken);
        }
        finally
        {
            await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock(@key)", connection);
            await release.With("key", LockKey).ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>Retries while the database starts or restarts.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await database.OpenConnectionAsync(cancellationToken);
            }
            catch (Exception cause) when (cause is NpgsqlException { IsTransient: true } or SocketException && clock.Elapsed < ConnectTimeout)
            {
                LogUnreachable(cause.Message);
                await Task.Delay(ConnectPause, cancellationToken);
            }
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count > 0)
        {
            LogMigrating(string.Join(", ", pending));
            await context.Database.MigrateAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "PostgreSQL is not available yet: {Reason}")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(LogLevel.Information, "Applying migrations {Names}")]
    private partial void LogMigrating(string names);
}
