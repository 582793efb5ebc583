using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>What is left after a pass.</summary>
internal enum DuePerformances
{
    None,

    /// <summary>Some become due soon.</summary>
    Some,

    /// <summary>Probably more than a pass counts, as after an import.</summary>
    Many,
}

/// <summary>Counts performances that are due.</summary>
internal sealed class AvailabilityPass(NpgsqlDataSource database, AvailabilityCounter counter)
{
    private static readonly SqlScript DueScript = SqlScript.Of(
        """
        SELECT s.performance_id, s.due_at <= clock_timestamp() AS is_due
        FROM availability_performances s
        WHERE s.due_at IS NOT NULL
        ORDER BY s.due_at
        LIMIT @max
        """);

    public async Task<DuePerformances> RunAsync(CancellationToken cancellationToken)
    {
        var (due, hasMore) = await ReadAsync(cancellationToken);
        var written = due.Count == 0 ? 0 : (await counter.TryCountAsync(due, cancellationToken)).Written.Count;
        return due.Count == AvailabilityCounter.ChunkMax ? DuePerformances.Many
            : hasMore || written < due.Count ? DuePerformances.Some
            : DuePerformances.None;
    }

    private async Task<(List<PerformanceId> Due, bool HasMore)> ReadAsync(CancellationToken cancellationToken)
    {
        var (due, hasMore) = (new List<PerformanceId>(), false);
        await using var command = DueScript.On(database).With("max", AvailabilityCounter.ChunkMax);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetBoolean("is_due"))
            {
                due.Add(new PerformanceId(reader.GetGuid("performance_id")));
            }
            else
            {
                hasMore = true;
            }
        }

        return (due, hasMore);
    }
}
