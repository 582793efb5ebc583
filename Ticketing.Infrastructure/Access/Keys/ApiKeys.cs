using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Keys;

/// <summary>The owner of a valid key.</summary>
public sealed record ApiKeyOwner(Guid Key, OrganizationId Organization, string Name, string[] Scopes);

/// <summary>A key as its organization sees it.</summary>
/// <param name="Hint">The secret's first characters.</param>
/// <param name="Creator">Null: an account that was erased.</param>
/// <param name="PreviousUntil">Until when the secret before works, too; null: it does not.</param>
public sealed record ApiKeyView(
    Guid Id, string Name, string Hint, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string? Creator, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt, DateTimeOffset? PreviousUntil, bool IsValid);

/// <summary>Finds and lists the keys of organizations.</summary>
public sealed class ApiKeys(NpgsqlDataSource database, IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    // Ended keys are listed for this time, so that it can be seen who used what.
    private static readonly TimeSpan ShownEnded = TimeSpan.FromDays(30);

    /// <summary>
    /// The owner of a secret; null: it is unknown, or its key is revoked or has expired. Notes the use, at most once a minute, so that a busy
    /// program does not write a row with each request.
    /// </summary>
    public async Task<ApiKeyOwner?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            WITH found AS (
              SELECT id, organization_id, name, scopes, last_used_at FROM api_keys
              WHERE (secret_hash = @hash OR (previous_hash = @hash AND previous_until > @now))
                AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)),
            used AS (
              UPDATE api_keys SET last_used_at = @now
              WHERE id IN (SELECT id FROM found WHERE last_used_at IS NULL OR last_used_at < @now - interval '1 minute'))
            SELECT id, organization_id, name, scopes FROM found
            """).With("hash", ApiKey.HashOf(secret)).With("now", time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ApiKeyOwner(
                reader.GetGuid("id"), new OrganizationId(reader.GetGuid("organization_id")), reader.GetString("name"),
                await reader.GetFieldValueAsync<string[]>("scopes", cancellationToken))
            : null;
    }

    /// <summary>The organization's keys, newest first; those that ended long ago are left out. Null: the caller may not see them.</summary>
    public async Task<IReadOnlyList<ApiKeyView>?> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Key is not null || !caller.Runs(organization))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var shownSince = now - ShownEnded;
        var keys = await (
            from key in db.Set<ApiKey>().AsNoTracking()
            where key.OrganizationId == organization
                && (key.RevokedAt == null || key.RevokedAt > shownSince) && (key.ExpiresAt == null || key.ExpiresAt > shownSince)
            orderby key.Id descending
            select key).ToListAsync(cancellationToken);
        var creators = keys.Select(key => key.CreatedBy?.Value).OfType<Guid>().ToList();
        var names = await db.Users.Where(account => creators.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, account => account.Name, cancellationToken);
        return
        [
            .. keys.Select(key => new ApiKeyView(
                key.Id, key.Name, key.Hint, key.Scopes, key.CreatedAt,
                key.CreatedBy is { } creator ? names.GetValueOrDefault(creator.Value) : null, key.ExpiresAt, key.LastUsedAt,
                key.PreviousUntil > now ? key.PreviousUntil : null, key.IsValidAt(now))),
        ];
    }
}
