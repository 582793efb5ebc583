using System.Data;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Idempotency;

/// <summary>The first answer to a request, as it is given again.</summary>
public sealed record StoredAnswer(int Status, string? ContentType, byte[] Body);

/// <summary>What became of an attempt to be the first with a key.</summary>
public abstract record IdempotencyClaim
{
    /// <summary>The caller is the first: run the request, then <see cref="IdempotencyStore.CompleteAsync"/> or release it.</summary>
    public sealed record First(DateTimeOffset ClaimedAt) : IdempotencyClaim;

    /// <summary>The same request was answered before.</summary>
    public sealed record Repeat(StoredAnswer Answer) : IdempotencyClaim;

    /// <summary>The key was used with another request.</summary>
    public sealed record KeyReused : IdempotencyClaim;

    /// <summary>The same request is being answered at this moment.</summary>
    public sealed record InProgress : IdempotencyClaim;
}

/// <summary>
/// The idempotency keys of the HTTP API. A key is claimed by a committed row before the request runs, so that of several
/// concurrent repeats, on any instance, one runs. A claim whose instance died is taken over after <see cref="Lease"/>; the
/// use cases' own constraints keep that second run from doing anything twice.
/// </summary>
public sealed class IdempotencyStore(NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long a request may run before its key counts as abandoned.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    // How long each step waits for PostgreSQL to come back.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Answers hold secrets (a hold's, an order's token) that the database otherwise knows only as hashes.
    private readonly IDataProtector _protector = protection.CreateProtector("idempotency-answers");

    /// <param name="user">Whose request it is, so that its answer is erased with the account; null for guests.</param>
    public Task<IdempotencyClaim> ClaimAsync(RepeatableRequest request, UserId? user, CancellationToken cancellationToken)
    {
        // As PostgreSQL keeps it: the time is the claim's name in CompleteAsync.
        var now = time.GetDatabaseNow();
        var attempts = 0;
        return DatabaseRetry.RunAsync(
            () => ClaimOnceAsync(request, user, now, again: attempts++ > 0, cancellationToken), Patience, cancellationToken);
    }

    /// <summary>Stores the first answer. A claim that was taken over meanwhile stores nothing.</summary>
    public Task CompleteAsync(
        RepeatableRequest request, IdempotencyClaim.First claim, StoredAnswer answer, CancellationToken cancellationToken)
    {
        var body = _protector.Protect(answer.Body);
        return DatabaseRetry.RunAsync(async () =>
        {
            await using var complete = database.CreateCommand(
                "UPDATE idempotency_keys SET status = @status, content_type = @type, body = @body WHERE id = @id AND created_at = @claimed AND status IS NULL");
            return await complete.With("id", request.Id).With("claimed", claim.ClaimedAt).With("status", answer.Status).With("type", answer.ContentType).With("body", body)
                .ExecuteNonQueryAsync(cancellationToken);
        }, Patience, cancellationToken);
    }

    /// <summary>Gives a claim back: the request failed in a way that a repeat may not.</summary>
    public Task ReleaseAsync(RepeatableRequest request, IdempotencyClaim.First claim, CancellationToken cancellationToken) =>
        DatabaseRetry.RunAsync(async () =>
    {
        await using var release = database.CreateCommand(
            "DELETE FROM idempotency_keys WHERE id = @id AND created_at = @claimed AND status IS NULL");
        return await release.With("id", request.Id).With("claimed", claim.ClaimedAt).ExecuteNonQueryAsync(cancellationToken);
    }, Patience, cancellationToken);

    /// <summary>Forgets keys older than <paramref name="age"/>, a bounded number at a time, and says how many.</summary>
    public async Task<int> ForgetAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var forget = database.CreateCommand(
            """
            DELETE FROM idempotency_keys WHERE id IN (
              SELECT id FROM idempotency_keys WHERE created_at < @before ORDER BY created_at LIMIT 5000 FOR UPDATE SKIP LOCKED)
            """);
        return await forget.With("before", time.GetUtcNow() - age).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="again">An earlier attempt may have been committed without an answer: its claim is this one's.</param>
    private async Task<IdempotencyClaim> ClaimOnceAsync(
        RepeatableRequest request, UserId? user, DateTimeOffset now, bool again, CancellationToken cancellationToken)
    {
        await using var claim = database.CreateCommand(
            """
            INSERT INTO idempotency_keys AS k (id, request_hash, created_at, user_id) VALUES (@id, @hash, @now, @user)
            ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at
            WHERE k.status IS NULL AND k.request_hash = excluded.request_hash
              AND (k.created_at < @given_up OR (@again AND k.created_at = excluded.created_at))
            RETURNING 1
            """)
            .With("id", request.Id).With("hash", request.Hash).With("now", now).With("given_up", now - Lease).With("user", user?.Value).With("again", again);
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
            // Released between the two statements: the caller asks again.
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
