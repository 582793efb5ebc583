using System.Buffers.Text;
using System.Data;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>The account of a session, as the database has it now.</summary>
/// <param name="ProvedAt">When the holder last proved to be present: by password, passkey or code.</param>
public sealed record SessionOwner(
    UserId User, string Name, string Email, bool EmailConfirmed, string[] Roles, DateTimeOffset SeenAt, DateTimeOffset ProvedAt);

/// <summary>The client of a new session.</summary>
/// <param name="Remember">Whether the cookie persists after the browser closes.</param>
public sealed record SessionClient(string? UserAgent, string? Address, bool Remember);

/// <summary>
/// The sessions of the site, on the server: a cookie alone signs nobody in. The cookie's ticket names the session by 256 random bits, of which
/// the table has the hash. A session ends by sign-out, by its owner on another device, by every change that ends all sessions, with a new
/// security stamp (also of a changed role), after a time without requests, and after an absolute time.
/// </summary>
public sealed class SignIns(NpgsqlDataSource database, IOptions<AccessOptions> options, IOptions<IdentityOptions> identity, TimeProvider time)
{
    private const int SecretBytes = 32;
    private const int SessionsMax = 100;
    private const int TextLengthMax = 200;

    private static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(5);

    /// <summary>Begins a session; its id is for the cookie. Ends the account's oldest ones above a limit, and expired ones of everybody.</summary>
    public async Task<string> CreateAsync(UserId user, SessionClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var session = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = time.GetUtcNow();
        var lifetime = client.Remember ? TimeSpan.FromDays(options.Value.SessionDaysMax) : TimeSpan.FromHours(options.Value.UnrememberedSessionHours);
        await using var command = database.CreateCommand(
            """
            WITH expired AS (
              DELETE FROM sign_ins WHERE expires_at <= @now
            ), surplus AS (
              DELETE FROM sign_ins WHERE id_hash IN (
                SELECT id_hash FROM sign_ins WHERE user_id = @user ORDER BY seen_at DESC OFFSET @kept)
            )
            INSERT INTO sign_ins (id_hash, user_id, device, network, created_at, seen_at, proved_at, expires_at)
            VALUES (@id, @user, @device, @network, @now, @now, @now, @expires)
            """)
            .With("id", Hash(session)).With("user", user.Value).With("now", now).With("expires", now + lifetime).With("kept", SessionsMax - 1)
            .With("device", Short(DeviceNames.Of(client.UserAgent))).With("network", Short(client.Address ?? ""));
        await command.ExecuteNonQueryAsync(cancellationToken);
        return session;
    }

    /// <summary>The account of a session's principal; null once the session has ended.</summary>
    public async Task<SessionOwner?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (AccountClaims.User(principal) is not { } user || AccountClaims.Session(principal) is not { } session)
        {
            return null;
        }

        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            SELECT u.name, u.email, u.email_confirmed, s.seen_at, s.proved_at,
              ARRAY(SELECT r.name FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id) AS roles
            FROM sign_ins s
            JOIN users u ON u.id = s.user_id
            WHERE s.id_hash = @id AND s.user_id = @user AND s.expires_at > @now AND s.seen_at > @idle AND u.security_stamp = @stamp
            """)
            .With("id", Hash(session)).With("user", user.Value).With("now", now).With("idle", now.AddDays(-options.Value.SessionDays))
            .With("stamp", principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) ?? "");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new SessionOwner(
                user, reader.GetString("name"), reader.GetString("email"), reader.GetBoolean("email_confirmed"),
                await reader.GetFieldValueAsync<string[]>("roles", cancellationToken),
                await reader.GetFieldValueAsync<DateTimeOffset>("seen_at", cancellationToken),
                await reader.GetFieldValueAsync<DateTimeOffset>("proved_at", cancellationToken))
            : null;
    }

    /// <summary>Records that the session was used now, to <see cref="SeenPrecision"/>.</summary>
    public async Task SeenAsync(string session, SessionOwner owner, string? address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var now = time.GetUtcNow();
        if (now - owner.SeenAt < SeenPrecision)
        {
            return;
        }

        await using var command = database.CreateCommand("UPDATE sign_ins SET seen_at = @now, network = @network WHERE id_hash = @id")
            .With("id", Hash(session)).With("now", now).With("network", Short(address ?? ""));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Records that the session's holder has just proved to be present; see <see cref="SessionOwner.ProvedAt"/>.</summary>
    public async Task ProvedAsync(string session, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE sign_ins SET proved_at = @now WHERE id_hash = @id")
            .With("id", Hash(session)).With("now", time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether the session has not ended.</summary>
    public async Task<bool> ExistsAsync(string session, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT EXISTS (SELECT FROM sign_ins WHERE id_hash = @id AND expires_at > @now)")
            .With("id", Hash(session)).With("now", time.GetUtcNow());
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The account's sessions, last used first.</summary>
    /// <param name="current">The session of this request.</param>
    public async Task<IReadOnlyList<SignInView>> ListAsync(UserId user, string? current, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            SELECT id_hash, device, network, created_at, seen_at FROM sign_ins
            WHERE user_id = @user AND expires_at > @now AND seen_at > @idle ORDER BY seen_at DESC
            """)
            .With("user", user.Value).With("now", now).With("idle", now.AddDays(-options.Value.SessionDays));
        var mine = current is null ? null : Convert.ToHexStringLower(Hash(current));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<SignInView> sessions = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = Convert.ToHexStringLower(await reader.GetFieldValueAsync<byte[]>("id_hash", cancellationToken));
            sessions.Add(new SignInView(
                id, reader.GetString("device"), reader.GetString("network"),
                await reader.GetFieldValueAsync<DateTimeOffset>("created_at", cancellationToken),
                await reader.GetFieldValueAsync<DateTimeOffset>("seen_at", cancellationToken),
                id == mine));
        }

        return sessions;
    }

    /// <summary>Ends the session of a request.</summary>
    public async Task EndAsync(string session, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM sign_ins WHERE id_hash = @id").With("id", Hash(session));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends one session of the account; ignores other accounts' sessions.</summary>
    /// <param name="id">As in <see cref="SignInView"/>.</param>
    public async Task EndAsync(UserId user, string? id, CancellationToken cancellationToken)
    {
        if (id is not { Length: 2 * SHA256.HashSizeInBytes } || !id.All(char.IsAsciiHexDigit))
        {
            return;
        }

        await using var command = database.CreateCommand("DELETE FROM sign_ins WHERE id_hash = @id AND user_id = @user")
            .With("id", Convert.FromHexString(id)).With("user", user.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static byte[] Hash(string session) => SHA256.HashData(Encoding.UTF8.GetBytes(session));

    private static string Short(string text) => text[..Math.Min(text.Length, TextLengthMax)];
}
