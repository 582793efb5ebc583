using System.Data;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>Counts seats by status for many performances in one query.</summary>
public sealed class SeatCounts(NpgsqlDataSource database, TimeProvider time) : ISeatCounter
{
    // Above the longest hold with its payment: all current seat changes, except refunds, come from holds younger than this.
    private static readonly TimeSpan HoldLifeMax = TimeSpan.FromHours(2);

    public Task<Dictionary<PerformanceId, SeatCount>> OfAllAsync(CancellationToken cancellationToken) => CountAsync(
        "p.ends_at > @now", null, cancellationToken);

    public Task<Dictionary<PerformanceId, SeatCount>> OfAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken) => CountAsync(
        "p.id = ANY(@limit)", performances.Select(id => id.Value).ToArray(), cancellationToken);

    public Task<Dictionary<PerformanceId, SeatCount>> OfBusyAsync(CancellationToken cancellationToken)
    {
        // Hold ids are UUIDv7, sorted by time: the primary key serves this query.
        return CountAsync(
            "p.id IN (SELECT performance_id FROM holds WHERE id >= @limit)",
            Guid.CreateVersion7(time.GetUtcNow() - HoldLifeMax).WithoutRandomness(),
            cancellationToken);
    }

    private async Task<Dictionary<PerformanceId, SeatCount>> CountAsync(
        string condition, object? limit, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Both conditions are constants of this class.
        await using var command = database.CreateCommand(
            $"""
            SELECT p.id,
              count(*) FILTER (WHERE s.status = 0 OR (s.status = 1 AND s.held_until <= @now))::int AS free,
              count(*) FILTER (WHERE s.status = 1 AND s.held_until > @now)::int AS held,
              count(*) FILTER (WHERE s.status = 2)::int AS sold
            FROM catalog_performances p
            JOIN seats s ON s.performance_id = p.id
            WHERE {condition}
            GROUP BY p.id
            """);
#pragma warning restore CA2100
        command.With("now", time.GetUtcNow());
        if (limit is not null)
        {
            command.With("limit", limit);
        }

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

file static class Uuid7
{
    /// <summary>The smallest UUIDv7 of the same millisecond.</summary>
    public static Guid WithoutRandomness(this Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6..].Clear();
        return new Guid(bytes, bigEndian: true);
    }
}
