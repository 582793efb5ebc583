using System.Buffers.Text;
using System.Security.Cryptography;
using Ticketing.Core.Common;

namespace Ticketing.Core.Presales;

/// <summary>
/// What a client shows after it has entered a code: the code's id with an HMAC-SHA256, in base64url. The id alone would do for a guess by a
/// former member who has seen ids. Whether the code is still valid is read from the database at every use.
/// </summary>
public static class AccessProof
{
    /// <summary>
    /// Later proofs than this are ignored, which bounds the work for a text that was made up. A client needs one per presale that it takes part
    /// in, and names those first that it needs now.
    /// </summary>
    public const int ShownMax = 32;

    private const byte Format = 1;
    private const int IdAt = 1;
    private const int SignatureAt = IdAt + 16;
    private const int SignatureBytes = 16;
    private const int Bytes = SignatureAt + SignatureBytes;

    public static string Write(AccessCodeId code, byte[] key)
    {
        Span<byte> proof = stackalloc byte[Bytes];
        proof[0] = Format;
        code.Value.TryWriteBytes(proof[IdAt..], bigEndian: true, out _);
        Sign(proof[..SignatureAt], key, proof[SignatureAt..]);
        return Base64Url.EncodeToString(proof);
    }

    /// <summary>The codes of all genuine proofs in a text, where they are separated by spaces.</summary>
    public static IReadOnlyList<AccessCodeId> ReadAll(string? shown, byte[] key)
    {
        if (string.IsNullOrEmpty(shown))
        {
            return [];
        }

        var codes = new List<AccessCodeId>();
        foreach (var proof in shown.Split(' ', ShownMax + 1, StringSplitOptions.RemoveEmptyEntries).Take(ShownMax))
        {
            if (Read(proof, key) is { } code && !codes.Contains(code))
            {
                codes.Add(code);
            }
        }

        return codes;
    }

    private static AccessCodeId? Read(string text, byte[] key)
    {
        Span<byte> proof = stackalloc byte[Bytes];
        if (text.Length != Base64Url.GetEncodedLength(Bytes) || !Base64Url.TryDecodeFromChars(text, proof, out var written)
            || written != Bytes || proof[0] != Format)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[SignatureBytes];
        Sign(proof[..SignatureAt], key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, proof[SignatureAt..])
            ? new AccessCodeId(new Guid(proof[IdAt..SignatureAt], bigEndian: true))
            : null;
    }

    private static void Sign(ReadOnlySpan<byte> content, byte[] key, Span<byte> signature)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, full);
        full[..SignatureBytes].CopyTo(signature);
    }
}
