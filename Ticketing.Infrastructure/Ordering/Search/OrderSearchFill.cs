using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Search;

/// <summary>
/// Adds the orders to the search that no fact is about: those from before there was a search, and those of the
/// demo, which are copied into the tables. At the start, then hourly.
/// </summary>
internal sealed partial class OrderSearchFill(NpgsqlDataSource database, TimeProvider time, ILogger<OrderSearchFill> logger) : BackgroundService
{
    private const int BatchMax = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Adds all missing orders.</summary>
    /// <returns>Their number.</returns>
    public async Task<int> FillAsync(CancellationToken cancellationToken)
    {
        var (after, added) = (Guid.Empty, 0);
        while (true)
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var missing = await MissingAsync(connection, transaction, after, cancellationToken);
            await OrderSearchRows.WriteAsync(connection, transaction, missing, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            added += missing.Length;
            if (missing.Length < BatchMax)
            {
                return added;
            }

            after = missing[^1];
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                if (await FillAsync(stoppingToken) is var added and > 0)
                {
                    LogFilled(added);
                }
            }
#pragma warning disable CA1031 // A failed pass must not stop the loop.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Newer orders than a minute are left to the consumer.
    private static async Task<Guid[]> MissingAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT o.id
            FROM orders o
            WHERE o.id > @after AND o.created_at < now() - interval '1 minute'
              AND NOT EXISTS (SELECT FROM order_search s WHERE s.order_id = o.id)
            ORDER BY o.id
            LIMIT @max
            """, connection, transaction);
        await using var reader = await command.With("after", after).With("max", BatchMax).ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid(0));
        }

        return [.. ids];
    }

    [LoggerMessage(LogLevel.Information, "{Orders} orders were added to the search")]
    private partial void LogFilled(int orders);

    [LoggerMessage(LogLevel.Error, "Adding missing orders to the search has failed; the next pass retries")]
    private partial void LogFailed(Exception exception);
}
