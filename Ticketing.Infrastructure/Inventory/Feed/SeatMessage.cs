using System.Buffers.Binary;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// Redis message with seat changes: 16 bytes performance, then 12 bytes per change (index and status, fence). Without changes it asks
/// the other instances to read PostgreSQL.
/// </summary>
internal static class SeatMessage
{
    private const int IdBytes = 16;
    private const int ChangeBytes = sizeof(int) + sizeof(long);
    private const int StatusBits = 2;

    public static RedisChannel Channel(PerformanceId performance) => new($"seats:{performance.Value:N}", RedisChannel.PatternMode.Literal);

    public static byte[] Write(PerformanceId performance, IReadOnlyList<SeatChange> changes)
    {
        var bytes = new byte[IdBytes + (ChangeBytes * changes.Count)];
        performance.Value.TryWriteBytes(bytes);
        for (var i = 0; i < changes.Count; i++)
        {
            var at = bytes.AsSpan(IdBytes + (ChangeBytes * i));
            BinaryPrimitives.WriteInt32LittleEndian(at, (changes[i].Index.Value << StatusBits) | (int)changes[i].Status);
            BinaryPrimitives.WriteInt64LittleEndian(at[sizeof(int)..], changes[i].Fence);
        }

        return bytes;
    }

    /// <returns>False: the message is malformed.</returns>
    public static bool TryRead(byte[]? bytes, out PerformanceId performance, out SeatChange[] changes)
    {
        if (bytes is null || bytes.Length < IdBytes || (bytes.Length - IdBytes) % ChangeBytes != 0)
        {
            (performance, changes) = (default, []);
            return false;
        }

        performance = new PerformanceId(new Guid(bytes.AsSpan(0, IdBytes)));
        changes = new SeatChange[(bytes.Length - IdBytes) / ChangeBytes];
        for (var i = 0; i < changes.Length; i++)
        {
            var at = bytes.AsSpan(IdBytes + (ChangeBytes * i));
            var packed = BinaryPrimitives.ReadInt32LittleEndian(at);
            var status = (SeatStatus)(packed & ((1 << StatusBits) - 1));
            var fence = BinaryPrimitives.ReadInt64LittleEndian(at[sizeof(int)..]);
            changes[i] = new SeatChange(new SeatIndex(packed >>> StatusBits), status, fence);
        }

        return true;
    }
}
