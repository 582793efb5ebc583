using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Access;

/// <summary>Whom an API token speaks for.</summary>
public sealed record ApiTokenOwner(UserId User, string Name, string Email, bool EmailConfirmed, string[] Roles);

/// <summary>A live token as its owner sees it.</summary>
/// <param name="Id">The hash in hexadecimal; enough to revoke, useless to sign in.</param>
public sealed record ApiTokenView(string Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>
/// Bearer tokens of the HTTP API: 256 random bits behind a prefix that tells them from order tokens and hold secrets (and
/// lets secret scanners find them). Only the SHA-256 is stored; a slow hash would protect nothing that cannot be guessed.
/// </summary>
public sealed class ApiTokens(NpgsqlDataSource database, IOptions<AccessOptions> options, TimeProvider time)
{
    public const string Prefix = "tkt_";
    private const int SecretBytes = 32;

    /// <summary>Whether <paramref name="value"/> has the form of such a token; nothing else is looked up.</summary>
    public static bool IsToken(ReadOnlySpan<char> value) =>
        value.StartsWith(Prefix, StringComparison.Ordinal) && value.Length == Prefix.Length + Base64Url.GetEncodedLength(SecretBytes);

    /// <summary>Issues a token; past the account's limit the oldest end.</summary>
    public async Task<(string Token, DateTimeOffset ExpiresAt)> IssueAsync(UserId user, CancellationToken stop)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = time.GetUtcNow();
        var expiresAt = now.AddDays(options.Value.ApiTokenDays);
        await using var command = database.CreateCommand(
            """
            with ended as (
                delete from api_tokens where user_id = $2 and token_hash in (
                    select token_hash from api_tokens where user_id = $2 and expires_at <= $3
                    union all
                    (select token_hash from api_tokens where user_id = $2 and expires_at > $3 order by created_at desc offset $5)))
            insert into api_tokens (token_hash, user_id, created_at, expires_at) values ($1, $2, $3, $4)
            """);
        command.Parameters.Add(new() { Value = Hash(token), NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = user.Value });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = expiresAt });
        command.Parameters.Add(new() { Value = options.Value.ApiTokensMax - 1 });
        await command.ExecuteNonQueryAsync(stop);
        return (token, expiresAt);
    }

    /// <summary>Whom <paramref name="token"/> speaks for now; null when it is unknown, expired or revoked.</summary>
    public async Task<ApiTokenOwner?> FindAsync(string token, CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            """
            select u.id, u.name, u.email, u.email_confirmed,
                array(select r.name from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id)
            from api_tokens t join users u on u.id = t.user_id
            where t.token_hash = $1 and t.expires_at > $2
            """);
        command.Parameters.Add(new() { Value = Hash(token), NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? new ApiTokenOwner(
                new UserId(reader.GetGuid(0)), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), await reader.GetFieldValueAsync<string[]>(4, stop))
            : null;
    }

    /// <summary>The account's live tokens, newest first.</summary>
    public async Task<IReadOnlyList<ApiTokenView>> ListAsync(UserId user, CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            "select token_hash, created_at, expires_at from api_tokens where user_id = $1 and expires_at > $2 order by created_at desc");
        command.Parameters.Add(new() { Value = user.Value });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(stop);
        List<ApiTokenView> tokens = [];
        while (await reader.ReadAsync(stop))
        {
            tokens.Add(new ApiTokenView(
                Convert.ToHexStringLower(await reader.GetFieldValueAsync<byte[]>(0, stop)),
                await reader.GetFieldValueAsync<DateTimeOffset>(1, stop),
                await reader.GetFieldValueAsync<DateTimeOffset>(2, stop)));
        }

        return tokens;
    }

    /// <summary>Ends one token of the account; one that is not theirs is left alone.</summary>
    public async Task RevokeAsync(UserId user, string? id, CancellationToken stop)
    {
        if (id is not { Length: 64 } || !id.All(char.IsAsciiHexDigit))
        {
            return;
        }

        await using var command = database.CreateCommand("delete from api_tokens where token_hash = $1 and user_id = $2");
        command.Parameters.Add(new() { Value = Convert.FromHexString(id), NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = user.Value });
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Ends the token itself.</summary>
    public async Task RevokeAsync(string token, CancellationToken stop)
    {
        await using var command = database.CreateCommand("delete from api_tokens where token_hash = $1");
        command.Parameters.Add(new() { Value = Hash(token), NpgsqlDbType = NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(stop);
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
