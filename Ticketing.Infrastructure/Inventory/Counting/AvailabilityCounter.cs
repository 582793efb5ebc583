using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>
/// Counts seats and writes <c>availability</c>. A count is absolute: it may run twice and anywhere.
/// </summary>
/// <remarks>
/// The last state always comes. Reading seats and writing their count are two statements, and no transaction is open in between. A count is
/// dropped if another one of the performance was written since it began; and a change that is marked meanwhile leaves the performance due.
/// </remarks>
internal sealed class AvailabilityCounter(NpgsqlDataSource database, CompiledPlans plans, TimeProvider time)
{
    /// <summary>Performances in one statement.</summary>
    public const int ChunkMax = 50;

    private const int AttemptsMax = 20;

    /// <summary>The pause between two counts of a performance whose seats change all the time.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly BatchTable<CountBasis> Looks = new BatchTable<CountBasis>("looks")
        .Column("performance_id", look => look.Id)
        .Column("marks", look => look.Marks)
        .Column("version", look => look.Version);

    private static readonly BatchTable<KeptAvailability> Counts = new BatchTable<KeptAvailability>("counts")
        .Column("performance_id", row => row.PerformanceId)
        .Column("section", row => row.Section)
        .Column("category", row => row.Category)
        .Column("free", row => row.Free)
        .Column("held", row => row.Held)
        .Column("sold", row => row.Sold)
        .Column("blocked", row => row.Blocked);

    private static readonly SqlScript LookScript = SqlScript.Load("availability-look.sql");
    private static readonly SqlScript CountScript = SqlScript.Load("availability-count.sql");
    private static readonly SqlScript MarkScript = SqlScript.Load("availability-mark.sql");
    private static readonly SqlScript WriteScript = SqlScript.Load("availability-write.sql", Looks, Counts);

    private static readonly SqlScript AddScript = SqlScript.Of(
        """
        INSERT INTO availability_performances (performance_id)
        SELECT m.performance_id FROM unnest(@performances::uuid[]) AS m(performance_id) ORDER BY m.performance_id
        ON CONFLICT DO NOTHING
        """);

    private static readonly SqlScript RemoveScript = SqlScript.Of(
        "DELETE FROM availability_performances s WHERE s.performance_id = ANY (@performances)");

    private static readonly SqlScript KeptScript = SqlScript.Of(
        """
        SELECT a.performance_id, a.section, a.category, a.free, a.held, a.sold, a.blocked
        FROM availability a
        WHERE a.performance_id = ANY (@performances)
        """);

