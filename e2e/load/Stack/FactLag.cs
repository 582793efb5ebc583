using System.Diagnostics;
using Npgsql;
using Ticketing.Load.Report;

namespace Ticketing.Load.Stack;

/// <summary>
/// Measures how long facts take from their commit to a consumer's effect: notes the newest committed transaction twenty times a second, and
/// when all positions of the consumer have passed it.
/// </summary>
internal sealed class FactLag : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Histogram _lags = new();
    private readonly Queue<(long Transaction, long At)> _awaited = new();
    private readonly Task _running;

    /// <param name="delay">Until the measurement begins.</param>
    public FactLag(NpgsqlDataSource database, string consumer, TimeSpan delay) => _running = RunAsync(database, consumer, delay);

    public double P50Ms => _lags.Percentile(50);

    public double P99Ms => _lags.Percentile(99);

    /// <summary>Ends the measurement. What has not been applied by now counts with its age.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        while (_awaited.TryDequeue(out var mark))
        {
            _lags.Record(Stopwatch.GetTimestamp() - mark.At);
        }

        _stopping.Dispose();
    }

    private async Task RunAsync(NpgsqlDataSource database, string consumer, TimeSpan delay)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(_stopping.Token);
            await using var command = new NpgsqlCommand(
                """
                select pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1, (select min(txid) from fact_positions where consumer = $1)
                """, connection);
            command.Parameters.Add(new NpgsqlParameter { Value = consumer });

            // Compiles the code before the measurement, whose figures include the driver's CPU.
            await (await command.ExecuteReaderAsync(_stopping.Token)).DisposeAsync();
            await Task.Delay(delay, _stopping.Token);
            while (true)
            {
                await ReadAsync(command, _stopping.Token);
                await Task.Delay(Interval, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }

    private async Task ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var (committed, applied) = (row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1));
        var now = Stopwatch.GetTimestamp();
        _awaited.Enqueue((committed, now));
        while (_awaited.TryPeek(out var mark) && mark.Transaction <= applied)
        {
            _lags.Record(now - _awaited.Dequeue().At);
        }
    }
}
