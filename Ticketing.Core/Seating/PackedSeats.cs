using System.Buffers.Binary;
using Ticketing.Core.Common;

namespace Ticketing.Core.Seating;

/// <summary>
/// Binary encoding of seat statuses. A snapshot is the version (8 bytes), the number of seats (4 bytes) and two bits per seat, the first
/// in the lowest bits. A delta is the version (8 bytes) and 4 bytes per change: <c>index &lt;&lt; 2 | status</c>. All numbers are
/// little-endian.
/// </summary>
public static class PackedSeats
{
    private const int SnapshotHeaderBytes = 12;
    private const int DeltaHeaderBytes = 8;
    private const int ChangeBytes = 4;
    private const int IndexMax = (1 << 30) - 1;

    /// <summary>Packs all seats.</summary>
    /// <param name="statuses">One byte per seat: a <see cref="SeatStatus"/>.</param>
    public static byte[] EncodeSnapshot(long version, ReadOnlySpan<byte> statuses)
    {
        var packed = new byte[SnapshotHeaderBytes + PackedBytes(statuses.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(packed, version);
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(8), statuses.Length);
        var body = packed.AsSpan(SnapshotHeaderBytes);
        for (var i = 0; i < statuses.Length; i++)
        {
            body[i >> 2] |= (byte)((statuses[i] & 3) << ((i & 3) * 2));
        }

        return packed;
    }

    /// <summary>Unpacks a snapshot.</summary>
    /// <exception cref="FormatException">The bytes are no complete snapshot.</exception>
    public static SeatSnapshot DecodeSnapshot(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < SnapshotHeaderBytes)
        {
            throw new FormatException("A seat snapshot has a version and a count.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(packed[8..]);
        var body = packed[SnapshotHeaderBytes..];
        if (count < 0 || body.Length != PackedBytes(count))
        {
            throw new FormatException("A seat snapshot has two bits a seat.");
        }

        var statuses = new byte[count];
        for (var i = 0; i < count; i++)
        {
            statuses[i] = (byte)((body[i >> 2] >> ((i & 3) * 2)) & 3);
        }

        return new SeatSnapshot(BinaryPrimitives.ReadInt64LittleEndian(packed), statuses);
    }

    /// <summary>Packs changes in order; of two changes of one seat, the later one wins.</summary>
    public static byte[] EncodeDelta(long version, ReadOnlySpan<(SeatIndex Index, SeatStatus Status)> changes)
    {
        var packed = new byte[DeltaHeaderBytes + (changes.Length * ChangeBytes)];
        BinaryPrimitives.WriteInt64LittleEndian(packed, version);
        for (var i = 0; i < changes.Length; i++)
        {
            var (index, status) = changes[i];
            Invariant.Holds(index.Value is >= 0 and <= IndexMax);
            BinaryPrimitives.WriteUInt32LittleEndian(
                packed.AsSpan(DeltaHeaderBytes + (i * ChangeBytes)), ((uint)index.Value << 2) | ((uint)status & 3));
        }

        return packed;
    }

    /// <summary>Unpacks a delta.</summary>
    /// <exception cref="FormatException">The bytes are no complete delta.</exception>
    public static SeatDelta DecodeDelta(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < DeltaHeaderBytes || (packed.Length - DeltaHeaderBytes) % ChangeBytes != 0)
        {
            throw new FormatException("A seat delta has a version and four bytes a change.");
        }

        var changes = new (SeatIndex, SeatStatus)[(packed.Length - DeltaHeaderBytes) / ChangeBytes];
        for (var i = 0; i < changes.Length; i++)
        {
            var change = BinaryPrimitives.ReadUInt32LittleEndian(packed[(DeltaHeaderBytes + (i * ChangeBytes))..]);
            changes[i] = (new SeatIndex((int)(change >> 2)), (SeatStatus)(change & 3));
        }

        return new SeatDelta(BinaryPrimitives.ReadInt64LittleEndian(packed), changes);
    }

    private static int PackedBytes(int seats) => (int)((seats + 3L) / 4);
}

/// <summary>All seats of a performance at one version.</summary>
/// <param name="Statuses">One byte per seat: a <see cref="SeatStatus"/>.</param>
public readonly record struct SeatSnapshot(long Version, byte[] Statuses);

/// <summary>The changes up to a version.</summary>
public readonly record struct SeatDelta(long Version, IReadOnlyList<(SeatIndex Index, SeatStatus Status)> Changes);
