using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// The draw assigns a place to each lot of the pre-queue: a permutation of 0 … <c>lots</c>-1 determined by the seed, independent of the
/// time of joining, and verifiable once the seed is published.
/// </summary>
/// <remarks>
/// A balanced Feistel network of eight rounds over the smallest even number of bits that holds all lots, walked along its cycle
/// until it lands below <c>lots</c> (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002). The round function is
/// HMAC-SHA256 with the seed as key over one byte, the round, and four bytes, the right half (big-endian); of the result the first
/// four bytes (big-endian), cut to the half's bits. <c>docs/waiting-room.md</c> specifies it for other implementations.
/// </remarks>
public sealed class Draw
{
    public const int SeedBytes = 32;

    private const int Rounds = 8;
    private const int RoundInputBytes = 5;

    private readonly byte[] _seed;
    private readonly int _halfBits;
    private readonly uint _halfMask;

    /// <param name="seed">256 random bits, kept secret until the draw.</param>
    /// <param name="lots">The number of lots in the pre-queue; 0 without a pre-queue.</param>
    public Draw(ReadOnlySpan<byte> seed, long lots)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SeedBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(lots);
        _seed = seed.ToArray();
        Lots = lots;
        _halfBits = lots <= 1 ? 1 : (BitOperations.Log2((ulong)(lots - 1)) / 2) + 1;
        _halfMask = (uint)((1L << _halfBits) - 1);
    }

    public long Lots { get; }

    /// <summary>A new secret seed.</summary>
    public static byte[] NewSeed() => RandomNumberGenerator.GetBytes(SeedBytes);

    /// <summary>SHA-256 of the seed, published before the draw: proves that the seed was not chosen afterwards.</summary>
    public static byte[] CommitmentOf(ReadOnlySpan<byte> seed) => SHA256.HashData(seed);

    /// <summary>The place of a lot, both from 0.</summary>
    public long PlaceOf(long lot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lot, Lots);
        var place = (ulong)lot;
        do
        {
            place = Permute(place);
        }
        while (place >= (ulong)Lots);
        return (long)place;
    }

    private ulong Permute(ulong value)
    {
        Span<byte> input = stackalloc byte[RoundInputBytes];
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var left = (uint)(value >> _halfBits);
        var right = (uint)value & _halfMask;
        for (var round = 0; round < Rounds; round++)
        {
            input[0] = (byte)round;
            BinaryPrimitives.WriteUInt32BigEndian(input[1..], right);
            HMACSHA256.HashData(_seed, input, digest);
            (left, right) = (right, left ^ (BinaryPrimitives.ReadUInt32BigEndian(digest) & _halfMask));
        }

        return ((ulong)left << _halfBits) | right;
    }
}
