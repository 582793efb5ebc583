using System.Data;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>
/// Reads <c>availability</c> for lists and pages. Performances that it does not have yet are counted from their seats. Free and held seats of
/// tiers that are sold by code only are left out, because most buyers cannot have them.
/// </summary>
internal sealed class AvailabilityReader(NpgsqlDataSource database, AvailabilityCounter counter) : ISeatCounter
{
    private static readonly SqlScript KeptScript = SqlScript.Of(
        """
        SELECT a.performance_id, coalesce(sum(a.free) FILTER (WHERE t.category IS NULL), 0)::int AS free,
          coalesce(sum(a.held) FILTER (WHERE t.category IS NULL), 0)::int AS held, sum(a.sold)::int AS sold,
          coalesce(array_agg(DISTINCT a.category) FILTER (WHERE a.free > 0 AND t.category IS NULL), '{}') AS free_categories
        FROM availability a
        LEFT JOIN catalog_tiers t ON t.performance_id = a.performance_id AND t.category = a.category AND t.by_code
        WHERE a.performance_id = ANY (@performances)
        GROUP BY a.performance_id
        """);

    private static readonly SqlScript ByCodeScript = SqlScript.Of(
        "SELECT t.performance_id, t.category FROM catalog_tiers t WHERE t.performance_id = ANY (@performances) AND t.by_code");

    // Ten seconds: longer than a transaction that writes counts.
    private static readonly SqlScript RecentScript = SqlScript.Of(
        """
        SELECT s.performance_id, s.counted_at
        FROM availability_performances s
        WHERE s.counted_at > coalesce(@since::timestamptz - interval '10 seconds', clock_timestamp() - interval '2 hours')
        """);

    public async Task<Dictionary<PerformanceId, SeatCount>> OfAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(performances);
        var counts = await KeptAsync(performances, cancellationToken);
        var missing = performances.Where(id => !counts.ContainsKey(id)).ToList();
        if (missing.Count > 0)
        {
            var byCode = await ByCodeAsync(missing, cancellationToken);
            foreach (var rows in await counter.CountAsync(missing, cancellationToken))
            {
                counts[rows.Key] = CountOf([.. rows], byCode[rows.Key].ToHashSet(StringComparer.Ordinal));
            }
        }

        return counts;
    }

    public async Task<RecentSeatCounts> RecentAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var (performances, at) = (new List<PerformanceId>(), since);
        await using (var command = RecentScript.On(database).WithOrNull("since", since))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                performances.Add(new PerformanceId(reader.GetGuid("performance_id")));
                var countedAt = await reader.GetFieldValueAsync<DateTimeOffset>("counted_at", cancellationToken);
                at = at is null || countedAt > at ? countedAt : at;
            }
        }

        return new RecentSeatCounts(performances.Count == 0 ? [] : await KeptAsync(performances, cancellationToken), at);
    }

    public Task RecountAsync(IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken) =>
        counter.RecountAsync(performances, cancellationToken);

    private async Task<Dictionary<PerformanceId, SeatCount>> KeptAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        await using var command = KeptScript.On(database).With("performances", performances.Select(id => id.Value).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<PerformanceId, SeatCount>(performances.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new PerformanceId(reader.GetGuid("performance_id")), new SeatCount(reader.GetInt32("free"), reader.GetInt32("held"))
            {
                Sold = reader.GetInt32("sold"),
                FreeCategories = (await reader.GetFieldValueAsync<string[]>("free_categories", cancellationToken)).ToHashSet(StringComparer.Ordinal),
            });
        }

        return counts;
    }

    private async Task<ILookup<PerformanceId, string>> ByCodeAsync(IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        await using var command = ByCodeScript.On(database).With("performances", performances.Select(id => id.Value).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var categories = new List<(PerformanceId Performance, string Category)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            categories.Add((new PerformanceId(reader.GetGuid("performance_id")), reader.GetString("category")));
        }

        return categories.ToLookup(each => each.Performance, each => each.Category);
    }

    private static SeatCount CountOf(IReadOnlyList<KeptAvailability> rows, HashSet<string> byCode)
    {
        var seen = rows.Where(row => !byCode.Contains(row.Category)).ToList();
        return new SeatCount(seen.Sum(row => row.Free), seen.Sum(row => row.Held))
        {
            Sold = rows.Sum(row => row.Sold),
            FreeCategories = seen.Where(row => row.Free > 0).Select(row => row.Category).ToHashSet(StringComparer.Ordinal),
        };
    }
}
