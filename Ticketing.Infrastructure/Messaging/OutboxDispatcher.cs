using System.Data;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messaging;

/// <summary>
/// Tells consumers about the facts in the outbox, on every instance at once.
/// </summary>
/// <remarks>
/// An event is claimed by one statement that counts the attempt and sets <c>retry_at</c> to the end of a lease, rows
/// taken in the order of their ids and those that another instance is claiming skipped. So two instances do not work on
/// one event while the lease lasts, a crash gives it back when the lease ends, and an event that kills the process uses
/// up its attempts like one that throws. After <see cref="AttemptsMax"/> it stays in the table, parked: with its last
/// error, undispatched, not tried again until somebody sets <c>attempts</c> back.
/// </remarks>
public sealed partial class OutboxDispatcher(
    NpgsqlDataSource database, IEnumerable<OutboxConsumer> consumers, IServiceScopeFactory scopes, TimeProvider time, ILogger<OutboxDispatcher> logger)
{
    /// <summary>With the waiting times between them this takes about two hours.</summary>
    public const int AttemptsMax = 10;

    /// <summary>Events in one batch at most.</summary>
    public const int BatchMax = 20;

    private const int AtOnceMax = 4;
    private const int ErrorLengthMax = 1000;

    // Longer than a batch of mails takes when each of them waits for its time-out.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    private readonly ILookup<string, OutboxConsumer> _consumersOf = consumers.ToLookup(consumer => consumer.Type);

    /// <summary>Claims one batch and tells its consumers. Answers how many events were claimed: 0 when nothing waits.</summary>
    public Task<int> DispatchOnceAsync(CancellationToken cancellationToken) => DispatchOnceAsync(BatchMax, cancellationToken);

    /// <summary>The same with at most <paramref name="max"/> events.</summary>
    public async Task<int> DispatchOnceAsync(int max, CancellationToken cancellationToken)
    {
        var batch = await ClaimAsync(max, cancellationToken);
        try
        {
            await Parallel.ForEachAsync(
                batch,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken },
                async (happened, token) => await DispatchAsync(happened, token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(batch);
            throw;
        }

        return batch.Count;
    }

    /// <summary>How many events wait for somebody to look at them.</summary>
    public async Task<long> CountParkedAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM outbox WHERE dispatched_at IS NULL AND attempts >= @attempts AND retry_at <= @now")
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
                reader.GetGuid("id"), reader.GetString("aggregatetype"), reader.GetString("aggregateid"), reader.GetString("type"), reader.GetString("payload"),
                reader.GetInt32("attempts")));
        }

        batch.Sort((a, b) => a.Id.CompareTo(b.Id));
        return batch;
    }

    // A consumer may throw anything; whatever it is, the event is tried again and its neighbours go on.
    private async Task DispatchAsync(OutboxEvent happened, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var consumer in _consumersOf[happened.Type])
            {
                await consumer.ConsumeAsync(scope.ServiceProvider, happened, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // See above: this is the place where a failure becomes a later attempt.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await PutBackAsync(happened, error, cancellationToken);
            return;
        }

        await MarkDispatchedAsync(happened.Id, cancellationToken);
    }

    // The instance stops: others need not wait for the lease to end. What was told already is marked, and stays so.
    private async Task ReleaseAsync(List<OutboxEvent> batch)
    {
        await using var command = database.CreateCommand(
            "UPDATE outbox SET attempts = attempts - 1, retry_at = NULL WHERE id = ANY(@ids) AND dispatched_at IS NULL AND last_error IS NULL")
            .With("ids", batch.ConvertAll(happened => happened.Id));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task MarkDispatchedAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE outbox SET dispatched_at = @now, retry_at = NULL, last_error = NULL WHERE id = @id")
            .With("now", time.GetUtcNow()).With("id", id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task PutBackAsync(OutboxEvent happened, Exception error, CancellationToken cancellationToken)
    {
        var parked = happened.Attempt >= AttemptsMax;
        if (parked)
        {
            LogParked(error, happened.Id, happened.Type, happened.Attempt);
        }
        else
        {
            LogRetry(error, happened.Id, happened.Type, happened.Attempt);
        }

        var text = error.ToString();
        await using var command = database.CreateCommand("UPDATE outbox SET retry_at = @retry, last_error = @error WHERE id = @id AND dispatched_at IS NULL")
            .With("retry", time.GetUtcNow() + (parked ? TimeSpan.Zero : WaitAfter(happened.Attempt)))
            .With("error", text.Length > ErrorLengthMax ? text[..ErrorLengthMax] : text)
            .With("id", happened.Id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // 5 s, 15 s, 45 s … up to half an hour, each up to a fifth longer, so that what failed together does not return together.
    private static TimeSpan WaitAfter(int attempt)
    {
        var wait = Math.Min(FirstWait.TotalSeconds * Math.Pow(3, attempt - 1), LongestWait.TotalSeconds);
        return TimeSpan.FromSeconds(wait * (1 + (RandomNumberGenerator.GetInt32(1000) / 5000.0)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Outbox event {Id} ({Type}) failed at attempt {Attempt}; it is tried again.")]
    private partial void LogRetry(Exception error, Guid id, string type, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Outbox event {Id} ({Type}) failed at attempt {Attempt} and is parked.")]
    private partial void LogParked(Exception error, Guid id, string type, int attempt);
}
