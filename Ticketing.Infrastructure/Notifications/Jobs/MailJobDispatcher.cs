using System.Data;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Notifications.Jobs;

/// <summary>Gives mail jobs to their handlers, concurrently at all instances.</summary>
/// <remarks>
/// One statement claims jobs in the order of their ids, skipping locked rows; it counts the attempt and sets <c>retry_at</c> to the end
/// of a lease. So a job is processed by one instance per lease, a crashed instance's jobs are retried after the lease, and a job that
/// crashes the process uses up its attempts too. A job that is done is deleted. After <see cref="AttemptsMax"/> it is parked: it stays in
/// the table with its last error until staff retry it.
/// </remarks>
public sealed partial class MailJobDispatcher(
    NpgsqlDataSource database,
    IEnumerable<MailJobHandler> handlers,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<MailJobDispatcher> logger)
{
    /// <summary>Attempts before a job is parked, after about two hours.</summary>
    public const int AttemptsMax = 10;

    /// <summary>The maximum number of jobs per batch.</summary>
    public const int BatchMax = 20;

    private const int Concurrency = 4;
    private const int ErrorLengthMax = 1000;

    // Longer than a batch of mails that all time out.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    private readonly ILookup<string, MailJobHandler> _handlersOf = handlers.ToLookup(handler => handler.Type);

    /// <summary>Claims and processes one batch.</summary>
    /// <returns>The number of claimed jobs.</returns>
    public Task<int> DispatchOnceAsync(CancellationToken cancellationToken) => DispatchOnceAsync(BatchMax, cancellationToken);

    /// <summary>The same with at most <paramref name="max"/> jobs.</summary>
    public async Task<int> DispatchOnceAsync(int max, CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        var until = now + Lease;
        var batch = await ClaimAsync(max, now, until, cancellationToken);
        try
        {
            await Parallel.ForEachAsync(
                batch,
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
                async (job, token) => await DispatchAsync(job, token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(batch, until);
            throw;
        }

        return batch.Count;
    }

    private async Task<List<MailJob>> ClaimAsync(int max, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE mail_jobs SET attempts = attempts + 1, retry_at = @until
            WHERE id IN (
              SELECT id FROM mail_jobs
              WHERE attempts < @attempts AND (retry_at IS NULL OR retry_at <= @now)
              ORDER BY id LIMIT @max
              FOR UPDATE SKIP LOCKED)
            RETURNING id, aggregate_id, type, payload::text AS payload, attempts
            """)
            .With("until", until).With("attempts", AttemptsMax).With("now", now).With("max", max);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var batch = new List<MailJob>();
        while (await reader.ReadAsync(cancellationToken))
        {
            batch.Add(new MailJob(
                reader.GetGuid("id"),
                reader.GetString("aggregate_id"),
                reader.GetString("type"),
                reader.GetString("payload"),
                reader.GetInt32("attempts")));
        }

        batch.Sort((a, b) => a.Id.CompareTo(b.Id));
        return batch;
    }

    // Any exception of a handler leads to a retry of this job only.
    private async Task DispatchAsync(MailJob job, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var handler in _handlersOf[job.Type])
            {
                await handler.SendAsync(scope.ServiceProvider, job, cancellationToken);
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
            await ScheduleRetryAsync(job, error, cancellationToken);
            return;
        }

        await DeleteAsync(job.Id, cancellationToken);
    }

    // At shutdown, so that other instances need not wait for the lease. Jobs that have failed in this batch have another time by now.
    private async Task ReleaseAsync(List<MailJob> batch, DateTimeOffset until)
    {
        await using var command = database.CreateCommand(
            "UPDATE mail_jobs SET attempts = attempts - 1, retry_at = NULL WHERE id = ANY(@ids) AND retry_at = @until")
            .With("ids", batch.ConvertAll(job => job.Id)).With("until", until);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM mail_jobs WHERE id = @id").With("id", id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task ScheduleRetryAsync(MailJob job, Exception error, CancellationToken cancellationToken)
    {
        var parked = job.Attempt >= AttemptsMax;
        if (parked)
        {
            LogParked(error, job.Id, job.Type, job.Attempt);
        }
        else
        {
            LogRetry(error, job.Id, job.Type, job.Attempt);
        }

        var text = error.ToString();
        await using var command = database.CreateCommand("UPDATE mail_jobs SET retry_at = @retry, last_error = @error WHERE id = @id")
            .With("retry", time.GetUtcNow() + (parked ? TimeSpan.Zero : WaitAfter(job.Attempt)))
            .With("error", text.Length > ErrorLengthMax ? text[..ErrorLengthMax] : text)
            .With("id", job.Id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Exponential back-off: 5 s, 15 s, 45 s … up to 30 min, with up to 20 % jitter.
    private static TimeSpan WaitAfter(int attempt)
    {
        var wait = Math.Min(FirstWait.TotalSeconds * Math.Pow(3, attempt - 1), LongestWait.TotalSeconds);
        return TimeSpan.FromSeconds(wait * (1 + (RandomNumberGenerator.GetInt32(1000) / 5000.0)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail job {Id} ({Type}) failed at attempt {Attempt} and will be retried.")]
    private partial void LogRetry(Exception error, Guid id, string type, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail job {Id} ({Type}) failed at attempt {Attempt} and is parked.")]
    private partial void LogParked(Exception error, Guid id, string type, int attempt);
}
