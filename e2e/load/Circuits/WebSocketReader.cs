using System.Buffers.Binary;

namespace Ticketing.Load.Circuits;

/// <summary>Parses unmasked server frames (RFC 6455, 5.2).</summary>
internal static class WebSocketReader
{
    public const byte Text = 1;
    public const byte Close = 8;
    public const byte Ping = 9;

    private const int ShortMax = 125;
    private const int Length16 = 126;

    /// <summary>The next complete frame. False: incomplete, <paramref name="data"/> is unchanged.</summary>
    /// <param name="opcode">0 is a continuation; callers treat all data as one stream.</param>
    public static bool TryRead(ref ReadOnlySpan<byte> data, out int opcode, out ReadOnlySpan<byte> payload)
    {
        opcode = 0;
        payload = default;
        if (data.Length < 2)
        {
            return false;
        }

        opcode = data[0] & 0x0F;
        long length = data[1];
        var head = 2;
        if (length > ShortMax)
        {
            head = length == Length16 ? 4 : 10;
            if (data.Length < head)
            {
                return false;
            }

            length = length == Length16 ? BinaryPrimitives.ReadUInt16BigEndian(data[2..]) : BinaryPrimitives.ReadInt64BigEndian(data[2..]);
        }

        if (data.Length < head + length)
        {
            return false;
        }

        payload = data.Slice(head, (int)length);
        data = data[(head + (int)length)..];
        return true;
    }
}
