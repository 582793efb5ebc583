using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>Counts of seats.</summary>
/// <param name="Failed">Performances that could not be counted, such as one with seats that its plan does not have.</param>
internal sealed record SeatCountRows(ILookup<PerformanceId, KeptAvailability> Rows, IReadOnlySet<PerformanceId> Failed);

/// <summary>Counts the seats of performances, without writing. One that cannot be counted is logged and does not stop the others.</summary>
internal sealed partial class SeatCountReader(CompiledPlans plans, TimeProvider time, ILogger<SeatCountReader> logger)
{
    private static readonly SqlScript LookScript = SqlScript.Load("availability-look.sql");
    private static readonly SqlScript CountScript = SqlScript.Load("availability-count.sql");

    private static readonly SqlScript KeptScript = SqlScript.Of(
        """
        SELECT a.performance_id, a.section, a.category, a.free, a.held, a.sold, a.blocked
        FROM availability a
        WHERE a.performance_id = ANY (@performances)
        """);

    /// <summary>What is known of performances before their seats are counted.</summary>
    public static async Task<List<CountBasis>> LookAsync(
        NpgsqlConnection connection, IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        await using var look = LookScript.On(connection).With("performances", Values(performances));
        await using var reader = await look.ExecuteReaderAsync(cancellationToken);
        var looks = new List<CountBasis>(performances.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            looks.Add(new CountBasis(
                new PerformanceId(reader.GetGuid("performance_id")), reader.GetInt64("marks"), reader.GetInt64("version"),
                reader.GetBoolean("is_due"),
                await reader.IsDBNullAsync("compiled_plan_id", cancellationToken) ? null : reader.GetString("compiled_plan_id")));
        }

        return looks;
    }

    /// <summary>The counts that were written last.</summary>
    public static async Task<ILookup<PerformanceId, KeptAvailability>> KeptAsync(
        NpgsqlConnection connection, IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        await using var command = KeptScript.On(connection).With("performances", Values(performances));
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

    /// <summary>Counts seats. Performances without seats have no rows.</summary>
    public async Task<SeatCountRows> CountAsync(
        NpgsqlConnection connection, IReadOnlyList<CountBasis> looks, CancellationToken cancellationToken)
    {
        var tallies = await TallyAsync(connection, [.. looks.Select(look => look.Id)], cancellationToken);
        var (rows, failed) = (new List<KeptAvailability>(), new HashSet<PerformanceId>());
        foreach (var look in looks)
        {
            if (look.PlanId is not { } plan || !tallies.TryGetValue(look.Id, out var tally))
            {
                continue;
            }

            try
            {
                rows.AddRange(tally.RowsOf(look.Id, await plans.GetAsync(plan, cancellationToken)));
            }
#pragma warning disable CA1031 // Seats and plan may not fit in any way; the others are counted.
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !DatabaseRetry.IsTransient(failure))
#pragma warning restore CA1031
            {
                LogFailed(failure, look.Id);
                failed.Add(look.Id);
            }
        }

        return new SeatCountRows(rows.ToLookup(row => row.PerformanceId), failed);
    }

    private async Task<Dictionary<PerformanceId, SeatTally>> TallyAsync(
        NpgsqlConnection connection, IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var tallies = new Dictionary<PerformanceId, SeatTally>(performances.Count);
        await using var count = CountScript.On(connection).With("performances", Values(performances)).With("now", time.GetUtcNow());
        await using var reader = await count.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var performance = new PerformanceId(reader.GetGuid("performance_id"));
            if (!tallies.TryGetValue(performance, out var tally))
            {
                tallies.Add(performance, tally = new SeatTally());
            }

            tally.Add(reader.GetInt32("word"), Bits(reader, "free"), Bits(reader, "held"), Bits(reader, "sold"), Bits(reader, "blocked"));
        }

        return tallies;
    }

    private static ulong Bits(NpgsqlDataReader reader, string column) => unchecked((ulong)reader.GetInt64(column));

    private static Guid[] Values(IReadOnlyList<PerformanceId> performances) => [.. performances.Select(id => id.Value)];

    [LoggerMessage(LogLevel.Error, "The seats of {Performance} could not be counted")]
    private partial void LogFailed(Exception failure, PerformanceId performance);
}
