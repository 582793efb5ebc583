using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>
/// A ticket's name on devices: the first 8 bytes of SHA-256 of its id. The id itself, which opens the ticket's note, is only in its code.
/// </summary>
/// <param name="Value">Big endian; tables have the same bits as a signed number.</param>
public readonly record struct TicketRef(ulong Value) : IComparable<TicketRef>
{
    public const int Length = 8;

    /// <summary>As <c>bigint</c>.</summary>
    public long Stored => unchecked((long)Value);

    public static bool operator <(TicketRef left, TicketRef right) => left.Value < right.Value;

    public static bool operator >(TicketRef left, TicketRef right) => left.Value > right.Value;

    public static bool operator <=(TicketRef left, TicketRef right) => left.Value <= right.Value;

    public static bool operator >=(TicketRef left, TicketRef right) => left.Value >= right.Value;

    public static TicketRef Of(TicketId ticket)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Invariant.Holds(ticket.Value.TryWriteBytes(id, bigEndian: true, out _));
        SHA256.HashData(id, hash);
        return new TicketRef(BinaryPrimitives.ReadUInt64BigEndian(hash));
    }

    public static TicketRef FromStored(long stored) => new(unchecked((ulong)stored));

    /// <summary>Reads 16 lower-case hexadecimal digits.</summary>
    public static bool TryParse(string? text, out TicketRef value)
    {
        value = default;
        if (text is not { Length: 2 * Length } || text.Any(digit => digit is not (>= '0' and <= '9' or >= 'a' and <= 'f')))
        {
            return false;
        }

        value = new TicketRef(ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    public int CompareTo(TicketRef other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
