using System.Data;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Keys;

/// <summary>The owner of a valid key.</summary>
public sealed record ApiKeyOwner(Guid Key, OrganizationId Organization, string Name, string[] Scopes);

/// <summary>Finds the keys of requests.</summary>
public sealed class ApiKeys(NpgsqlDataSource database, TimeProvider time)
{
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
}
