using System.Buffers.Binary;
using System.Text;

namespace Ticketing.Load.Circuits;

/// <summary>
/// Reads messages of Blazor's hub: a varint length, then a MessagePack array
/// (https://github.com/msgpack/msgpack/blob/master/spec.md). Supports the types that occur.
/// </summary>
internal ref struct BlazorPackReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The next complete message. False: incomplete, <paramref name="data"/> is unchanged.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> data, out BlazorPackReader message)
    {
        var length = 0;
        for (var i = 0; i < Math.Min(5, data.Length); i++)
        {
            length |= (data[i] & 0x7F) << (7 * i);
            if ((data[i] & 0x80) != 0)
            {
                continue;
            }

            if (data.Length - i - 1 < length)
            {
                break;
            }

            message = new BlazorPackReader(data.Slice(i + 1, length));
            data = data[(i + 1 + length)..];
            return true;
        }

        message = default;
        return false;
    }

    public int Array() => Take() switch
    {
        var code and >= 0x90 and <= 0x9F => code & 0x0F,
        0xDC => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        var code => throw Unexpected(code),
    };

    public long Integer() => Take() switch
    {
        var code and <= 0x7F => code,
        var code and >= 0xE0 => (sbyte)code,
        0xCC => Take(),
        0xCD => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        0xCE => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        0xCF or 0xD3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
        0xD0 => (sbyte)Take(),
        0xD1 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
        0xD2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
        var code => throw Unexpected(code),
    };

    /// <summary>A string's UTF-8 or bytes; empty for nil.</summary>
    public ReadOnlySpan<byte> Bytes() => Take() switch
    {
        0xC0 => [],
        var code and >= 0xA0 and <= 0xBF => Take(code & 0x1F),
        0xD9 or 0xC4 => Take(Take()),
        0xDA or 0xC5 => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
        0xDB or 0xC6 => Take(BinaryPrimitives.ReadInt32BigEndian(Take(4))),
        var code => throw Unexpected(code),
    };

    /// <summary>A message's headers, which are unused.</summary>
    public void EmptyMap()
    {
        if (Take() is var code and not 0x80)
        {
            throw Unexpected(code);
        }
    }

    private byte Take() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly InvalidDataException Unexpected(byte code) =>
        new($"Unsupported MessagePack code 0x{code:x2} before '{Encoding.UTF8.GetString(_rest[..Math.Min(_rest.Length, 100)])}'.");
}
