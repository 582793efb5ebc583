using System.Data;
using Microsoft.Extensions.Logging;
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

/// <summary>Counts performances that are due. One that cannot be counted does not keep others waiting: it is tried again a minute later.</summary>
internal sealed partial class AvailabilityPass(NpgsqlDataSource database, AvailabilityCounter counter, ILogger<AvailabilityPass> logger)
{
    private static readonly TimeSpan FailurePause = TimeSpan.FromMinutes(1);

    private static readonly SqlScript DueScript = SqlScript.Of(
        """
        SELECT s.performance_id, s.due_at <= clock_timestamp() AS is_due
        FROM availability_performances s
        WHERE s.due_at IS NOT NULL
        ORDER BY s.due_at
        LIMIT @max
        """);

    private static readonly SqlScript PostponeScript = SqlScript.Of(
        """
        UPDATE availability_performances s SET due_at = clock_timestamp() + make_interval(secs => @pause)
        WHERE s.performance_id = @performance AND s.due_at IS NOT NULL
        """);

    public async Task<DuePerformances> RunAsync(CancellationToken cancellationToken)
    {
        var (due, hasMore) = await ReadAsync(cancellationToken);
        var written = due.Count == 0 ? 0 : await CountAsync(due, cancellationToken);
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

    private async Task<int> CountAsync(List<PerformanceId> due, CancellationToken cancellationToken)
    {
        try
        {
            return (await counter.TryCountAsync(due, cancellationToken)).Count;
        }
#pragma warning disable CA1031 // Performances are counted one by one to find the cause.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !DatabaseRetry.IsTransient(failure))
#pragma warning restore CA1031
        {
            LogOneByOne(failure);
        }

        var written = 0;
        foreach (var performance in due)
        {
            written += await CountAsync(performance, cancellationToken);
        }

        return written;
    }

    private async Task<int> CountAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        try
        {
            return (await counter.TryCountAsync([performance], cancellationToken)).Count;
        }
#pragma warning disable CA1031 // See above.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !DatabaseRetry.IsTransient(failure))
#pragma warning restore CA1031
        {
            LogFailed(failure, performance);
        }

        await using var postpone = PostponeScript.On(database).With("performance", performance.Value).With("pause", FailurePause.TotalSeconds);
        await postpone.ExecuteNonQueryAsync(cancellationToken);
        return 0;
    }

    [LoggerMessage(LogLevel.Warning, "Seats could not be counted; performances are counted one by one")]
    private partial void LogOneByOne(Exception failure);

    [LoggerMessage(LogLevel.Error, "The seats of {Performance} could not be counted")]
    private partial void LogFailed(Exception failure, PerformanceId performance);
}
