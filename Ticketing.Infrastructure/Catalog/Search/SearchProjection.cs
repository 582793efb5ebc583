using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Data;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>
/// The catalogue as the search reads it: rows of the schema <c>search</c>. Triggers note changed events in the transaction of their change;
/// a pass takes the notes and writes the events' rows, under an advisory lock: one instance writes at a time. Rows of another
/// <see cref="Format"/> are rebuilt beside the ones in use.
/// </summary>
public sealed partial class SearchProjection(
    NpgsqlDataSource database, CatalogLoader loader, ISeatCounter counts, TimeProvider time, ILogger<SearchProjection> logger)
{
    /// <summary>The number of the rows' format. Raised whenever rows are written differently.</summary>
    public const int Format = 2;

    // "search" in ASCII.
    private const long LockKey = 0x736561726368;

    private const int EventsPerPass = 200;
    private const int EventsAtOnce = 500;
    private const int StartUpPasses = 10;
    private const int SwapAttemptsMax = 200;

    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromHours(1);

    /// <summary>Applies all noted changes; waits for another instance that does it.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        while (await PassAsync(isWaiting: true, cancellationToken) == EventsPerPass)
        {
        }
    }

    /// <summary>Before the first request: applies what has been noted, as far as that is little.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        for (var pass = 0; pass < StartUpPasses && await PassAsync(isWaiting: false, cancellationToken) == EventsPerPass; pass++)
        {
        }
    }

    /// <summary>Applies some changes, unless another instance does.</summary>
    /// <returns>The number of changed events; <see cref="EventsPerPass"/> if there may be more.</returns>
    internal async Task<int> PassAsync(bool isWaiting, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await LockAsync(isWaiting, connection, transaction, cancellationToken))
        {
            return 0;
        }

        var events = await TakeChangesAsync(connection, transaction, cancellationToken);
        if (events.Count > 0)
        {
            await ApplyAsync(events, connection, transaction, cancellationToken);
            LogApplied(events.Count);
        }

        await transaction.CommitAsync(cancellationToken);
        return events.Count;
    }

    /// <summary>Whether the rows have another format, and must be rebuilt.</summary>
    internal async Task<bool> IsOutdatedAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT s.format <> @format FROM search.state s");
        return await command.With("format", Format).ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>
    /// Writes all events into new tables and swaps them for the ones in use. Searches meanwhile, and during the swap, read the old ones or
    /// the new ones, never none.
    /// </summary>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await LockAsync(isWaiting: false, connection, transaction, cancellationToken))
        {
            return;
        }

        // Events noted from here on are applied afterwards, to the new tables.
        await RunAsync("DELETE FROM search.changes", connection, transaction, cancellationToken);
        foreach (var table in SearchTables.Names)
        {
            await RunAsync($"CREATE TABLE search.next_{table} (LIKE search.{table} INCLUDING ALL)", connection, transaction, cancellationToken);
        }

        var count = 0;
        var last = default(EventId);
        while (await loader.IdsAsync(last, EventsAtOnce, cancellationToken) is { Count: > 0 } ids)
        {
            last = ids[^1];
            var rows = await RowsOfAsync(ids, cancellationToken);
            await SearchTables.Next.WriteAsync(ids, rows, connection, transaction, cancellationToken);
            count += rows.Count;
        }

        await SearchTables.Next.CompletePlacesAsync(null, null, connection, transaction, cancellationToken);
        await RunAsync(
            """
            UPDATE search.next_names n SET trending = o.trending FROM search.names o WHERE o.event = n.event AND o.trending <> 0
            """,
            connection, transaction, cancellationToken);
        await RunAsync(
            "ANALYZE " + string.Join(", ", SearchTables.Names.Select(table => "search.next_" + table)), connection, transaction, cancellationToken);
        await SwapAsync(connection, transaction, cancellationToken);
        await using (var mark = new NpgsqlCommand("UPDATE search.state SET format = @format", connection, transaction))
        {
            await mark.With("format", Format).ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        LogRebuilt(count);
    }

    /// <summary>Removes performances that ended, and events without any other; moves the next dates on.</summary>
    internal async Task CleanAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await LockAsync(isWaiting: false, connection, transaction, cancellationToken))
        {
            return;
        }

        // The next pass finds the events without a date, and removes their rows.
        await using var clean = new NpgsqlCommand(
            """
            WITH passed AS (
              UPDATE search.names n SET next_at = coalesce(
                (SELECT min(p.starts_at) FROM search.performances p WHERE p.event = n.event AND p.starts_at > @now), n.last_at)
              WHERE n.next_at <= @now AND n.next_at < n.last_at),
            ended AS (DELETE FROM search.performances p WHERE p.ends_at < @limit RETURNING p.event)
            INSERT INTO search.changes SELECT DISTINCT e.event FROM ended e
            """,
            connection, transaction);
        await clean.With("now", time.GetUtcNow()).With("limit", time.GetUtcNow() - KeptAfterEnd).ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    internal static async Task<bool> LockAsync(
        bool isWaiting, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // One of two constants.
        await using var take = new NpgsqlCommand(
            isWaiting ? "SELECT pg_advisory_xact_lock(@key)" : "SELECT pg_try_advisory_xact_lock(@key)", connection, transaction);
#pragma warning restore CA2100
        return await take.With("key", LockKey).ExecuteScalarAsync(cancellationToken) is true || isWaiting;
    }

    private static async Task<List<EventId>> TakeChangesAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // All notes of the chosen events, also those of later changes: their rows are written once.
        await using var take = new NpgsqlCommand(
            """
            WITH taken AS (
              DELETE FROM search.changes c WHERE c.event IN (SELECT DISTINCT d.event FROM search.changes d LIMIT @count) RETURNING c.event)
            SELECT DISTINCT t.event FROM taken t
            """,
            connection, transaction);
        await using var reader = await take.With("count", EventsPerPass).ExecuteReaderAsync(cancellationToken);
        var events = new List<EventId>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new EventId(reader.GetGuid(0)));
        }

        return events;
    }

    private async Task ApplyAsync(
        List<EventId> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var rows = await RowsOfAsync(events, cancellationToken);
        var known = await HashesAsync(events, connection, transaction, cancellationToken);
        var changed = rows.Where(row => !known.TryGetValue(row.Event.Id, out var hash) || hash != row.Hash).ToList();
        var found = rows.Select(row => row.Event.Id).ToHashSet();
        var ids = events.Where(id => !found.Contains(id) && known.ContainsKey(id)).Concat(changed.Select(row => row.Event.Id)).ToList();
        if (ids.Count == 0)
        {
            return;
        }

        var (venues, cities) = await SearchTables.Current.PlacesOfAsync(ids, connection, transaction, cancellationToken);
        await SearchTables.Current.WriteAsync(ids, changed, connection, transaction, cancellationToken);
        foreach (var row in changed.SelectMany(row => row.Performances))
        {
            venues.Add(row.Performance.Venue.Id.Value);
            cities.Add(row.CityKey);
        }

        await SearchTables.Current.CompletePlacesAsync(venues, cities, connection, transaction, cancellationToken);
    }

    private async Task<List<EventRows>> RowsOfAsync(IReadOnlyList<EventId> ids, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var events = await loader.LoadAsync(ids, cancellationToken);
        var performances = events.SelectMany(entry => entry.Performances).Where(performance => performance.EndsAt > now)
            .Select(performance => performance.Id).ToList();
        var seats = new CatalogSeats(performances.Count == 0 ? [] : await counts.OfAsync(performances, cancellationToken));
        return [.. events.Select(entry => EventRows.Of(new CatalogDetails(entry, seats), now)).OfType<EventRows>()];
    }

    private static async Task<Dictionary<EventId, long>> HashesAsync(
        List<EventId> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand(
            "SELECT n.event, n.hash FROM search.names n WHERE n.event = ANY(@events)", connection, transaction);
        await using var reader = await read.With("events", events.Select(id => id.Value).ToArray()).ExecuteReaderAsync(cancellationToken);
        var hashes = new Dictionary<EventId, long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            hashes.Add(new EventId(reader.GetGuid(0)), reader.GetInt64(1));
        }

        return hashes;
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
        string sql, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The texts are constants of this class.
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Debug, "Search: {Events} changed events applied")]
    private partial void LogApplied(int events);

    [LoggerMessage(LogLevel.Information, "Search: rebuilt with {Events} events")]
    private partial void LogRebuilt(int events);
}
