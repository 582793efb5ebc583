using System.Data;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Idempotency;

/// <summary>The stored first response to a request.</summary>
public sealed record StoredAnswer(int Status, string? ContentType, byte[] Body);

/// <summary>Result of claiming an idempotency key.</summary>
public abstract record IdempotencyClaim
{
    /// <summary>The key is claimed: run the request, then call <see cref="IdempotencyStore.CompleteAsync"/> or release it.</summary>
    public sealed record First(DateTimeOffset ClaimedAt) : IdempotencyClaim;

    /// <summary>A repeat of a completed request.</summary>
    public sealed record Repeat(StoredAnswer Answer) : IdempotencyClaim;

    /// <summary>The key was used with another request before.</summary>
    public sealed record KeyReused : IdempotencyClaim;

    /// <summary>The same request is running.</summary>
    public sealed record InProgress : IdempotencyClaim;
}

/// <summary>
/// The idempotency keys of the HTTP API. A committed row claims a key before the request runs, so that only one of several concurrent
/// repeats runs, at any instance. A claim of a crashed instance is taken over after <see cref="Lease"/>; the use cases' constraints make
/// that second run idempotent.
/// </summary>
public sealed class IdempotencyStore(NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>The time after which an unfinished request's key can be claimed again.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    // Per step, for an outage of PostgreSQL.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    // Responses contain secrets (of holds, of orders) that the database otherwise stores as hashes.
    private readonly IDataProtector _protector = protection.CreateProtector("idempotency-answers");

    /// <param name="user">The sender, whose stored responses are erased with the account; null for guests.</param>
    public Task<IdempotencyClaim> ClaimAsync(RepeatableRequest request, UserId? user, CancellationToken cancellationToken)
    {
        // In PostgreSQL's precision: CompleteAsync identifies the claim by this time.
        var now = time.GetDatabaseNow();
        var attempts = 0;
        return DatabaseRetry.RunAsync(
            () => ClaimOnceAsync(request, user, now, again: attempts++ > 0, cancellationToken), Timeout, cancellationToken);
    }

    /// <summary>Stores the response. A claim that was taken over stores nothing.</summary>
    public Task CompleteAsync(
        RepeatableRequest request, IdempotencyClaim.First claim, StoredAnswer answer, CancellationToken cancellationToken)
    {
        var body = _protector.Protect(answer.Body);
        return DatabaseRetry.RunAsync(async () =>
        {
            await using var complete = database.CreateCommand(
                """
                UPDATE idempotency_keys SET status = @status, content_type = @type, body = @body
                WHERE id = @id AND created_at = @claimed AND status IS NULL
                """);
            return await complete.With("id", request.Id).With("claimed", claim.ClaimedAt)
                .With("status", answer.Status).With("type", answer.ContentType).With("body", body)
                .ExecuteNonQueryAsync(cancellationToken);
        }, Timeout, cancellationToken);
    }

    /// <summary>Releases a claim after a failure that a repeat may not have.</summary>
    public Task ReleaseAsync(RepeatableRequest request, IdempotencyClaim.First claim, CancellationToken cancellationToken) =>
        DatabaseRetry.RunAsync(async () =>
    {
        await using var release = database.CreateCommand(
            "DELETE FROM idempotency_keys WHERE id = @id AND created_at = @claimed AND status IS NULL");
        return await release.With("id", request.Id).With("claimed", claim.ClaimedAt).ExecuteNonQueryAsync(cancellationToken);
    }, Timeout, cancellationToken);

    /// <summary>Deletes keys older than <paramref name="age"/>, at most 5,000 per call.</summary>
    /// <returns>The number of deleted keys.</returns>
    public async Task<int> ForgetAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var forget = database.CreateCommand(
            """
            DELETE FROM idempotency_keys WHERE id IN (
              SELECT id FROM idempotency_keys WHERE created_at < @before ORDER BY created_at LIMIT 5000 FOR UPDATE SKIP LOCKED)
            """);
        return await forget.With("before", time.GetUtcNow() - age).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="again">Whether an earlier attempt may have been committed without a response; its claim is then kept.</param>
    private async Task<IdempotencyClaim> ClaimOnceAsync(
        RepeatableRequest request, UserId? user, DateTimeOffset now, bool again, CancellationToken cancellationToken)
    {
        await using var claim = database.CreateCommand(
            """
            INSERT INTO idempotency_keys AS k (id, request_hash, created_at, user_id) VALUES (@id, @hash, @now, @user)
            ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at
            WHERE k.status IS NULL AND k.request_hash = excluded.request_hash
              AND (k.created_at < @expired_before OR (@again AND k.created_at = excluded.created_at))
            RETURNING 1
            """)
            .With("id", request.Id).With("hash", request.Hash).With("now", now).With("expired_before", now - Lease)
            .With("user", user?.Value).With("again", again);
        return await claim.ExecuteScalarAsync(cancellationToken) is not null
            ? new IdempotencyClaim.First(now)
            : await ReadAsync(request, cancellationToken);
    }

    private async Task<IdempotencyClaim> ReadAsync(RepeatableRequest request, CancellationToken cancellationToken)
    {
        await using var read = database.CreateCommand(
            "SELECT request_hash, status, content_type, body FROM idempotency_keys WHERE id = @id");
        await using var row = await read.With("id", request.Id).ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            // Released between the two statements: the caller retries.
            return new IdempotencyClaim.InProgress();
        }

        if (!(await row.GetFieldValueAsync<byte[]>("request_hash", cancellationToken)).AsSpan().SequenceEqual(request.Hash))
        {
            return new IdempotencyClaim.KeyReused();
        }

        if (await row.IsDBNullAsync("status", cancellationToken))
        {
            return new IdempotencyClaim.InProgress();
        }

        var contentType = await row.IsDBNullAsync("content_type", cancellationToken) ? null : row.GetString("content_type");
        var body = _protector.Unprotect(await row.GetFieldValueAsync<byte[]>("body", cancellationToken));
        return new IdempotencyClaim.Repeat(new StoredAnswer(row.GetInt32("status"), contentType, body));
    }
}
