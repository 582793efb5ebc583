using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Counting;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>
/// Recounts the seats of all performances in place: a performance's rows are replaced in one statement, so readers see its former counts
/// or the new ones. What changes meanwhile is due, as always (<see cref="AvailabilityCounter"/>).
/// </summary>
internal sealed partial class AvailabilityRebuild(
    NpgsqlDataSource database, ProjectionStore store, AvailabilityCounter counter, TimeProvider time, ILogger<AvailabilityRebuild> logger)
    : ProjectionRebuild(Projection.Availability, database, store, logger)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    public override async Task<bool> HasSourceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM catalog_performances p)", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public override Task<long> CountRowsAsync(CancellationToken cancellationToken) => counter.CountRowsAsync(cancellationToken);

    protected override async Task RebuildAsync(Action<int>? report, Func<Task>? pause, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        await using var connection = await Database.OpenConnectionAsync(cancellationToken);
        var total = await CountAsync(connection, cancellationToken);
        var (after, done, reportedAt) = (Guid.Empty, 0L, begun);
        while (true)
        {
            await (pause?.Invoke() ?? Task.CompletedTask);
            var ids = await IdsAfterAsync(connection, after, cancellationToken);
            if (ids.Count == 0)
            {
                break;
            }

            // One that cannot be counted is logged, and keeps its former counts.
            await counter.RecountAsync(ids, cancellationToken);
            (after, done) = (ids[^1].Value, done + ids.Count);
            if (time.GetElapsedTime(reportedAt) >= ReportInterval)
            {
                reportedAt = time.GetTimestamp();
                var percent = (int)(done * 99 / Math.Max(total, done));
                report?.Invoke(percent);
                await Store.ReportAsync(Name, percent, cancellationToken);
            }
        }

        await counter.ForgetGoneAsync(cancellationToken);
        await Store.FinishAsync(Name, connection, null, cancellationToken);
        report?.Invoke(100);
        LogRebuilt(Logger, done, time.GetElapsedTime(begun).TotalSeconds);
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM catalog_performances p", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<IReadOnlyList<PerformanceId>> IdsAfterAsync(
        NpgsqlConnection connection, Guid after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT p.id FROM catalog_performances p WHERE p.id > @after ORDER BY p.id LIMIT @max", connection);
        await using var reader = await command.With("after", after).With("max", AvailabilityCounter.ChunkMax)
            .ExecuteReaderAsync(cancellationToken);
        var ids = new List<PerformanceId>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(new PerformanceId(reader.GetGuid(0)));
        }

        return ids;
    }

    [LoggerMessage(LogLevel.Information, "Seats of {Performances} performances counted in {Seconds:F1} s")]
    private static partial void LogRebuilt(ILogger logger, long performances, double seconds);
}
