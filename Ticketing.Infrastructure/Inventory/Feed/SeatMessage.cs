using System.Buffers.Binary;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// Redis message with seat changes: 16 bytes performance, then 12 bytes per change (index and status, fence) or per signal (-1, owner,
/// state). Without either it asks the other instances to read PostgreSQL.
/// </summary>
internal static class SeatMessage
{
    private const int IdBytes = 16;
    private const int ChangeBytes = sizeof(int) + sizeof(long);
    private const int StatusBits = 2;

    // No seat has it: instances that know no signals ignore them.
    private const int SignalMark = -1;

    public static RedisChannel Channel(PerformanceId performance) => new($"seats:{performance.Value:N}", RedisChannel.PatternMode.Literal);

    public static byte[] Write(PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<HoldSignal> signals)
    {
        var bytes = new byte[IdBytes + (ChangeBytes * (changes.Count + signals.Count))];
        performance.Value.TryWriteBytes(bytes);
        for (var i = 0; i < changes.Count; i++)
        {
            var at = bytes.AsSpan(IdBytes + (ChangeBytes * i));
            BinaryPrimitives.WriteInt32LittleEndian(at, (changes[i].Index.Value << StatusBits) | (int)changes[i].Status);
            BinaryPrimitives.WriteInt64LittleEndian(at[sizeof(int)..], changes[i].Fence);
        }

        for (var i = 0; i < signals.Count; i++)
        {
            var at = bytes.AsSpan(IdBytes + (ChangeBytes * (changes.Count + i)));
            BinaryPrimitives.WriteInt32LittleEndian(at, SignalMark);
            BinaryPrimitives.WriteInt32LittleEndian(at[sizeof(int)..], signals[i].Owner);
            BinaryPrimitives.WriteInt32LittleEndian(at[(2 * sizeof(int))..], signals[i].State);
        }

        return bytes;
    }

    /// <returns>False: the message is malformed.</returns>
    public static bool TryRead(byte[]? bytes, out PerformanceId performance, out List<SeatChange> changes, out List<HoldSignal> signals)
    {
        if (bytes is null || bytes.Length < IdBytes || (bytes.Length - IdBytes) % ChangeBytes != 0)
        {
            (performance, changes, signals) = (default, [], []);
            return false;
        }

        performance = new PerformanceId(new Guid(bytes.AsSpan(0, IdBytes)));
        (changes, signals) = (new List<SeatChange>((bytes.Length - IdBytes) / ChangeBytes), []);
        for (var from = IdBytes; from < bytes.Length; from += ChangeBytes)
        {
            var at = bytes.AsSpan(from);
            var packed = BinaryPrimitives.ReadInt32LittleEndian(at);
            if (packed == SignalMark)
            {
                signals.Add(new HoldSignal(BinaryPrimitives.ReadInt32LittleEndian(at[sizeof(int)..]), BinaryPrimitives.ReadInt32LittleEndian(at[(2 * sizeof(int))..])));
                continue;
            }

            var status = (SeatStatus)(packed & ((1 << StatusBits) - 1));
            var fence = BinaryPrimitives.ReadInt64LittleEndian(at[sizeof(int)..]);
            changes.Add(new SeatChange(new SeatIndex(packed >>> StatusBits), status, fence));
        }

        return true;
    }
}
