using System.Diagnostics;
using Npgsql;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>Waits until every consumer has applied every fact, and compares what they made of them with the truth.</summary>
internal static class FactChecks
{
    private static readonly string Sql = SqlFile.Read("facts.sql");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Violations by rule; <c>factsWaiting</c> are streams of a consumer, and performances to count, that stayed behind.</summary>
    public static async Task<Figures> CheckAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var last = await LastOfStreamsAsync(database, cancellationToken);
        var startedAt = Stopwatch.GetTimestamp();
        var waiting = await WaitingAsync(database, last, cancellationToken);
        while (waiting > 0 && Stopwatch.GetElapsedTime(startedAt) < Timeout)
        {
            await Task.Delay(PollInterval, cancellationToken);
            waiting = await WaitingAsync(database, last, cancellationToken);
        }

        var found = new Figures().AddFault("factsWaiting", waiting);
        await using var check = database.CreateCommand(Sql);
        await using var row = await check.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        for (var column = 0; column < row.FieldCount; column++)
        {
            found.AddFault(row.GetName(column), row.GetInt64(column));
        }

        return found;
    }

    private static async Task<long[]> LastOfStreamsAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var last = new long[FactStreams.Count];
        await using var command = database.CreateCommand("select aggregateid, txid::text::bigint from outbox");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var stream = FactStreams.Of(row.GetString(0));
            last[stream] = Math.Max(last[stream], row.GetInt64(1));
        }

        return last;
    }

    private static async Task<int> WaitingAsync(NpgsqlDataSource database, long[] last, CancellationToken cancellationToken)
    {
        // What a consumer has only marked has to be counted, too.
        await using var due = database.CreateCommand("select count(*) from availability_performances where due_at is not null");
        var waiting = (int)(long)(await due.ExecuteScalarAsync(cancellationToken))!;
        await using var command = database.CreateCommand("select stream, txid from fact_positions");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            waiting += row.GetInt64(1) < last[row.GetInt16(0)] ? 1 : 0;
        }

        return waiting;
    }
}
