using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>Fills an empty database with the demo, once. Called by one instance at a time (<see cref="DatabasePreparation"/>).</summary>
public sealed partial class DemoFiller(
    NpgsqlDataSource database, IDbContextFactory<TicketingDbContext> contexts, DemoData demo, IOptions<DemoOptions> options, TimeProvider time,
    ILogger<DemoFiller> logger)
{
    private const string DemoBegun = "demo.begin";
    internal const string DemoFilled = "demo.filled";

    /// <summary>Does nothing if the demo is disabled or filled, or if the database has data of its own.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var marks = await context.AuditEntries
            .Where(entry => entry.Action == DemoBegun || entry.Action == DemoFilled)
            .Select(entry => entry.Action).ToListAsync(cancellationToken);
        if (marks.Contains(DemoFilled))
        {
            return;
        }

        if (marks.Contains(DemoBegun))
        {
            // Interrupted: no instance has served requests since, so all data is the demo's.
            await TruncateAsync(cancellationToken);
        }
        else if (await context.Organizations.AnyAsync(cancellationToken))
        {
            return;
        }

        var clock = Stopwatch.StartNew();
        LogFilling();
        await MarkAsync(DemoBegun, cancellationToken);
        await demo.FillAsync(cancellationToken);
        await MarkAsync(DemoFilled, cancellationToken);
        LogFilled(clock.Elapsed.TotalSeconds);
    }

    private async Task MarkAsync(string action, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.AuditEntries.Add(AuditEntry.Of(action, "site", "demo", null, null, Actor.System, time.GetUtcNow()));
        await context.SaveChangesAsync(cancellationToken);
    }

    // Keeps the roles, which a migration inserts, and the data protection keys.
    private async Task TruncateAsync(CancellationToken cancellationToken)
    {
        await using var truncate = database.CreateCommand(
            """
            DO $$ BEGIN
              EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
                       WHERE schemaname = 'public' AND tablename NOT IN ('__EFMigrationsHistory', 'data_protection_keys', 'roles'));
              TRUNCATE local_stripe.resources CASCADE;
            END $$
            """);
        await truncate.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Filling the demo")]
    private partial void LogFilling();

    [LoggerMessage(LogLevel.Information, "The demo is filled ({Seconds:F1} s)")]
    private partial void LogFilled(double seconds);
}
