using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>The result of counting performances once; of those in neither list another count was written meanwhile.</summary>
/// <param name="Failed">Those that could not be counted. Their former counts stay.</param>
internal sealed record CountedPerformances(IReadOnlyList<PerformanceId> Written, IReadOnlyList<PerformanceId> Failed);

/// <summary>
/// Counts seats and writes <c>availability</c>. A count is absolute: it may run twice and anywhere.
/// </summary>
/// <remarks>
/// The last state always comes. Reading seats and writing their count are two statements, and no transaction is open in between. A count is
/// dropped if another one of the performance was written since it began; and a change that is marked meanwhile leaves the performance due.
/// A performance that cannot be counted, or takes too long by itself, keeps no other waiting: if it is due, then a minute later again.
/// </remarks>
internal sealed partial class AvailabilityCounter(NpgsqlDataSource database, SeatCountReader seats, ILogger<AvailabilityCounter> logger)
{
    /// <summary>Performances in one statement.</summary>
    public const int ChunkMax = 50;

    private const int AttemptsMax = 20;

    /// <summary>The pause between two counts of a performance whose seats change all the time.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FailurePause = TimeSpan.FromMinutes(1);

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

    private static readonly SqlScript PostponeScript = SqlScript.Of(
        """
        UPDATE availability_performances s SET due_at = clock_timestamp() + make_interval(secs => @pause)
        WHERE s.performance_id = ANY (@performances) AND s.due_at IS NOT NULL
        """);

    /// <summary>Marks performances as due, in the caller's transaction.</summary>
    public static async Task MarkAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] performances, CancellationToken cancellationToken)
    {
        await using var mark = MarkScript.On(connection, transaction).With("performances", performances).With("pause", Pause.TotalSeconds);
        await mark.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Counts performances now, due or not. What changes meanwhile is due afterwards.</summary>
    /// <returns>Those that could not be counted.</returns>
    public async Task<IReadOnlyList<PerformanceId>> RecountAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var failed = new List<PerformanceId>();
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

                var counted = await TryCountAsync([.. left], cancellationToken);
                left.ExceptWith(counted.Written);
                left.ExceptWith(counted.Failed);
                failed.AddRange(counted.Failed);
            }
        }

        return failed;
    }

    /// <summary>Counts performances once.</summary>
    public async Task<CountedPerformances> TryCountAsync(IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var (written, failed) = (new List<PerformanceId>(performances.Count), new List<PerformanceId>());
        failed.AddRange(await InPartsAsync(
            performances,
            async (connection, part) =>
            {
                await ExecuteAsync(AddScript, connection, part, cancellationToken);
                var looks = await SeatCountReader.LookAsync(connection, part, cancellationToken);
                var counted = await seats.CountAsync(connection, looks, cancellationToken);
                looks.RemoveAll(look => counted.Failed.Contains(look.Id));
                written.AddRange(await WriteAsync(connection, looks, counted.Rows, cancellationToken));
                failed.AddRange(counted.Failed);
                // Their counts are removed already: they have no seats.
                await ExecuteAsync(
                    RemoveScript, connection, [.. looks.Where(look => look.PlanId is null).Select(look => look.Id)], cancellationToken);
            },
            cancellationToken));
        await PostponeAsync(failed, cancellationToken);
        return new CountedPerformances(written, failed);
    }

    /// <summary>Counts seats without writing the counts; performances without seats have no rows, nor those that cannot be counted.</summary>
    public async Task<ILookup<PerformanceId, KeptAvailability>> CountAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var looks = await SeatCountReader.LookAsync(connection, performances, cancellationToken);
        return (await seats.CountAsync(connection, looks, cancellationToken)).Rows;
    }

    /// <summary>The performances whose kept counts are other ones than their seats', although no change of them is due.</summary>
    public async Task<IReadOnlyList<CountBasis>> DifferingAsync(
        IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var differing = new List<CountBasis>();
        foreach (var chunk in performances.Chunk(ChunkMax))
        {
            await InPartsAsync(
                chunk,
                async (connection, part) =>
                {
                    var looks = await SeatCountReader.LookAsync(connection, part, cancellationToken);
                    var kept = await SeatCountReader.KeptAsync(connection, part, cancellationToken);
                    var counted = await seats.CountAsync(connection, looks, cancellationToken);
                    differing.AddRange(looks.Where(look => !look.IsDue && !counted.Failed.Contains(look.Id)
                        && !kept[look.Id].ToHashSet().SetEquals(counted.Rows[look.Id])));
                },
                cancellationToken);
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

    private async Task<IReadOnlyList<PerformanceId>> InPartsAsync(
        IReadOnlyList<PerformanceId> performances, Func<NpgsqlConnection, IReadOnlyList<PerformanceId>, Task> count,
        CancellationToken cancellationToken)
    {
        var failed = await SplitChunk.RunAsync(performances, () => database.OpenConnectionAsync(cancellationToken), count);
        foreach (var (performance, failure) in failed)
        {
            LogFailed(failure, performance);
        }

        return [.. failed.Select(each => each.Item)];
    }

    private static async Task<List<PerformanceId>> WriteAsync(
        NpgsqlConnection connection, List<CountBasis> looks, ILookup<PerformanceId, KeptAvailability> rows, CancellationToken cancellationToken)
    {
        await using var write = WriteScript.On(connection)
            .With(Looks, looks).With(Counts, [.. rows.SelectMany(each => each)]).With("pause", Pause.TotalSeconds);
        await using var reader = await write.ExecuteReaderAsync(cancellationToken);
        var written = new List<PerformanceId>(looks.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            written.Add(new PerformanceId(reader.GetGuid("performance_id")));
        }

        return written;
    }

    private async Task PostponeAsync(List<PerformanceId> failed, CancellationToken cancellationToken)
    {
        if (failed.Count > 0)
        {
            await using var postpone = PostponeScript.On(database)
                .With("performances", failed.Select(id => id.Value).ToArray()).With("pause", FailurePause.TotalSeconds);
            await postpone.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task ExecuteAsync(
        SqlScript script, NpgsqlConnection connection, IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        if (performances.Count > 0)
        {
            await using var command = script.On(connection).With("performances", performances.Select(id => id.Value).ToArray());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "The seats of {Performance} could not be counted")]
    private partial void LogFailed(Exception failure, PerformanceId performance);
}
