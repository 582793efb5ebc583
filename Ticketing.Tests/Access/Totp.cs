using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Ticketing.Tests.Access;

/// <summary>An authenticator app: RFC 6238 with SHA-1, 30 seconds, six digits.</summary>
internal static class Totp
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <param name="key">Base32, in groups or not.</param>
    /// <param name="steps">Codes later than now.</param>
    [SuppressMessage("Security", "CA5350", Justification = "The RFC's default, and what apps do.")]
    public static string CodeOf(string key, int steps = 0)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30) + steps);
        var hash = HMACSHA1.HashData(Decode(key), counter);
        var offset = hash[^1] & 0x0f;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string key)
    {
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var letter in key.Where(letter => letter is not (' ' or '=')))
        {
            buffer = (buffer << 5) | Alphabet.IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
                buffer &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }
}
