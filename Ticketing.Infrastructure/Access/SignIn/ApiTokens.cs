using System.Buffers.Text;
using System.Data;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>The account of an API token.</summary>
public sealed record ApiTokenOwner(UserId User, string Name, string Email, bool EmailConfirmed, string[] Roles);

/// <summary>A valid token, for display to its owner.</summary>
/// <param name="Id">The token's hash in hexadecimal, by which it can be revoked.</param>
public sealed record ApiTokenView(string Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>
/// Bearer tokens of the HTTP API: a prefix, which distinguishes them from order tokens and hold secrets and is recognized by secret
/// scanners, and 256 random bits. Stored as SHA-256: random secrets need no slow hash.
/// </summary>
public sealed class ApiTokens(NpgsqlDataSource database, IOptions<AccessOptions> options, TimeProvider time)
{
    public const string Prefix = "tkt_";
    private const int SecretBytes = 32;

    /// <summary>Whether <paramref name="value"/> has the format of a token.</summary>
    public static bool IsToken(ReadOnlySpan<char> value) =>
        value.StartsWith(Prefix, StringComparison.Ordinal) && value.Length == Prefix.Length + Base64Url.GetEncodedLength(SecretBytes);

    /// <summary>Issues a token; revokes the oldest ones above the account's limit.</summary>
    public async Task<(string Token, DateTimeOffset ExpiresAt)> IssueAsync(UserId user, CancellationToken cancellationToken)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = time.GetUtcNow();
        var expiresAt = now.AddDays(options.Value.ApiTokenDays);
        await using var command = database.CreateCommand(
            """
            WITH ended AS (
              DELETE FROM api_tokens WHERE user_id = @user AND token_hash IN (
                SELECT token_hash FROM api_tokens WHERE user_id = @user AND expires_at <= @now
                UNION ALL
                (SELECT token_hash FROM api_tokens WHERE user_id = @user AND expires_at > @now ORDER BY created_at DESC OFFSET @kept)))
            INSERT INTO api_tokens (token_hash, user_id, created_at, expires_at) VALUES (@hash, @user, @now, @expires)
            """)
            .With("hash", Hash(token)).With("user", user.Value).With("now", now).With("expires", expiresAt)
            .With("kept", options.Value.ApiTokensMax - 1);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return (token, expiresAt);
    }

    /// <summary>The account of <paramref name="token"/>; null if it is unknown, expired or revoked.</summary>
    public async Task<ApiTokenOwner?> FindAsync(string token, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT u.id, u.name, u.email, u.email_confirmed,
              ARRAY(SELECT r.name FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id) AS roles
            FROM api_tokens t
            JOIN users u ON u.id = t.user_id
            WHERE t.token_hash = @hash AND t.expires_at > @now
            """).With("hash", Hash(token)).With("now", time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ApiTokenOwner(
                new UserId(reader.GetGuid("id")), reader.GetString("name"), reader.GetString("email"),
                reader.GetBoolean("email_confirmed"), await reader.GetFieldValueAsync<string[]>("roles", cancellationToken))
            : null;
    }

    /// <summary>The account's valid tokens, newest first.</summary>
    public async Task<IReadOnlyList<ApiTokenView>> ListAsync(UserId user, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT token_hash, created_at, expires_at FROM api_tokens WHERE user_id = @user AND expires_at > @now ORDER BY created_at DESC")
            .With("user", user.Value).With("now", time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ApiTokenView> tokens = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            tokens.Add(new ApiTokenView(
                Convert.ToHexStringLower(await reader.GetFieldValueAsync<byte[]>("token_hash", cancellationToken)),
                await reader.GetFieldValueAsync<DateTimeOffset>("created_at", cancellationToken),
                await reader.GetFieldValueAsync<DateTimeOffset>("expires_at", cancellationToken)));
        }

        return tokens;
    }

    /// <summary>Revokes one token of the account; ignores other accounts' tokens.</summary>
    public async Task RevokeAsync(UserId user, string? id, CancellationToken cancellationToken)
    {
        if (id is not { Length: 64 } || !id.All(char.IsAsciiHexDigit))
        {
            return;
        }

        await using var command = database.CreateCommand("DELETE FROM api_tokens WHERE token_hash = @hash AND user_id = @user")
            .With("hash", Convert.FromHexString(id)).With("user", user.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Revokes the token.</summary>
    public async Task RevokeAsync(string token, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM api_tokens WHERE token_hash = @hash").With("hash", Hash(token));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
