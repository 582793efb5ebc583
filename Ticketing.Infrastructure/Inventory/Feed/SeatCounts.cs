using System.Data;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>Counts seats by status for many performances in one query.</summary>
public sealed class SeatCounts(NpgsqlDataSource database, TimeProvider time)
{
    private const string Sql = """
        SELECT p.id,
          count(*) FILTER (WHERE s.status = 0 OR (s.status = 1 AND s.held_until <= @now AND s.allotment_id IS NULL))::int AS free,
          count(*) FILTER (WHERE s.status = 1 AND s.held_until > @now)::int AS held,
          count(*) FILTER (WHERE s.status = 2)::int AS sold
        FROM catalog_performances p
        JOIN seats s ON s.performance_id = p.id
        WHERE p.id = ANY(@performances)
        GROUP BY p.id
        """;

    public async Task<Dictionary<PerformanceId, SeatCount>> OfAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.With("now", time.GetUtcNow()).With("performances", performances.Select(id => id.Value).ToArray());
        var counts = new Dictionary<PerformanceId, SeatCount>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            counts[new PerformanceId(reader.GetGuid("id"))] =
                new SeatCount(reader.GetInt32("free"), reader.GetInt32("held")) { Sold = reader.GetInt32("sold") };
        }

        return counts;
    }
}
