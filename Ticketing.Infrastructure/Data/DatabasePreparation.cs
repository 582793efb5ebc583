using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// Brings the database to the newest schema before the application takes requests. Of several
/// instances that start at once one does it, under an advisory lock, and the others wait.
/// </summary>
public sealed partial class DatabasePreparation(
    NpgsqlDataSource database, IDbContextFactory<TicketingDbContext> contexts, ILogger<DatabasePreparation> logger)
{
    // "ticketin" as a number: any, as long as nothing else takes it.
    private const long LockKey = 0x7469636b6574696e;

    private static readonly TimeSpan ReachPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ReachPause = TimeSpan.FromSeconds(1);

    /// <param name="fill">What else has to be there before the first request; run by one instance at a time.</param>
    public async Task PrepareAsync(Func<CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        await using var connection = await ReachAsync(cancellationToken);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection) { CommandTimeout = 0 };
        await take.With("key", LockKey).ExecuteNonQueryAsync(cancellationToken);
        try
        {
            await MigrateAsync(cancellationToken);
            await fill(cancellationToken);
        }
        finally
        {
            await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock(@key)", connection);
            await release.With("key", LockKey).ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>A database that is being started or restarted is waited for.</summary>
    private async Task<NpgsqlConnection> ReachAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await database.OpenConnectionAsync(cancellationToken);
            }
            catch (Exception cause) when (cause is NpgsqlException { IsTransient: true } or SocketException && clock.Elapsed < ReachPatience)
            {
                LogUnreachable(cause.Message);
                await Task.Delay(ReachPause, cancellationToken);
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

    [LoggerMessage(LogLevel.Warning, "PostgreSQL cannot be reached yet: {Reason}")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(LogLevel.Information, "Applying migrations {Names}")]
    private partial void LogMigrating(string names);
}
