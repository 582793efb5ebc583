using System.Buffers.Text;
using System.Data;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Secrets;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// The secrets of the second factor in the table <c>user_tokens</c>: keys of authenticator apps encrypted by data protection, recovery codes
/// as HMAC-SHA256 with a shared key, because their 47 bits could be guessed from a plain hash. A copy of the database alone reveals none.
/// </summary>
public sealed class StoredSecrets(NpgsqlDataSource database, IDataProtectionProvider protection, SharedSecrets shared)
{
    // As Identity's store names them (UserStoreBase).
    private const string Provider = "[AspNetUserStore]";
    private const string KeyName = "AuthenticatorKey";
    private const string CodesName = "RecoveryCodes";

    private const string EncryptedPrefix = "enc:";
    private const string HashedPrefix = "mac:";

    private readonly IDataProtector _protector = protection.CreateProtector("authenticator-keys");

    /// <summary>An authenticator's key as it is stored.</summary>
    public string Encrypt(string key) => EncryptedPrefix + _protector.Protect(key);

    /// <summary>The key of <see cref="Encrypt"/>. Instances of earlier versions may still write it in clear; <see cref="ProtectAsync"/> mends it.</summary>
    public string Decrypt(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored.StartsWith(EncryptedPrefix, StringComparison.Ordinal) ? _protector.Unprotect(stored[EncryptedPrefix.Length..]) : stored;
    }

    /// <summary>An account's recovery code as it is stored.</summary>
    public async ValueTask<string> HashCodeAsync(Guid account, string code, CancellationToken cancellationToken)
    {
        var key = await shared.GetAsync("recovery-codes", cancellationToken);
        return HashedPrefix + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{account:N} {code}")));
    }

    /// <summary>Uses a recovery code up; false if it is unknown or used. One statement, so that of two uses one succeeds.</summary>
    /// <param name="hash">From <see cref="HashCodeAsync"/>.</param>
    public async Task<bool> RedeemCodeAsync(Guid account, string hash, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE user_tokens SET value = array_to_string(array_remove(string_to_array(value, ';'), @hash), ';')
            WHERE user_id = @user AND login_provider = @provider AND name = @name AND @hash = ANY (string_to_array(value, ';'))
            """)
            .With("user", account).With("provider", Provider).With("name", CodesName).With("hash", hash);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Protects what earlier versions stored in clear. Idempotent.</summary>
    public async Task ProtectAsync(CancellationToken cancellationToken)
    {
        foreach (var (user, name, value) in await ReadClearAsync(cancellationToken))
        {
            var stored = name == KeyName ? Encrypt(value) : await HashAllAsync(user, value, cancellationToken);
            await using var command = database.CreateCommand(
                "UPDATE user_tokens SET value = @stored WHERE user_id = @user AND login_provider = @provider AND name = @name AND value = @value")
                .With("stored", stored).With("user", user).With("provider", Provider).With("name", name).With("value", value);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task<string> HashAllAsync(Guid user, string codes, CancellationToken cancellationToken)
    {
        var hashes = new List<string>();
        foreach (var code in codes.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            hashes.Add(await HashCodeAsync(user, code, cancellationToken));
        }

        return string.Join(';', hashes);
    }

    private async Task<List<(Guid User, string Name, string Value)>> ReadClearAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT user_id, name, value FROM user_tokens
            WHERE login_provider = @provider AND value <> '' AND (name = @key AND NOT starts_with(value, @encrypted)
              OR name = @codes AND NOT starts_with(value, @hashed))
            """)
            .With("provider", Provider).With("key", KeyName).With("codes", CodesName)
            .With("encrypted", EncryptedPrefix).With("hashed", HashedPrefix);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(Guid User, string Name, string Value)> clear = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            clear.Add((reader.GetGuid("user_id"), reader.GetString("name"), reader.GetString("value")));
        }

        return clear;
    }
}
