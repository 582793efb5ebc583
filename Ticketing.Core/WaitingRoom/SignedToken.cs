using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// A signed token in base64url: format, key id, content, and HMAC-SHA256 over all of it. Fields have fixed lengths and each kind of token
/// has its own key, so that one kind cannot be parsed as another.
/// </summary>
internal static class SignedToken
{
    public const int HeadBytes = 2;

    private const byte Format = 1;
    private const int SignatureBytes = 16;

    public static string Write(ReadOnlySpan<byte> content, byte keyId, byte[] key)
    {
        Span<byte> token = stackalloc byte[HeadBytes + content.Length + SignatureBytes];
        (token[0], token[1]) = (Format, keyId);
        content.CopyTo(token[HeadBytes..]);
        Sign(token[..^SignatureBytes], key, token[^SignatureBytes..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Returns the content if the signature is valid; compares in constant time.</summary>
    public static bool TryRead(
        string? token,
        int contentBytes,
        RoomKeys keys,
        Func<RoomKeys.KeySet, byte[]> key,
        [NotNullWhen(true)] out byte[]? content,
        [NotNullWhen(true)] out RoomKeys.KeySet? keySet)
    {
        (content, keySet) = (null, null);
        var length = HeadBytes + contentBytes + SignatureBytes;
        if (token is null || token.Length != Base64Url.GetEncodedLength(length))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[length];
        if (!Base64Url.TryDecodeFromChars(token, bytes, out var written) || written != length
            || bytes[0] != Format || keys.Find(bytes[1]) is not { } found)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[SignatureBytes];
        Sign(bytes[..^SignatureBytes], key(found), expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[^SignatureBytes..]))
        {
            return false;
        }

        (content, keySet) = (bytes[HeadBytes..^SignatureBytes].ToArray(), found);
        return true;
    }

    private static void Sign(ReadOnlySpan<byte> content, byte[] key, Span<byte> signature)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, full);
        full[..SignatureBytes].CopyTo(signature);
    }
}
