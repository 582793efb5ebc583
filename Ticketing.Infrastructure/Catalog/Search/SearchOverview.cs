using System.Text.Json;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>Counts over the whole catalogue, by value.</summary>
internal sealed record FacetTotals(
    int Total, Dictionary<string, int> Categories, Dictionary<string, int> Cities, Dictionary<string, int> Months)
{
    public CatalogFacets ToFacets() => new(
        [.. Core.Catalog.Categories.All.Where(Categories.ContainsKey).Select(category => new FacetCount(category, Categories[category]))],
        [
            .. Cities.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new FacetCount(pair.Key, pair.Value)),
        ],
        [.. Months.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new FacetCount(pair.Key, pair.Value))]);
}

/// <summary>
/// Facets over everything, stored for all instances: they are the same for all visitors, and counting a large catalogue takes longer than a
/// question may. A small catalogue has none stored, and is counted exactly for each question.
/// </summary>
public sealed class SearchOverview(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>From this number of performances on a catalogue is large.</summary>
    internal const int LargeMin = 5_000;

    /// <summary>The shortest interval of the counts of a large catalogue.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Ratio of the interval to the duration of the last count: counting uses at most a twentieth of a core.</summary>
    private const int Spared = 20;

    // "over" in ASCII.
    private const int LockKey = 0x6f766572;

    private TimeSpan _took;

    private TimeSpan Interval => _took * Spared > Period ? _took * Spared : Period;

    /// <summary>Counts a large catalogue, unless that has just been done.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshAsync(LargeMin, cancellationToken);

    internal async Task RefreshAsync(int largeMin, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var find = new NpgsqlCommand(
            """
            SELECT s.facets IS NOT NULL AS has_facets, coalesce(s.facets_at BETWEEN @since AND @now, false) AS is_recent,
              (SELECT count(*) FROM (SELECT FROM search.performances p LIMIT @large) q) >= @large AS is_large
            FROM search.state s
            WHERE pg_try_advisory_xact_lock(@lock)
            """,
            connection, transaction);
        find.With("large", largeMin).With("now", now).With("since", now - Interval).With("lock", (long)LockKey);
        bool hasFacets, isLarge;
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return;
            }

            (hasFacets, isLarge) = (reader.GetBoolean(0), reader.GetBoolean(2));
            if (isLarge && hasFacets && reader.GetBoolean(1))
            {
                return;
            }
        }

        if (!isLarge && !hasFacets)
        {
            return;
        }

        // The transaction writes only now: with a locked row it would hold back all facts while it counts.
        var begun = time.GetTimestamp();
        var facets = isLarge ? await CountAsync("search.performances", now, connection, transaction, cancellationToken) : null;
        _took = time.GetElapsedTime(begun);
        await StoreAsync(facets, now, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Stores what <see cref="CountAsync"/> counted; null: the catalogue is small.</summary>
    internal static async Task StoreAsync(
        string? facets, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var write = new NpgsqlCommand("UPDATE search.state SET facets = @facets::text, facets_at = @now", connection, transaction);
        await write.With("facets", facets).With("now", now).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Counts the performances of a table.</summary>
    /// <returns>What is stored of it.</returns>
    internal static async Task<string> CountAsync(
        string performances, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // One of two constants.
        await using var count = new NpgsqlCommand(
            $"""
            WITH open AS MATERIALIZED (
              SELECT p.event, p.category, p.city_key, min(p.city COLLATE "C") AS city, to_char(p.day, 'YYYY-MM') AS month
              FROM {performances} p
              WHERE p.starts_at > @now AND NOT p.cancelled
              GROUP BY p.event, p.category, p.city_key, to_char(p.day, 'YYYY-MM'))
            SELECT 0 AS facet, '' AS value, count(DISTINCT o.event) AS events FROM open o
            UNION ALL
            SELECT 1, q.category, count(*) FROM (SELECT DISTINCT o.category, o.event FROM open o) q GROUP BY q.category
            UNION ALL
            SELECT 2, min(q.city), count(*)
            FROM (SELECT o.city_key, min(o.city) AS city, o.event FROM open o GROUP BY o.city_key, o.event) q GROUP BY q.city_key
            UNION ALL
            SELECT 3, q.month, count(*) FROM (SELECT DISTINCT o.month, o.event FROM open o) q GROUP BY q.month
            """,
            connection, transaction)
        {
            CommandTimeout = 60,
        };
#pragma warning restore CA2100
        var totals = new FacetTotals(0, [], [], []);
        await using var reader = await count.With("now", now).ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (value, events) = (reader.GetString(1), (int)reader.GetInt64(2));
            switch (reader.GetInt32(0))
            {
                case 0:
                    totals = totals with { Total = events };
                    break;
                case 1:
                    totals.Categories[value] = events;
                    break;
                case 2:
                    totals.Cities[value] = events;
                    break;
                default:
                    totals.Months[value] = events;
                    break;
            }
        }

        return JsonSerializer.Serialize(totals);
    }
}
