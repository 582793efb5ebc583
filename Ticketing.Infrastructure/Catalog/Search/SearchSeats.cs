using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>
/// Seat counts in the search's rows, and the prices that follow from them. They are copied from the kept counts of <see cref="ISeatCounter"/>:
/// those that were made lately at once, all others in turn.
/// </summary>
public sealed class SearchSeats(NpgsqlDataSource database, CatalogLoader loader, ISeatCounter counts, TimeProvider time)
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
    private RecentSeatCounts? _recent;

    /// <summary>Copies the counts that were made lately.</summary>
    public async Task RefreshRecentAsync(CancellationToken cancellationToken)
    {
        RecentSeatCounts? recent = null;
        if (await CopyAsync(isWaiting: false, async () => (recent = await counts.RecentAsync(_recent?.At, cancellationToken)).Counts, cancellationToken))
        {
            _recent = new RecentSeatCounts(CatalogSeats.NoCounts, recent!.At);
        }
    }

    /// <summary>Copies the counts of the next performances in turn.</summary>
    public async Task RefreshInTurnAsync(CancellationToken cancellationToken)
    {
        await using var estimate = database.CreateCommand("SELECT count(*) FROM (SELECT FROM search.performances p LIMIT @max) q");
        var all = (int)(long)(await estimate.With("max", InTurnMax * InTurnShare).ExecuteScalarAsync(cancellationToken))!;
        await RefreshInTurnAsync(Math.Clamp(all / InTurnShare, InTurnMin, InTurnMax), isCounting: false, cancellationToken);
    }

    /// <summary>Counts the seats of all performances, and copies the counts.</summary>
    public async Task RefreshAllAsync(CancellationToken cancellationToken)
    {
        _lastInTurn = Guid.Empty;
        while (await RefreshInTurnAsync(InTurnMax, isCounting: true, cancellationToken) == InTurnMax)
        {
        }
    }

    private static async Task<Dictionary<PerformanceId, SeatCount>> StoredAsync(
        IEnumerable<PerformanceId> performances, NpgsqlConnection connection, CancellationToken cancellationToken)
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

    private async Task<int> RefreshInTurnAsync(int count, bool isCounting, CancellationToken cancellationToken)
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
        if (ids.Count == 0)
        {
            return 0;
        }

        if (isCounting)
        {
            await counts.RecountAsync(ids, cancellationToken);
        }

        await CopyAsync(
            isCounting,
            async () =>
            {
                var counted = await counts.OfAsync(ids, cancellationToken);
                return ids.ToDictionary(id => id, id => counted.GetValueOrDefault(id));
            },
            cancellationToken);
        return ids.Count;
    }

    /// <summary>
    /// Writes those counts that differ, with the prices of what is free now. Counts are read by the only writer: an older one never takes the
    /// place of a newer one.
    /// </summary>
    /// <returns>False: another instance writes to the search.</returns>
    private async Task<bool> CopyAsync(
        bool isWaiting, Func<Task<IReadOnlyDictionary<PerformanceId, SeatCount>>> readAsync, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await SearchProjection.LockAsync(isWaiting, connection, transaction, cancellationToken))
        {
            return false;
        }

        // The transaction writes nothing before its last statement: until then it holds back no facts.
        var counted = await readAsync();
        var known = counted.Count == 0 ? [] : await StoredAsync(counted.Keys, connection, cancellationToken);
        var changed = counted.Where(pair => known.TryGetValue(pair.Key, out var before) && !IsEqual(before, pair.Value))
            .Select(pair => pair.Key).ToHashSet();
        if (changed.Count > 0)
        {
            var events = await loader.LoadAsync(await loader.EventsOfAsync(changed, cancellationToken), cancellationToken);
            var seats = new CatalogSeats(counted);
            var rows = events.SelectMany(entry => entry.Performances).Where(performance => changed.Contains(performance.Id))
                .OrderBy(performance => performance.Id.Value).Select(performance => SeatRow.Of(performance, seats)).ToList();
            await using var write = Write.On(connection, transaction).With(Rows, rows);
            await write.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static bool IsEqual(SeatCount one, SeatCount other) =>
        one.Free == other.Free && one.Held == other.Held
        && (one.FreeCategories is null ? other.FreeCategories is null : other.FreeCategories is not null && one.FreeCategories.SetEquals(other.FreeCategories));
}
