using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>
/// Seat counts in the projection, and the prices that follow from them. Performances with recent holds are counted again and again, the
/// others in turn: they change by refunds and blocks only.
/// </summary>
public sealed partial class SearchSeats(
    NpgsqlDataSource database, SearchDatabase questions, CatalogLoader loader, ISeatCounter counts, TimeProvider time, ILogger<SearchSeats> logger)
{
    private const int InTurnMin = 20;
    private const int InTurnMax = 500;
    private const int InTurnShare = 10;

    private static readonly BatchTable<SeatRow> Rows = new BatchTable<SeatRow>("seats")
        .Column("id", row => row.Id)
        .Column("free", row => row.Free)
        .Column("held", row => row.Held)
        .Column("free_categories", row => row.FreeCategories)
        .Column("price", row => row.Price)
        .Column("amount", row => row.Amount)
        .Column("price_low", row => row.PriceLow);

    private static readonly SqlScript Write = SqlScript.Of(
        """
        UPDATE search.performances p
        SET free = s.free, held = s.held, free_categories = s.free_categories, price = s.price, amount = s.amount, price_low = s.price_low
        FROM {{seats}} AS s
        WHERE p.id = s.id
        """,
        Rows);

    private Guid _lastInTurn;

    /// <summary>Counts the performances with recent holds.</summary>
    public async Task RefreshBusyAsync(CancellationToken cancellationToken) =>
        await StoreAsync(await counts.OfBusyAsync(cancellationToken), cancellationToken);

    /// <summary>Counts the next performances in turn.</summary>
    public async Task RefreshInTurnAsync(CancellationToken cancellationToken)
    {
        await using var estimate = database.CreateCommand("SELECT count(*) FROM (SELECT FROM search.performances p LIMIT @max) q");
        var all = (int)(long)(await estimate.With("max", InTurnMax * InTurnShare).ExecuteScalarAsync(cancellationToken))!;
        await RefreshInTurnAsync(Math.Clamp(all / InTurnShare, InTurnMin, InTurnMax), cancellationToken);
    }

    /// <summary>Counts all performances.</summary>
    public async Task RefreshAllAsync(CancellationToken cancellationToken)
    {
        _lastInTurn = Guid.Empty;
        while (await RefreshInTurnAsync(InTurnMax, cancellationToken) == InTurnMax)
        {
        }
    }

    /// <summary>
    /// The counts of these performances: the stored ones, else counted now. Whatever is wrong with the projection, they are counted.
    /// </summary>
    public async Task<Dictionary<PerformanceId, SeatCount>> OfAsync(IReadOnlyCollection<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var known = new Dictionary<PerformanceId, SeatCount>();
        try
        {
            await using var connection = await questions.OpenAsync(cancellationToken);
            known = await StoredAsync(performances, connection, cancellationToken);
        }
        catch (NpgsqlException cause) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotStored(cause);
        }

        var missing = performances.Where(id => !known.ContainsKey(id)).ToList();
        if (missing.Count > 0)
        {
            foreach (var (id, count) in await counts.OfAsync(missing, cancellationToken))
            {
                known[id] = count;
            }
        }

        return known;
    }

    private static async Task<Dictionary<PerformanceId, SeatCount>> StoredAsync(
        IReadOnlyCollection<PerformanceId> performances, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var known = new Dictionary<PerformanceId, SeatCount>();
        await using var command = new NpgsqlCommand(
            "SELECT p.id, p.free, p.held, coalesce(p.free_categories, @all) FROM search.performances p WHERE p.id = ANY(@ids)", connection);
        await using var reader = await command.With("ids", performances.Select(id => id.Value).ToArray()).With("all", SeatRow.All)
            .ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known[new PerformanceId(reader.GetGuid(0))] =
                SeatRow.CountOf(reader.GetInt32(1), reader.GetInt32(2), reader.GetString(3));
        }

        return known;
    }

    private async Task<int> RefreshInTurnAsync(int count, CancellationToken cancellationToken)
    {
        var ids = new List<PerformanceId>();
        await using (var command = database.CreateCommand(
            "SELECT p.id FROM search.performances p WHERE p.id > @last AND p.ends_at > @now ORDER BY p.id LIMIT @count"))
        {
            command.With("last", _lastInTurn).With("now", time.GetUtcNow()).With("count", count);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(new PerformanceId(reader.GetGuid(0)));
            }
        }

        _lastInTurn = ids.Count == count ? ids[^1].Value : Guid.Empty;
        if (ids.Count > 0)
        {
            var counted = await counts.OfAsync(ids, cancellationToken);
            await StoreAsync(ids.ToDictionary(id => id, id => counted.GetValueOrDefault(id)), cancellationToken);
        }

        return ids.Count;
    }

    /// <summary>Writes those counts that differ, with the prices of what is free now.</summary>
    private async Task StoreAsync(Dictionary<PerformanceId, SeatCount> counted, CancellationToken cancellationToken)
    {
        if (counted.Count == 0)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var known = await StoredAsync(counted.Keys, connection, cancellationToken);
        var changed = counted.Where(pair => known.TryGetValue(pair.Key, out var before) && !IsEqual(before, pair.Value))
            .Select(pair => pair.Key).ToHashSet();
        if (changed.Count == 0)
        {
            return;
        }

        var events = await loader.LoadAsync(await loader.EventsOfAsync(changed, cancellationToken), cancellationToken);
        var seats = new CatalogSeats(counted);
        var rows = events.SelectMany(entry => entry.Performances).Where(performance => changed.Contains(performance.Id))
            .OrderBy(performance => performance.Id.Value).Select(performance => SeatRow.Of(performance, seats)).ToList();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await SearchProjection.LockAsync(isWaiting: false, connection, transaction, cancellationToken))
        {
            await using var write = Write.On(connection, transaction).With(Rows, rows);
            await write.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static bool IsEqual(SeatCount one, SeatCount other) =>
        one.Free == other.Free && one.Held == other.Held
        && (one.FreeCategories is null ? other.FreeCategories is null : other.FreeCategories is not null && one.FreeCategories.SetEquals(other.FreeCategories));

    [LoggerMessage(LogLevel.Warning, "The stored seat counts cannot be read; they are counted")]
    private partial void LogNotStored(Exception cause);
}
