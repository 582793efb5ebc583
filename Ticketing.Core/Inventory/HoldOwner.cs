using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.Inventory;

/// <summary>
/// SHA-256 of the key that authorises use of a hold: the buyer's cookie, or the secret that an API guest got with the hold. Only the
/// hash is stored, so that a leaked database gives no access to baskets.
/// </summary>
public sealed class HoldOwner : IEquatable<HoldOwner>
{
    private const int SecretBytes = 32;
    private const int KeyLength = 43;

    private readonly byte[] _hash;

    private HoldOwner(byte[] hash) => _hash = hash;

    /// <summary>The SHA-256 as <c>holds.owner_hash</c> stores it.</summary>
    public ReadOnlyMemory<byte> Hash => _hash;

    /// <summary>The owner with <paramref name="key"/>: a cookie's value or a hold's secret, as text.</summary>
    public static HoldOwner OfKey(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The owner as stored.</summary>
    public static HoldOwner FromHash(ReadOnlySpan<byte> hash) => new(hash.ToArray());

    /// <summary>A new key of 256 random bits, in base64url.</summary>
    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>
    /// Whether a text has the form of <see cref="NewKey"/>. Everything else that a client may send as a secret (<c>null</c>, a mistyped
    /// or a guessable word) identifies nobody.
    /// </summary>
    public static bool IsKey(string text) => text.Length == KeyLength && Base64Url.IsValid(text);

    public bool Equals(HoldOwner? other) => other is not null && _hash.AsSpan().SequenceEqual(other._hash);

    public override bool Equals(object? obj) => Equals(obj as HoldOwner);

    public override int GetHashCode() => _hash.Length >= sizeof(int) ? BitConverter.ToInt32(_hash) : 0;
}
