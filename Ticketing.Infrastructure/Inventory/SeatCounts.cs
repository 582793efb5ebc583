using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>Counts free seats for lists of performances. One query for many; never one a page view.</summary>
public sealed class SeatCounts(NpgsqlDataSource database, TimeProvider time)
{
    // Longer than a hold and the payment after it can take: whatever changes seats now began within it, refunds aside.
    private static readonly TimeSpan HoldLifeMax = TimeSpan.FromHours(2);

    /// <summary>Counts the seats of all performances that have not ended.</summary>
    public Task<Dictionary<PerformanceId, SeatCount>> OfAllAsync(CancellationToken stop) => CountAsync(
        "p.ends_at > $1", stop, time.GetUtcNow());

    public Task<Dictionary<PerformanceId, SeatCount>> OfAsync(IReadOnlyList<PerformanceId> performances, CancellationToken stop) => CountAsync(
        "p.id = any($2)", stop, time.GetUtcNow(), performances.Select(id => id.Value).ToArray());

    /// <summary>
    /// Counts the seats of the performances that have been in anybody's basket lately: the only ones whose seats move, but for
    /// refunds and blocks, which the next <see cref="OfAllAsync"/> sees.
    /// </summary>
    public Task<Dictionary<PerformanceId, SeatCount>> OfBusyAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        // Hold ids are UUIDv7: their order is time, so the primary key is the index for this.
        return CountAsync("p.id in (select performance_id from holds where id >= $2)", stop, now, Guid.CreateVersion7(now - HoldLifeMax).WithoutRandomness());
    }

    private async Task<Dictionary<PerformanceId, SeatCount>> CountAsync(string which, CancellationToken stop, params object[] values)
    {
#pragma warning disable CA2100 // Both conditions are constants of this class.
        await using var command = database.CreateCommand(
            $"""
            select p.id,
                   count(*) filter (where s.status = 0 or (s.status = 1 and s.held_until <= $1))::int,
                   count(*) filter (where s.status = 1 and s.held_until > $1)::int,
                   count(*) filter (where s.status = 2)::int
            from performances p join seats s on s.performance_id = p.id
            where {which}
            group by p.id
            """);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var counts = new Dictionary<PerformanceId, SeatCount>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            counts[new PerformanceId(reader.GetGuid(0))] = new SeatCount(reader.GetInt32(1), reader.GetInt32(2)) { Sold = reader.GetInt32(3) };
        }

        return counts;
    }
}

file static class Uuid7
{
    /// <summary>The smallest id of its millisecond.</summary>
    public static Guid WithoutRandomness(this Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6..].Clear();
        return new Guid(bytes, bigEndian: true);
    }
}
