using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.Common;

/// <summary>
/// A proof of work: find a number so that SHA-256 of <c>challenge.number</c> begins with <paramref name="Bits"/> zero bits. Makes many
/// actions from one network expensive and costs a single visitor little.
/// </summary>
/// <param name="Challenge">
/// Signed together with the purpose it was issued for, which names the owner: it is worth nothing to anybody else. Unique, so that it can
/// be used once. Valid for a few minutes.
/// </param>
/// <param name="Bits">18 take a phone about 0.25 s; each additional bit doubles the time.</param>
public sealed record WorkProof(string Challenge, int Bits)
{
    public const int BitsMin = 14;
    public const int BitsMax = 22;

    /// <summary>The longest answer that can be valid, in characters.</summary>
    public const int AnswerLengthMax = 100;

    private const int NumberLengthMax = 20;
    private const int MinutesValid = 5;

    private const int NonceBytes = 12;
    private const int MinuteAt = NonceBytes;
    private const int BitsAt = MinuteAt + sizeof(int);
    private const int SignatureAt = BitsAt + 1;
    private const int SignatureBytes = 16;

    /// <summary>The difficulty when <paramref name="count"/> of <paramref name="free"/> free actions have been taken; 0: no proof required.</summary>
    public static int BitsFor(long count, int free) =>
        count < free ? 0 : Math.Min(BitsMax, BitsMin + (BitOperations.Log2((ulong)Math.Max(1, count / Math.Max(1, free))) * 2));

    /// <param name="purpose">What the proof is for and who may use it.</param>
    public static WorkProof Ask(string purpose, int bits, DateTimeOffset now, byte[] key)
    {
        Span<byte> challenge = stackalloc byte[SignatureAt + SignatureBytes];
        RandomNumberGenerator.Fill(challenge[..NonceBytes]);
        BinaryPrimitives.WriteInt32BigEndian(challenge[MinuteAt..], Minute(now));
        challenge[BitsAt] = (byte)bits;
        Sign(challenge[..SignatureAt], purpose, key, challenge[SignatureAt..]);
        return new WorkProof(Base64Url.EncodeToString(challenge), bits);
    }

    /// <summary>Checks an answer, <c>challenge.number</c>: issued for the purpose, recent, solved, and at most one step too easy.</summary>
    /// <param name="bits">The difficulty asked for now; it may have risen by one step since the challenge.</param>
    /// <returns>The challenge's unique number, to be used once; null: the answer is invalid.</returns>
    public static byte[]? Read(string? answer, string purpose, int bits, DateTimeOffset now, byte[] key)
    {
        var dot = answer is { Length: <= AnswerLengthMax } ? answer.LastIndexOf('.') : -1;
        if (dot != Base64Url.GetEncodedLength(SignatureAt + SignatureBytes) || answer!.Length - dot - 1 is < 1 or > NumberLengthMax)
        {
            return null;
        }

        Span<byte> challenge = stackalloc byte[SignatureAt + SignatureBytes];
        if (!Base64Url.TryDecodeFromChars(answer.AsSpan(0, dot), challenge, out var length) || length != challenge.Length)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[SignatureBytes];
        Sign(challenge[..SignatureAt], purpose, key, expected);
        var age = Minute(now) - BinaryPrimitives.ReadInt32BigEndian(challenge[MinuteAt..]);
        return CryptographicOperations.FixedTimeEquals(expected, challenge[SignatureAt..])
            && age is >= 0 and < MinutesValid
            && challenge[BitsAt] >= Math.Max(BitsMin, bits - 2)
            && ZeroBits(SHA256.HashData(Encoding.ASCII.GetBytes(answer))) >= challenge[BitsAt]
                ? challenge[..NonceBytes].ToArray()
                : null;
    }

    private static int Minute(DateTimeOffset now) => (int)(now.ToUnixTimeSeconds() / 60);

    private static int ZeroBits(ReadOnlySpan<byte> digest) => BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(digest));

    private static void Sign(ReadOnlySpan<byte> content, string purpose, byte[] key, Span<byte> signature)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, [.. content, .. Encoding.UTF8.GetBytes(purpose)], full);
        full[..SignatureBytes].CopyTo(signature);
    }
}