    /// <summary>Marks performances as due, in the caller's transaction.</summary>
    public static async Task MarkAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] performances, CancellationToken cancellationToken)
    {
        await using var mark = MarkScript.On(connection, transaction).With("performances", performances).With("pause", Pause.TotalSeconds);
        await mark.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Counts performances now, due or not. What changes meanwhile is due afterwards.</summary>
    /// <returns>Those whose counts were other ones.</returns>
    public async Task<IReadOnlyList<PerformanceId>> RecountAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var differing = new List<PerformanceId>();
        foreach (var chunk in performances.Chunk(ChunkMax))
        {
            var left = chunk.ToHashSet();
            for (var attempt = 1; left.Count > 0; attempt++)
            {
                Invariant.Holds(attempt <= AttemptsMax);
                if (attempt > 1)
                {
                    await DatabaseRetry.PauseAsync(cancellationToken);
                }

                foreach (var (id, differs) in await TryCountAsync([.. left], cancellationToken))
                {
                    left.Remove(id);
                    if (differs)
                    {
                        differing.Add(id);
                    }
                }
            }
        }

        return differing;
    }

    /// <summary>Counts performances once.</summary>
    /// <returns>Those whose counts were written, and whether they differ; of the others another count was written meanwhile.</returns>
    public async Task<IReadOnlyList<(PerformanceId Id, bool Differs)>> TryCountAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var ids = Values(performances);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await AddAsync(connection, ids, cancellationToken);
        var looks = await LookAsync(connection, ids, cancellationToken);
        var counts = (await CountAsync(connection, looks, cancellationToken)).SelectMany(rows => rows).ToList();
        var written = new List<(PerformanceId, bool)>(looks.Count);
        await using (var write = WriteScript.On(connection).With(Looks, looks).With(Counts, counts).With("pause", Pause.TotalSeconds))
        await using (var reader = await write.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                written.Add((new PerformanceId(reader.GetGuid("performance_id")), reader.GetBoolean("differs")));
            }
        }

        await RemoveAsync(connection, looks, cancellationToken);
        return written;
    }

    /// <summary>Counts seats without writing the counts; performances without seats have no rows.</summary>
    public async Task<ILookup<PerformanceId, KeptAvailability>> CountAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await CountAsync(connection, await LookAsync(connection, Values(performances), cancellationToken), cancellationToken);
    }

    /// <summary>The performances whose kept counts are other ones than their seats', although no change of them is due.</summary>
    public async Task<IReadOnlyList<CountBasis>> DifferingAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var differing = new List<CountBasis>();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in performances.Chunk(ChunkMax))
        {
            var ids = Values(chunk);
            var looks = await LookAsync(connection, ids, cancellationToken);
            var kept = await KeptAsync(connection, ids, cancellationToken);
            var counted = await CountAsync(connection, looks, cancellationToken);
            differing.AddRange(looks.Where(look => !look.IsDue && !kept[look.Id].ToHashSet().SetEquals(counted[look.Id])));
        }

        return differing;
    }

    /// <summary>Forgets the performances that do not exist any more.</summary>
    public async Task ForgetGoneAsync(CancellationToken cancellationToken)
    {
        await using var forget = database.CreateCommand(
            """
            WITH gone AS (
              DELETE FROM availability_performances s
              WHERE NOT EXISTS (SELECT FROM catalog_performances p WHERE p.id = s.performance_id)
            )
            DELETE FROM availability a
            WHERE NOT EXISTS (SELECT FROM catalog_performances p WHERE p.id = a.performance_id)
            """);
        await forget.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The number of rows that readers see.</summary>
    public async Task<long> CountRowsAsync(CancellationToken cancellationToken)
    {
        await using var count = database.CreateCommand("SELECT count(*) FROM availability");
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task AddAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var add = AddScript.On(connection).With("performances", ids);
        await add.ExecuteNonQueryAsync(cancellationToken);
    }

    // Their counts are removed already: they have no seats.
    private static async Task RemoveAsync(NpgsqlConnection connection, List<CountBasis> looks, CancellationToken cancellationToken)
    {
        var gone = looks.Where(look => look.PlanId is null).Select(look => look.Id.Value).ToArray();
        if (gone.Length > 0)
        {
            await using var remove = RemoveScript.On(connection).With("performances", gone);
            await remove.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<List<CountBasis>> LookAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var look = LookScript.On(connection).With("performances", ids);
        await using var reader = await look.ExecuteReaderAsync(cancellationToken);
        var looks = new List<CountBasis>(ids.Length);
        while (await reader.ReadAsync(cancellationToken))
        {
            looks.Add(new CountBasis(
                new PerformanceId(reader.GetGuid("performance_id")), reader.GetInt64("marks"), reader.GetInt64("version"),
                reader.GetBoolean("is_due"),
                await reader.IsDBNullAsync("compiled_plan_id", cancellationToken) ? null : reader.GetString("compiled_plan_id")));
        }

        return looks;
    }

    private async Task<ILookup<PerformanceId, KeptAvailability>> CountAsync(
        NpgsqlConnection connection, List<CountBasis> looks, CancellationToken cancellationToken)
    {
        var tallies = new Dictionary<PerformanceId, SeatTally>(looks.Count);
        await using (var count = CountScript.On(connection).With("performances", Values(looks.ConvertAll(look => look.Id)))
            .With("now", time.GetUtcNow()))
        await using (var reader = await count.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var performance = new PerformanceId(reader.GetGuid("performance_id"));
                if (!tallies.TryGetValue(performance, out var tally))
                {
                    tallies.Add(performance, tally = new SeatTally());
                }

                tally.Add(
                    reader.GetInt32("word"), Bits(reader, "free"), Bits(reader, "held"), Bits(reader, "sold"), Bits(reader, "blocked"));
            }
        }

        var rows = new List<KeptAvailability>();
        foreach (var look in looks)
        {
            if (look.PlanId is { } plan && tallies.TryGetValue(look.Id, out var tally))
            {
                rows.AddRange(tally.RowsOf(look.Id, await plans.GetAsync(plan, cancellationToken)));
            }
        }

        return rows.ToLookup(row => row.PerformanceId);
    }

    private static async Task<ILookup<PerformanceId, KeptAvailability>> KeptAsync(
        NpgsqlConnection connection, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = KeptScript.On(connection).With("performances", ids);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<KeptAvailability>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new KeptAvailability(
                new PerformanceId(reader.GetGuid("performance_id")), reader.GetString("section"), reader.GetString("category"),
                reader.GetInt32("free"), reader.GetInt32("held"), reader.GetInt32("sold"), reader.GetInt32("blocked")));
        }

        return rows.ToLookup(row => row.PerformanceId);
    }

    private static ulong Bits(NpgsqlDataReader reader, string column) => unchecked((ulong)reader.GetInt64(column));

    private static Guid[] Values(IReadOnlyList<PerformanceId> performances) => [.. performances.Select(id => id.Value)];
}
