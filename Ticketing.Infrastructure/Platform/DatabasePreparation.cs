using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Platform.Demo;

namespace Ticketing.Infrastructure.Platform;

/// <summary>
/// Brings the database to the newest schema, and fills the demo, before the application takes requests. Of several
/// instances that start at once one does it, under an advisory lock, and the others wait.
/// </summary>
public sealed partial class DatabasePreparation(
    NpgsqlDataSource database, IDbContextFactory<TicketingDbContext> contexts, DemoData demo, IOptions<DemoOptions> demoOptions,
    TimeProvider time, ILogger<DatabasePreparation> logger)
{
    // "ticketin" as a number: any, as long as nothing else takes it.
    private const long LockKey = 0x7469636b6574696e;

    private const string DemoBegun = "demo.begin";
    private const string DemoFilled = "demo.filled";

    private static readonly TimeSpan ReachPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ReachPause = TimeSpan.FromSeconds(1);

    public async Task PrepareAsync(CancellationToken stop)
    {
        await using var connection = await ReachAsync(stop);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection) { CommandTimeout = 0 };
        await take.With("key", LockKey).ExecuteNonQueryAsync(stop);
        try
        {
            await MigrateAsync(stop);
            if (demoOptions.Value.Enabled)
            {
                await FillDemoAsync(stop);
            }
        }
        finally
        {
            await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock(@key)", connection);
            await release.With("key", LockKey).ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>A database that is being started or restarted is waited for.</summary>
    private async Task<NpgsqlConnection> ReachAsync(CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await database.OpenConnectionAsync(stop);
            }
            catch (Exception cause) when (cause is NpgsqlException { IsTransient: true } or SocketException && clock.Elapsed < ReachPatience)
            {
                LogUnreachable(cause.Message);
                await Task.Delay(ReachPause, stop);
            }
        }
    }

    private async Task MigrateAsync(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        var pending = (await context.Database.GetPendingMigrationsAsync(stop)).ToList();
        if (pending.Count > 0)
        {
            LogMigrating(string.Join(", ", pending));
            await context.Database.MigrateAsync(stop);
        }
    }

    private async Task FillDemoAsync(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var marks = await context.AuditEntries
            .Where(entry => entry.Action == DemoBegun || entry.Action == DemoFilled)
            .Select(entry => entry.Action).ToListAsync(stop);
        if (marks.Contains(DemoFilled))
        {
            return;
        }

        if (marks.Contains(DemoBegun))
        {
            // Begun and never ended: no instance has served requests since, so all that is there is half a demo.
            await EmptyAsync(stop);
        }
        else if (await context.Organizations.AnyAsync(stop))
        {
            return;
        }

        var clock = Stopwatch.StartNew();
        LogFilling();
        await MarkAsync(DemoBegun, stop);
        await demo.FillAsync(stop);
        await MarkAsync(DemoFilled, stop);
        LogFilled(clock.Elapsed.TotalSeconds);
    }

    private async Task MarkAsync(string action, CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        context.AuditEntries.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(),
            At = time.GetUtcNow(),
            Actor = "system",
            Action = action,
            SubjectType = "site",
            SubjectId = "demo",
        });
        await context.SaveChangesAsync(stop);
    }

    // Roles come with a migration and stay, as do the keys.
    private async Task EmptyAsync(CancellationToken stop)
    {
        await using var empty = database.CreateCommand(
            """
            DO $$ BEGIN
              EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
                       WHERE schemaname = 'public' AND tablename NOT IN ('__EFMigrationsHistory', 'data_protection_keys', 'roles'));
              TRUNCATE local_stripe.resources CASCADE;
            END $$
            """);
        await empty.ExecuteNonQueryAsync(stop);
    }

    [LoggerMessage(LogLevel.Warning, "PostgreSQL cannot be reached yet: {Reason}")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(LogLevel.Information, "Applying migrations {Names}")]
    private partial void LogMigrating(string names);

    [LoggerMessage(LogLevel.Information, "Filling the demo")]
    private partial void LogFilling();

    [LoggerMessage(LogLevel.Information, "The demo is filled ({Seconds:F1} s)")]
    private partial void LogFilled(double seconds);
}
