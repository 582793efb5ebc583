using System.Data;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>Reads <c>availability</c> for lists and pages. Performances that it does not have yet are counted from their seats.</summary>
internal sealed class AvailabilityReader(NpgsqlDataSource database, AvailabilityCounter counter) : ISeatCounter
{
    private static readonly SqlScript KeptScript = SqlScript.Of(
        """
        SELECT a.performance_id, sum(a.free)::int AS free, sum(a.held)::int AS held, sum(a.sold)::int AS sold,
          coalesce(array_agg(DISTINCT a.category) FILTER (WHERE a.free > 0), '{}') AS free_categories
        FROM availability a
        WHERE a.performance_id = ANY (@performances)
        GROUP BY a.performance_id
        """);

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
            foreach (var rows in await counter.CountAsync(missing, cancellationToken))
            {
                counts[rows.Key] = CountOf([.. rows]);
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

    private static SeatCount CountOf(IReadOnlyList<KeptAvailability> rows) => new(rows.Sum(row => row.Free), rows.Sum(row => row.Held))
    {
        Sold = rows.Sum(row => row.Sold),
        FreeCategories = rows.Where(row => row.Free > 0).Select(row => row.Category).ToHashSet(StringComparer.Ordinal),
    };
}
