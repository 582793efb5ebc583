using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>
/// An organization's key for its own programs: acts in the API without an account, within its scopes. It belongs to the organization, not to
/// who created it. The secret has 256 random bits, of which the table has the hash: random secrets need no slow hash.
/// </summary>
public sealed class ApiKey
{
    /// <summary>Begins every secret, which secret scanners recognize.</summary>
    public const string SecretPrefix = "tko_";

    public const int NameLengthMax = 60;

    /// <summary>The maximum number of an organization's valid keys.</summary>
    public const int PerOrganizationMax = 20;

    /// <summary>The longest term that can be chosen; days.</summary>
    public const int DaysMax = 730;

    /// <summary>How long the secret before works after a rotation.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const int SecretBytes = 32;
    private const int HintLength = 9;

    private ApiKey()
    {
    }

    public Guid Id { get; private init; }

    public OrganizationId OrganizationId { get; private init; }

    public string Name { get; private init; } = "";

    /// <summary>The secret's first characters, by which its owners recognize it.</summary>
    public string Hint { get; private set; } = "";

    public byte[] SecretHash { get; private set; } = [];

    /// <summary>Of the secret before, which works until <see cref="PreviousUntil"/>; null: never rotated.</summary>
    public byte[]? PreviousHash { get; private set; }

    public DateTimeOffset? PreviousUntil { get; private set; }

    /// <summary>Words of <see cref="ApiScopes"/>.</summary>
    public string[] Scopes { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Null: an account that was erased.</summary>
    public UserId? CreatedBy { get; private init; }

    /// <summary>Null: does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>To the minute; null: never used.</summary>
    public DateTimeOffset? LastUsedAt { get; private init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Whether <paramref name="value"/> has the format of a secret.</summary>
    public static bool IsSecret(ReadOnlySpan<char> value) =>
        value.StartsWith(SecretPrefix, StringComparison.Ordinal) && value.Length == SecretPrefix.Length + Base64Url.GetEncodedLength(SecretBytes);

    /// <summary>The stored form of a secret.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>A new key.</summary>
    /// <param name="name">Valid.</param>
    /// <param name="scopes">Valid, not empty.</param>
    /// <returns>The key, and its secret, which is not stored.</returns>
    public static (ApiKey Key, string Secret) Create(
        OrganizationId organization, string name, IReadOnlyCollection<string> scopes, DateTimeOffset? expiresAt, UserId? creator,
        DateTimeOffset now)
    {
        Invariant.Holds(scopes.Count > 0 && scopes.All(ApiScopes.All.Contains));
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            Name = name,
            Scopes = [.. ApiScopes.All.Where(scopes.Contains)],
            CreatedAt = now,
            CreatedBy = creator,
            ExpiresAt = expiresAt,
        };
        return (key, key.NewSecret());
    }

    public bool IsValidAt(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

    /// <summary>Replaces the secret; the one before works for <see cref="Overlap"/>, so that programs can be changed one by one.</summary>
    /// <returns>The new secret.</returns>
    public string Rotate(DateTimeOffset now)
    {
        Invariant.Holds(IsValidAt(now));
        (PreviousHash, PreviousUntil) = (SecretHash, now + Overlap);
        return NewSecret();
    }

    public void Revoke(DateTimeOffset now)
    {
        Invariant.Holds(RevokedAt is null);
        RevokedAt = now;
    }

    private string NewSecret()
    {
        var secret = SecretPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        (SecretHash, Hint) = (HashOf(secret), secret[..HintLength]);
        return secret;
    }
}

/// <summary>A part of an organization's API.</summary>
public enum ApiArea
{
    /// <summary>What organizers prepare and run: events, plans, prices, codes, messages, webhooks, waiting rooms.</summary>
    Events,

    /// <summary>Orders, attendees, refunds.</summary>
    Orders,

    /// <summary>Figures.</summary>
    Reports,
}

/// <summary>What a key may do: an area, and whether it may change something there.</summary>
public static class ApiScopes
{
    private const string Write = ":write";

    /// <summary>In display order: <c>events:read</c>, <c>events:write</c> … Figures cannot be changed.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["events:read", "events" + Write, "orders:read", "orders" + Write, "reports:read"];

    /// <summary>The areas that a request may use.</summary>
    /// <param name="scopes">Of its key.</param>
    /// <param name="isRead">Whether it changes nothing. Who may write may read.</param>
    public static IReadOnlySet<ApiArea> AreasOf(IEnumerable<string> scopes, bool isRead)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return scopes.Where(scope => isRead || scope.EndsWith(Write, StringComparison.Ordinal))
            .Select(scope => EnumWords.TryFromWord<ApiArea>(scope.Split(':')[0], out var area) ? area : (ApiArea?)null)
            .OfType<ApiArea>().ToHashSet();
    }
}

/// <summary>The key of a request.</summary>
/// <param name="Areas">What this request may use.</param>
public sealed record ApiKeyRights(Guid Id, IReadOnlySet<ApiArea> Areas);

/// <summary>Creates a key of an organization.</summary>
/// <param name="Days">Its term, 1 to <see cref="ApiKey.DaysMax"/>; null: does not expire.</param>
public sealed record CreateApiKey(OrganizationId Organization, string? Name, IReadOnlyCollection<string> Scopes, int? Days, Caller Caller);

/// <summary>Replaces a key's secret.</summary>
public sealed record RotateApiKey(OrganizationId Organization, Guid Key, Caller Caller);

/// <summary>Ends a key at once, with both its secrets.</summary>
public sealed record RevokeApiKey(OrganizationId Organization, Guid Key, Caller Caller);

/// <summary>A key with its secret, which is shown this once.</summary>
public sealed record IssuedApiKey(Guid Id, string Secret);

public enum ApiKeyRefusal
{
    /// <summary>There is no such organization or key, or the caller may not see it.</summary>
    NotFound,

    /// <summary>The caller may look, but is no owner.</summary>
    OwnersOnly,

    /// <summary>The name is empty or too long.</summary>
    NameInvalid,

    /// <summary>No scope was chosen, or an unknown one.</summary>
    ScopesInvalid,

    /// <summary>The term is out of range.</summary>
    DaysInvalid,

    /// <summary>The organization has as many keys as it can have.</summary>
    LimitReached,

    /// <summary>The key is revoked or has expired.</summary>
    Ended,

    /// <summary>The caller's last proof of presence is too old.</summary>
    ProofNeeded,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,
}
