using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Ticketing.Load.Circuits;

/// <summary>
/// Writes messages to Blazor's hub, one per WebSocket frame, into a reused buffer. Clients must mask frames (RFC 6455, 5.3):
/// a zero mask needs no computation.
/// </summary>
internal sealed class BlazorPackWriter
{
    // Maximum head: frame, length, mask, and the message's length.
    private const int HeadBytes = 2 + 2 + 4 + 5;
    private const int MessageBytesMax = 32_768;

    private static readonly byte[] Handshake = Frame(0x81, "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8);
    private static readonly byte[] Ping = Frame(0x82, [2, 0x91, 6]);

    private readonly byte[] _bytes = new byte[HeadBytes + MessageBytesMax];
    private int _at;

    /// <summary>The first frame of a connection: the protocol.</summary>
    public static ReadOnlySpan<byte> HandshakeFrame => Handshake;

    public static ReadOnlySpan<byte> PingFrame => Ping;

    /// <summary>An invocation whose completion has the same id.</summary>
    public ReadOnlySpan<byte> StartCircuit(string invocation, string baseAddress, string address)
    {
        Begin(Encoding.UTF8.GetBytes(invocation), "StartCircuit"u8, 4);
        String(Encoding.UTF8.GetBytes(baseAddress));
        String(Encoding.UTF8.GetBytes(address));
        String("[]"u8);
        String(""u8);
        return End();
    }

    public ReadOnlySpan<byte> UpdateRootComponents(string operations, string state)
    {
        Begin([], "UpdateRootComponents"u8, 2);
        String(Encoding.UTF8.GetBytes(operations));
        String(Encoding.UTF8.GetBytes(state));
        return End();
    }

    public ReadOnlySpan<byte> OnRenderCompleted(long batch)
    {
        Begin([], "OnRenderCompleted"u8, 2);
        Integer(batch);
        _bytes[_at++] = 0xC0;
        return End();
    }

    /// <param name="json">The result of the script's function.</param>
    public ReadOnlySpan<byte> EndInvokeJS(long task, ReadOnlySpan<byte> json)
    {
        Begin([], "EndInvokeJSFromDotNet"u8, 3);
        Integer(task);
        _bytes[_at++] = 0xC3;
        var result = _bytes.AsSpan(_at + 3);
        result[0] = (byte)'[';
        Utf8Formatter.TryFormat(task, result[1..], out var digits);
        ",true,"u8.CopyTo(result[(1 + digits)..]);
        json.CopyTo(result[(7 + digits)..]);
        result[7 + digits + json.Length] = (byte)']';
        StringHead(8 + digits + json.Length);
        _at += 8 + digits + json.Length;
        return End();
    }

    private static byte[] Frame(byte first, ReadOnlySpan<byte> payload) => [first, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];

    private void Begin(ReadOnlySpan<byte> invocation, ReadOnlySpan<byte> target, int arguments)
    {
        _at = HeadBytes;
        _bytes[_at++] = 0x96;
        _bytes[_at++] = 1;
        _bytes[_at++] = 0x80;
        if (invocation.IsEmpty)
        {
            _bytes[_at++] = 0xC0;
        }
        else
        {
            String(invocation);
        }

        String(target);
        _bytes[_at++] = (byte)(0x90 | arguments);
    }

    private ReadOnlySpan<byte> End()
    {
        _bytes[_at++] = 0x90; // No streams.
        var message = _at - HeadBytes;
        var start = HeadBytes;
        var lengthBytes = 1;
        for (var left = message >> 7; left > 0; left >>= 7)
        {
            lengthBytes++;
        }

        start -= lengthBytes;
        for (var i = 0; i < lengthBytes; i++)
        {
            _bytes[start + i] = (byte)(((message >> (7 * i)) & 0x7F) | (i < lengthBytes - 1 ? 0x80 : 0));
        }

        var payload = _at - start;
        start -= 4;
        _bytes.AsSpan(start, 4).Clear();
        if (payload <= 125)
        {
            _bytes[--start] = (byte)(0x80 | payload);
        }
        else
        {
            start -= 3;
            _bytes[start] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(start + 1), (ushort)payload);
        }

        _bytes[--start] = 0x82;
        return _bytes.AsSpan(start, _at - start);
    }

    private void Integer(long value)
    {
        _bytes[_at] = 0xD3;
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(_at + 1), value);
        _at += 9;
    }

    private void String(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(_bytes.AsSpan(_at + 3));
        StringHead(utf8.Length);
        _at += utf8.Length;
    }

    private void StringHead(int length)
    {
        _bytes[_at] = 0xDA;
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(_at + 1), (ushort)length);
        _at += 3;
    }
}
