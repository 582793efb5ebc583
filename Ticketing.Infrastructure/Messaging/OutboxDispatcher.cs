using System.Data;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messaging;

/// <summary>Dispatches outbox events to consumers, concurrently at all instances.</summary>
/// <remarks>
/// One statement claims events in the order of their ids, skipping locked rows; it counts the attempt and sets <c>retry_at</c> to the end
/// of a lease. So an event is processed by one instance per lease, a crashed instance's events are retried after the lease, and an event
/// that crashes the process uses up its attempts too. After <see cref="AttemptsMax"/> an event is parked: it stays in the table with its
/// last error until staff reset <c>attempts</c>.
/// </remarks>
public sealed partial class OutboxDispatcher(
    NpgsqlDataSource database,
    IEnumerable<OutboxConsumer> consumers,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<OutboxDispatcher> logger)
{
    /// <summary>Attempts before an event is parked, after about two hours.</summary>
    public const int AttemptsMax = 10;

    /// <summary>The maximum number of events per batch.</summary>
    public const int BatchMax = 20;

    private const int Concurrency = 4;
    private const int ErrorLengthMax = 1000;

    // Longer than a batch of mails that all time out.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    private readonly ILookup<string, OutboxConsumer> _consumersOf = consumers.ToLookup(consumer => consumer.Type);

    /// <summary>Claims and dispatches one batch.</summary>
    /// <returns>The number of claimed events.</returns>
    public Task<int> DispatchOnceAsync(CancellationToken cancellationToken) => DispatchOnceAsync(BatchMax, cancellationToken);

    /// <summary>The same with at most <paramref name="max"/> events.</summary>
    public async Task<int> DispatchOnceAsync(int max, CancellationToken cancellationToken)
    {
        var batch = await ClaimAsync(max, cancellationToken);
        try
        {
            await Parallel.ForEachAsync(
                batch,
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
                async (outboxEvent, token) => await DispatchAsync(outboxEvent, token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(batch);
            throw;
        }

        return batch.Count;
    }

    /// <summary>The number of parked events.</summary>
    public async Task<long> CountParkedAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT count(*) FROM outbox WHERE dispatched_at IS NULL AND attempts >= @attempts AND retry_at <= @now")
            .With("attempts", AttemptsMax).With("now", time.GetUtcNow());
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<List<OutboxEvent>> ClaimAsync(int max, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            UPDATE outbox SET attempts = attempts + 1, retry_at = @until
            WHERE id IN (
              SELECT id FROM outbox
              WHERE dispatched_at IS NULL AND attempts < @attempts AND (retry_at IS NULL OR retry_at <= @now)
              ORDER BY id LIMIT @max
              FOR UPDATE SKIP LOCKED)
            RETURNING id, aggregatetype, aggregateid, type, payload::text AS payload, attempts
            """)
            .With("until", now + Lease).With("attempts", AttemptsMax).With("now", now).With("max", max);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var batch = new List<OutboxEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            batch.Add(new OutboxEvent(
                reader.GetGuid("id"),
                reader.GetString("aggregatetype"),
                reader.GetString("aggregateid"),
                reader.GetString("type"),
                reader.GetString("payload"),
                reader.GetInt32("attempts")));
        }

        batch.Sort((a, b) => a.Id.CompareTo(b.Id));
        return batch;
    }

    // Any exception of a consumer leads to a retry of this event only.
    private async Task DispatchAsync(OutboxEvent outboxEvent, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var consumer in _consumersOf[outboxEvent.Type])
            {
                await consumer.ConsumeAsync(scope.ServiceProvider, outboxEvent, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // See above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await ScheduleRetryAsync(outboxEvent, error, cancellationToken);
            return;
        }

        await MarkDispatchedAsync(outboxEvent.Id, cancellationToken);
    }

    // At shutdown, so that other instances need not wait for the lease. Dispatched events stay marked.
    private async Task ReleaseAsync(List<OutboxEvent> batch)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE outbox SET attempts = attempts - 1, retry_at = NULL
            WHERE id = ANY(@ids) AND dispatched_at IS NULL AND last_error IS NULL
            """)
            .With("ids", batch.ConvertAll(outboxEvent => outboxEvent.Id));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task MarkDispatchedAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "UPDATE outbox SET dispatched_at = @now, retry_at = NULL, last_error = NULL WHERE id = @id")
            .With("now", time.GetUtcNow()).With("id", id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task ScheduleRetryAsync(OutboxEvent outboxEvent, Exception error, CancellationToken cancellationToken)
    {
        var parked = outboxEvent.Attempt >= AttemptsMax;
        if (parked)
        {
            LogParked(error, outboxEvent.Id, outboxEvent.Type, outboxEvent.Attempt);
        }
        else
        {
            LogRetry(error, outboxEvent.Id, outboxEvent.Type, outboxEvent.Attempt);
        }

        var text = error.ToString();
        await using var command = database.CreateCommand(
            "UPDATE outbox SET retry_at = @retry, last_error = @error WHERE id = @id AND dispatched_at IS NULL")
            .With("retry", time.GetUtcNow() + (parked ? TimeSpan.Zero : WaitAfter(outboxEvent.Attempt)))
            .With("error", text.Length > ErrorLengthMax ? text[..ErrorLengthMax] : text)
            .With("id", outboxEvent.Id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Exponential back-off: 5 s, 15 s, 45 s … up to 30 min, with up to 20 % jitter.
    private static TimeSpan WaitAfter(int attempt)
    {
        var wait = Math.Min(FirstWait.TotalSeconds * Math.Pow(3, attempt - 1), LongestWait.TotalSeconds);
        return TimeSpan.FromSeconds(wait * (1 + (RandomNumberGenerator.GetInt32(1000) / 5000.0)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Outbox event {Id} ({Type}) failed at attempt {Attempt} and will be retried.")]
    private partial void LogRetry(Exception error, Guid id, string type, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Outbox event {Id} ({Type}) failed at attempt {Attempt} and is parked.")]
    private partial void LogParked(Exception error, Guid id, string type, int attempt);
}
