using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// A proof of work for IP ranges with many joins: find a number so that SHA-256 of <c>challenge.number</c> begins with
/// <paramref name="Bits"/> zero bits. Makes many places from one network expensive and costs a single visitor little.
/// </summary>
/// <param name="Challenge">Signed; valid for one room and IP range for a few minutes.</param>
/// <param name="Bits">18 take a phone about 0.25 s; each additional bit doubles the time.</param>
public sealed record JoinProof(string Challenge, int Bits)
{
    private const int BitsMin = 14;
    private const int BitsMax = 22;
    private const int NumberLengthMax = 20;
    private const int MinutesValid = 5;

    /// <summary>The difficulty for an IP range with <paramref name="joins"/> in the last minute; 0: no proof required.</summary>
    /// <param name="free">Joins per minute without a proof: a family, a small office.</param>
    public static int BitsFor(long joins, int free) =>
        joins < free ? 0 : Math.Min(BitsMax, BitsMin + BitOperations.Log2((ulong)Math.Max(1, joins / Math.Max(1, free))) * 2);

    public static JoinProof Ask(PerformanceId performance, string range, int bits, DateTimeOffset now, RoomKeys keys) =>
        new(Sign(performance, range, bits, now.ToUnixTimeSeconds() / 60, keys.Current), bits);

    /// <summary>Whether <paramref name="answer"/>, <c>challenge.number</c>, is valid, recent, and at most one step too easy.</summary>
    public static bool IsDone(string? answer, PerformanceId performance, string range, int bits, DateTimeOffset now, RoomKeys keys)
    {
        var dot = answer?.LastIndexOf('.') ?? -1;
        if (dot <= 0 || answer!.Length - dot - 1 is < 1 or > NumberLengthMax)
        {
            return false;
        }

        var challenge = answer[..dot];
        var minute = now.ToUnixTimeSeconds() / 60;
        for (var asked = bits; asked >= Math.Max(BitsMin, bits - 2); asked -= 2)
        {
            for (var age = 0; age < MinutesValid; age++)
            {
                if (challenge == Sign(performance, range, asked, minute - age, keys.Current))
                {
                    return ZeroBits(SHA256.HashData(Encoding.ASCII.GetBytes(answer))) >= asked;
                }
            }
        }

        return false;
    }

    private static int ZeroBits(ReadOnlySpan<byte> digest) => BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(digest));

    private static string Sign(PerformanceId performance, string range, int bits, long minute, RoomKeys.KeySet keys)
    {
        var content = FormattableString.Invariant($"{performance.Value:N}|{bits}|{minute}|{range}");
        return Base64Url.EncodeToString(HMACSHA256.HashData(keys.Proof, Encoding.UTF8.GetBytes(content)).AsSpan(0, 16));
    }
}
