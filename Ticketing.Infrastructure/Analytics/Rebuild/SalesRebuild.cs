using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Analytics.Live;
using Ticketing.Infrastructure.Analytics.Sales;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>
/// Makes the sales figures anew from the orders, while they are read and written: fills tables beside the live ones from one snapshot,
/// reads again the orders that the consumer has read since, and puts the tables in the place of the live ones.
/// </summary>
/// <remarks>
/// Nothing is missed. What the consumer has not read at the swap, it reads afterwards: contributions are absolute. What it has read since
/// the snapshot are the rows of <c>order_sales</c> whose transaction the snapshot does not see; during the last look at them and the swap
/// the consumer waits (<see cref="SalesLedger.LockAsync"/>).
/// </remarks>
internal sealed partial class SalesRebuild(
    NpgsqlDataSource database, ProjectionStore store, SalesChanges changes, TimeProvider time, ILogger<SalesRebuild> logger)
    : ProjectionRebuild(Projection.Sales, database, store, logger)
{
    public const int ChunkMax = 1000;

    private const int SwapAttemptsMax = 20;

    // The rest is for the orders that change meanwhile.
    private const int PercentOfSnapshot = 95;

    // A long query of a reader must not make others wait behind the swap.
    private const string SwapTimeout = "SET LOCAL lock_timeout = '2s'";

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    private static readonly SqlScript Create = SqlScript.Load("sales-create.sql");
    private static readonly SqlScript Swap = SqlScript.Load("sales-swap.sql");
    private static readonly SqlScript Changed = SqlScript.Of(
        "SELECT order_id FROM order_sales WHERE NOT pg_visible_in_snapshot(txid, @snapshot::pg_snapshot)");

    public override Task<bool> HasSourceAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        SoldOrders.AnyAsync(connection, cancellationToken);

    public override async Task<long> CountRowsAsync(CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand("SELECT count(*) FROM sales_minutes");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    protected override async Task RebuildAsync(Action<int>? report, Func<Task>? pause, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        await using var connection = await Database.OpenConnectionAsync(cancellationToken);
        await using (var create = Create.On(connection))
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        var (snapshot, orders) = await FillAsync(connection, report, pause, cancellationToken);
        snapshot = await CatchUpAsync(connection, snapshot, cancellationToken);
        await SwapAsync(connection, snapshot, cancellationToken);
        changes.CommitAll();
        report?.Invoke(100);
        LogRebuilt(Logger, orders, time.GetElapsedTime(begun).TotalSeconds);
    }

    /// <returns>The snapshot that the tables are filled from, and the number of its orders.</returns>
    private async Task<(string Snapshot, long Orders)> FillAsync(
        NpgsqlConnection connection, Action<int>? report, Func<Task>? pause, CancellationToken cancellationToken)
    {
        await using var source = await Database.OpenConnectionAsync(cancellationToken);
        await using var reading = await source.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var snapshot = await SnapshotAsync(source, reading, cancellationToken);
        var total = await SoldOrders.CountAsync(source, reading, cancellationToken);
        var (after, done, reportedAt) = (Guid.Empty, 0L, time.GetTimestamp());
        while (true)
        {
            await (pause?.Invoke() ?? Task.CompletedTask);
            var ids = await SoldOrders.IdsAfterAsync(source, reading, after, ChunkMax, cancellationToken);
            if (ids.Length == 0)
            {
                return (snapshot, done);
            }

            var sold = await SoldOrders.ReadAsync(source, reading, ids, cancellationToken);
            await using (var writing = await connection.BeginTransactionAsync(cancellationToken))
            {
                await SalesLedger.Next.ReplaceAsync(connection, writing, ids, sold, cancellationToken);
                await writing.CommitAsync(cancellationToken);
            }

            (after, done) = (ids[^1], done + ids.Length);
            if (time.GetElapsedTime(reportedAt) >= ReportInterval)
            {
                reportedAt = time.GetTimestamp();
                var percent = (int)(done * PercentOfSnapshot / Math.Max(total, done));
                report?.Invoke(percent);
                await Store.ReportAsync(Projection.Sales, percent, cancellationToken);
            }
        }
    }

    /// <summary>Reads the orders again that changed since <paramref name="snapshot"/>, so that few are left for the swap.</summary>
    /// <returns>A snapshot up to which the tables are complete.</returns>
    private static async Task<string> CatchUpAsync(NpgsqlConnection connection, string snapshot, CancellationToken cancellationToken)
    {
        // Taken before: what commits while this runs is for the swap.
        var next = await SnapshotAsync(connection, null, cancellationToken);
        foreach (var chunk in (await ChangedAsync(connection, null, snapshot, cancellationToken)).Chunk(ChunkMax))
        {
            await using var writing = await connection.BeginTransactionAsync(cancellationToken);
            await SalesLedger.Next.ApplyAsync(connection, writing, chunk, cancellationToken);
            await writing.CommitAsync(cancellationToken);
        }

        await using var analyze = new NpgsqlCommand("ANALYZE sales_minutes_next, order_sales_next", connection);
        await analyze.ExecuteNonQueryAsync(cancellationToken);
        return next;
    }

    private async Task SwapAsync(NpgsqlConnection connection, string snapshot, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SwapOnceAsync(connection, snapshot, cancellationToken);
                return;
            }
            catch (PostgresException timeout) when (timeout.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < SwapAttemptsMax)
            {
                LogSwapWaits(Logger, attempt);
                await DatabaseRetry.PauseAsync(cancellationToken);
            }
        }
    }

    private async Task SwapOnceAsync(NpgsqlConnection connection, string snapshot, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var timeout = new NpgsqlCommand(SwapTimeout, connection, transaction))
        {
            await timeout.ExecuteNonQueryAsync(cancellationToken);
        }

        await SalesLedger.LockAsync(connection, transaction, cancellationToken);
        foreach (var chunk in (await ChangedAsync(connection, transaction, snapshot, cancellationToken)).Chunk(ChunkMax))
        {
            await SalesLedger.Next.ApplyAsync(connection, transaction, chunk, cancellationToken);
        }

        await using (var swap = Swap.On(connection, transaction))
        {
            await swap.ExecuteNonQueryAsync(cancellationToken);
        }

        await Store.FinishAsync(Projection.Sales, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<string> SnapshotAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_current_snapshot()::text", connection, transaction);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<Guid[]> ChangedAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string snapshot, CancellationToken cancellationToken)
    {
        await using var command = Changed.On(connection, transaction).With("snapshot", snapshot);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid(0));
        }

        return [.. ids];
    }

    [LoggerMessage(LogLevel.Information, "Sales figures rebuilt from {Orders} orders in {Seconds:F1} s")]
    private static partial void LogRebuilt(ILogger logger, long orders, double seconds);

    [LoggerMessage(LogLevel.Warning, "The rebuilt sales figures wait for a reader of the former ones; attempt {Attempt}")]
    private static partial void LogSwapWaits(ILogger logger, int attempt);
}
