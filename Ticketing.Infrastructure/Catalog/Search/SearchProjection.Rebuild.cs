using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <content>The rebuild of all rows, beside the ones in use.</content>
public sealed partial class SearchProjection
{
    private const int EventsAtOnce = 500;
    private const int SwapAttemptsMax = 200;

    /// <summary>
    /// Writes all events into new tables and swaps them for the ones in use. Searches meanwhile, and during the swap, read the old ones or
    /// the new ones, never none.
    /// </summary>
    /// <remarks>
    /// Many short transactions, since one of minutes would hold back all facts. The lock is the session's: other writers stay away between
    /// them, so notes of changes accumulate, and those that were read at the begin are deleted with the swap. The tables of a rebuild that
    /// was killed are dropped by the next one.
    /// </remarks>
    public Task RebuildAsync(CancellationToken cancellationToken) => RebuildAsync(SearchOverview.LargeMin, cancellationToken);

    /// <param name="largeMin">From this number of performances on the new rows come with the counts of a large catalogue.</param>
    internal async Task RebuildAsync(int largeMin, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand("SELECT pg_try_advisory_lock(@key)", connection))
        {
            if (await take.With("key", LockKey).ExecuteScalarAsync(cancellationToken) is not true)
            {
                return;
            }
        }

        try
        {
            LogRebuilt(await RebuildAsync(largeMin, connection, cancellationToken));
        }
        finally
        {
            // A connection that broke has no lock.
            if (connection.State == ConnectionState.Open)
            {
                await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock(@key)", connection);
                await release.With("key", LockKey).ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    private async Task<int> RebuildAsync(int largeMin, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Events noted from here on are applied afterwards, to the new tables.
        var notes = await ReadNotesAsync(int.MaxValue, connection, null, cancellationToken);
        await InTransactionAsync(connection, CreateAsync, cancellationToken);
        var (count, performances) = (0, 0);
        var last = default(EventId);
        while (await loader.IdsAsync(last, EventsAtOnce, cancellationToken) is { Count: > 0 } ids)
        {
            last = ids[^1];
            var rows = await RowsOfAsync(ids, cancellationToken);
            await InTransactionAsync(
                connection, transaction => SearchTables.Next.WriteAsync(ids, rows, connection, transaction, cancellationToken),
                cancellationToken);
            count += rows.Count;
            performances += rows.Sum(each => each.Performances.Count);
        }

        await InTransactionAsync(
            connection, transaction => SearchTables.Next.CompletePlacesAsync(null, null, connection, transaction, cancellationToken),
            cancellationToken);
        // Scores are written under the lock, too: they stay what they are until the swap.
        await InTransactionAsync(
            connection,
            transaction => RunAsync(
                "UPDATE search.next_names n SET trending = o.trending FROM search.names o WHERE o.event = n.event AND o.trending <> 0",
                connection, transaction, cancellationToken),
            cancellationToken);
        foreach (var table in SearchTables.Names)
        {
            await RunAsync("ANALYZE search.next_" + table, connection, null, cancellationToken);
        }

        // Before the swap: without these counts a large catalogue would be counted for each question, each longer than it may take.
        var now = time.GetUtcNow();
        var facets = performances >= largeMin
            ? await SearchOverview.CountAsync("search.next_performances", now, connection, null, cancellationToken) : null;
        await InTransactionAsync(
            connection,
            async transaction =>
            {
                await FinishAsync(notes, connection, transaction, cancellationToken);
                await SearchOverview.StoreAsync(facets, now, connection, transaction, cancellationToken);
            },
            cancellationToken);
        return count;

        async Task CreateAsync(NpgsqlTransaction transaction)
        {
            foreach (var table in SearchTables.Names)
            {
                await RunAsync($"DROP TABLE IF EXISTS search.next_{table}", connection, transaction, cancellationToken);
                await RunAsync(
                    $"CREATE TABLE search.next_{table} (LIKE search.{table} INCLUDING ALL)", connection, transaction, cancellationToken);
            }
        }
    }

    private static async Task FinishAsync(
        List<Note> notes, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await SwapAsync(connection, transaction, cancellationToken);
        await using (var mark = new NpgsqlCommand("UPDATE search.state SET format = @format", connection, transaction))
        {
            await mark.With("format", Format).ExecuteNonQueryAsync(cancellationToken);
        }

        await DeleteAsync(notes, connection, transaction, cancellationToken);
    }

    private static async Task InTransactionAsync(
        NpgsqlConnection connection, Func<NpgsqlTransaction, Task> write, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await write(transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Locks the tables in the order in which queries name them, and lets go after a short wait: queries behind the lock would wait with it.
    /// </summary>
    private static async Task SwapAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string Savepoint = "swap";
        for (var attempt = 1; ; attempt++)
        {
            await transaction.SaveAsync(Savepoint, cancellationToken);
            try
            {
                await RunAsync("SET LOCAL lock_timeout = '100ms'", connection, transaction, cancellationToken);
                await RunAsync(
                    "LOCK TABLE " + string.Join(", ", SearchTables.Names.Select(table => "search." + table)) + " IN ACCESS EXCLUSIVE MODE",
                    connection, transaction, cancellationToken);
                break;
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
                && attempt < SwapAttemptsMax)
            {
                await transaction.RollbackAsync(Savepoint, cancellationToken);
                await DatabaseRetry.PauseAsync(cancellationToken);
            }
        }

        foreach (var table in SearchTables.Names)
        {
            await RunAsync($"DROP TABLE search.{table}", connection, transaction, cancellationToken);
            await RunAsync($"ALTER TABLE search.next_{table} RENAME TO {table}", connection, transaction, cancellationToken);
        }
    }

    private static async Task RunAsync(
        string sql, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The texts are constants of this class.
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Search: rebuilt with {Events} events")]
    private partial void LogRebuilt(int events);
}
