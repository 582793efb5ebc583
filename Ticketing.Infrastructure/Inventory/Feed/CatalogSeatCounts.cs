using System.Data;
using System.Numerics;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// Counts seats by status, and which categories have free ones, for many performances in one query. The free seats come as one bit each,
/// 64 in a row of the result; the compiled plan in memory maps them to categories.
/// </summary>
internal sealed class CatalogSeatCounts(NpgsqlDataSource database, CompiledPlans plans, TimeProvider time) : ISeatCounter
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
        var tallies = await ReadAsync(condition, limit, cancellationToken);
        var counts = new Dictionary<PerformanceId, SeatCount>(tallies.Count);
        foreach (var (performance, tally) in tallies)
        {
            counts[performance] = tally.ToCount(await plans.GetAsync(tally.PlanId, cancellationToken));
        }

        return counts;
    }

    private async Task<Dictionary<PerformanceId, Tally>> ReadAsync(string condition, object? limit, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The conditions are constants of this class.
        await using var command = database.CreateCommand(
            $"""
            SELECT p.id, p.compiled_plan_id, (s.seat_index >> 6)::int AS word,
              coalesce(bit_or(1::bigint << (s.seat_index & 63)::int)
                FILTER (WHERE s.status = 0 OR (s.status = 1 AND s.held_until <= @now)), 0) AS free,
              count(*) FILTER (WHERE s.status = 1 AND s.held_until > @now)::int AS held,
              count(*) FILTER (WHERE s.status = 2)::int AS sold
            FROM catalog_performances p
            JOIN seats s ON s.performance_id = p.id
            WHERE {condition}
            GROUP BY p.id, p.compiled_plan_id, word
            """);
#pragma warning restore CA2100
        command.With("now", time.GetUtcNow());
        if (limit is not null)
        {
            command.With("limit", limit);
        }

        var tallies = new Dictionary<PerformanceId, Tally>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var performance = new PerformanceId(reader.GetGuid("id"));
            if (!tallies.TryGetValue(performance, out var tally))
            {
                tallies[performance] = tally = new Tally(reader.GetString("compiled_plan_id"));
            }

            tally.Free.Add((reader.GetInt32("word"), unchecked((ulong)reader.GetInt64("free"))));
            tally.Held += reader.GetInt32("held");
            tally.Sold += reader.GetInt32("sold");
        }

        return tallies;
    }

    private sealed class Tally(string planId)
    {
        public string PlanId => planId;

        /// <summary>The free seats among the 64 from each word's index times 64, one bit each.</summary>
        public List<(int Word, ulong Bits)> Free { get; } = [];

        public int Held { get; set; }

        public int Sold { get; set; }

        public SeatCount ToCount(CompiledPlan plan) => new(Free.Sum(word => BitOperations.PopCount(word.Bits)), Held)
        {
            Sold = Sold,
            FreeCategories = CategoriesIn(plan),
        };

        private HashSet<string> CategoriesIn(CompiledPlan plan)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (word, bits) in Free)
            {
                for (var rest = bits; rest != 0 && found.Count < plan.Categories.Length; rest &= rest - 1)
                {
                    found.Add(plan.CategoryOf(new SeatIndex((word * 64) + BitOperations.TrailingZeroCount(rest))).Key);
                }
            }

            return found;
        }
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
