using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Infrastructure.Access;

/// <summary>
/// The codes of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds). Identity checks them too, but does not say
/// which step a code is of, and without that a code could be used again for as long as its window is open (section 5.2).
/// </summary>
internal static class TimeCodes
{
    public const int Digits = 6;

    private const int StepSeconds = 30;

    // Telephones' clocks are off: as many steps to either side as Identity takes.
    private const int StepsOff = 2;

    private const int CodesOfSixDigits = 1_000_000;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The time step that <paramref name="code"/> is of, after <paramref name="after"/>; null: it is none of a step near <paramref name="now"/>.</summary>
    /// <param name="key">The account's key, in base 32 (RFC 4648).</param>
    public static long? StepOf(string key, string code, long after, DateTimeOffset now)
    {
        var bytes = Decode(key);
        var given = Encoding.UTF8.GetBytes(code);
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        for (var step = Math.Max(current - StepsOff, after + 1); step <= current + StepsOff; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(CodeAt(bytes, step))))
            {
                return step;
            }
        }

        return null;
    }

    [SuppressMessage("Security", "CA5350", Justification = "The RFC's default, and the only one that all apps know.")]
    private static string CodeAt(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
        // RFC 4226, 5.3: the last four bits say where the number begins.
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0x0f)..]) & int.MaxValue;
        return (number % CodesOfSixDigits).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string key)
    {
        var bytes = new List<byte>(key.Length * 5 / 8);
        var (buffer, bits) = (0, 0);
        foreach (var letter in key.TrimEnd('='))
        {
            buffer = (buffer << 5) | Base32.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
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
