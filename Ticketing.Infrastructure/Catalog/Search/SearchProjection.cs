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
/// <remarks>
/// A transaction that has written holds back all facts until it ends. So events are loaded and seats are counted before the first write,
/// while the lock keeps other writers away; of the notes those that were read are deleted, together with the writing of the rows.
/// </remarks>
public sealed partial class SearchProjection(
    NpgsqlDataSource database, CatalogLoader loader, ISeatCounter counts, TimeProvider time, ILogger<SearchProjection> logger)
{
    /// <summary>The number of the rows' format. Raised whenever rows are written differently.</summary>
    public const int Format = 2;

    // "search" in ASCII.
    private const long LockKey = 0x736561726368;

    private const int EventsPerPass = 200;
    private const int StartUpPasses = 10;

    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromHours(1);

    private static readonly BatchTable<Note> Notes = new BatchTable<Note>("notes")
        .Column("event", note => note.Event)
        .Column("place", note => note.Place);

    // A later note of the same event has another place, and stays.
    private static readonly SqlScript Delete = SqlScript.Of(
        "DELETE FROM search.changes c USING {{notes}} AS n WHERE c.ctid = n.place::tid AND c.event = n.event", Notes);

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

        var notes = await ReadNotesAsync(EventsPerPass, connection, transaction, cancellationToken);
        if (notes.Count == 0)
        {
            return 0;
        }

        List<EventId> events = [.. notes.Select(note => note.Event).Distinct()];
        var rows = await RowsOfAsync(events, cancellationToken);
        await DeleteAsync(notes, connection, transaction, cancellationToken);
        await ApplyAsync(events, rows, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogApplied(events.Count);
        return events.Count;
    }

    /// <summary>Whether the rows have another format, and must be rebuilt.</summary>
    internal async Task<bool> IsOutdatedAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT s.format <> @format FROM search.state s");
        return await command.With("format", Format).ExecuteScalarAsync(cancellationToken) is true;
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

    // All notes of the chosen events, also those of later changes: their rows are written once.
    private static async Task<List<Note>> ReadNotesAsync(
        int events, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand(
            """
            SELECT c.event, c.ctid::text
            FROM search.changes c
            WHERE c.event IN (SELECT DISTINCT d.event FROM search.changes d LIMIT @count)
            """,
            connection, transaction);
        await using var reader = await read.With("count", events).ExecuteReaderAsync(cancellationToken);
        var notes = new List<Note>();
        while (await reader.ReadAsync(cancellationToken))
        {
            notes.Add(new Note(new EventId(reader.GetGuid(0)), reader.GetString(1)));
        }

        return notes;
    }

    private static async Task DeleteAsync(
        List<Note> notes, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var delete = Delete.On(connection, transaction).With(Notes, notes);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ApplyAsync(
        List<EventId> events, List<EventRows> rows, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
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

    /// <summary>A noted change.</summary>
    /// <param name="Place">
    /// Of its row in the table. Rows are only inserted, and deleted under the lock: none is moved, no place is used again.
    /// </param>
    private sealed record Note(EventId Event, string Place);

    [LoggerMessage(LogLevel.Debug, "Search: {Events} changed events applied")]
    private partial void LogApplied(int events);
}
