using System.Buffers.Binary;
using System.Text;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>Writes a font file with some glyphs of a font, for embedding (OpenType 1.9, chapters <c>glyf</c>, <c>loca</c>, <c>hmtx</c>).</summary>
internal static class FontSubset
{
    // Flags of a composite glyph's component.
    private const int WordArguments = 0x0001;
    private const int Scale = 0x0008;
    private const int MoreComponents = 0x0020;
    private const int ScaleXY = 0x0040;
    private const int Matrix = 0x0080;

    /// <param name="glyphs">The glyph of each number in the new font; the first is 0, the glyph for missing ones.</param>
    public static byte[] Write(FontFile font, IReadOnlyList<int> glyphs)
    {
        var all = glyphs.ToList();
        var (outlines, offsets) = Outlines(font, all);
        var metrics = new byte[4 * all.Count];
        for (var i = 0; i < all.Count; i++)
        {
            var (advance, bearing) = font.MetricsOf(all[i]);
            BinaryPrimitives.WriteUInt16BigEndian(metrics.AsSpan(4 * i), (ushort)advance);
            BinaryPrimitives.WriteInt16BigEndian(metrics.AsSpan((4 * i) + 2), (short)bearing);
        }

        var (head, hhea, maxp) = (font.Table("head").ToArray(), font.Table("hhea").ToArray(), font.Table("maxp").ToArray());
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)all.Count);
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)all.Count);
        // In the order of their names, as the directory requires.
        return File(
        [
            ("cvt ", font.Table("cvt ").ToArray()), ("fpgm", font.Table("fpgm").ToArray()), ("glyf", outlines), ("head", head), ("hhea", hhea),
            ("hmtx", metrics), ("loca", offsets), ("maxp", maxp), ("prep", font.Table("prep").ToArray()),
        ]);
    }

    // Adds the components of composite glyphs to the list while it goes through.
    private static (byte[] Outlines, byte[] Offsets) Outlines(FontFile font, List<int> glyphs)
    {
        using var outlines = new MemoryStream();
        var offsets = new List<int> { 0 };
        for (var i = 0; i < glyphs.Count; i++)
        {
            var outline = font.OutlineOf(glyphs[i]).ToArray();
            Renumber(outline, glyphs);
            outlines.Write(outline);
            while (outlines.Length % 4 != 0)
            {
                outlines.WriteByte(0);
            }

            offsets.Add((int)outlines.Length);
        }

        var loca = new byte[4 * offsets.Count];
        for (var i = 0; i < offsets.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), offsets[i]);
        }

        return (outlines.ToArray(), loca);
    }

    private static void Renumber(Span<byte> outline, List<int> glyphs)
    {
        // A composite glyph has a negative number of contours.
        if (outline.Length == 0 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
        {
            return;
        }

        var at = 10;
        int flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            var component = BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]);
            var number = glyphs.IndexOf(component);
            if (number < 0)
            {
                number = glyphs.Count;
                glyphs.Add(component);
            }

            BinaryPrimitives.WriteUInt16BigEndian(outline[(at + 2)..], (ushort)number);
            at += 4 + ((flags & WordArguments) != 0 ? 4 : 2)
                + ((flags & Scale) != 0 ? 2 : (flags & ScaleXY) != 0 ? 4 : (flags & Matrix) != 0 ? 8 : 0);
        }
        while ((flags & MoreComponents) != 0);
    }

    private static byte[] File(List<(string Tag, byte[] Data)> tables)
    {
        tables.RemoveAll(table => table.Data.Length == 0);
        var power = (int)Math.Log2(tables.Count);
        var header = new byte[12 + (16 * tables.Count)];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)((16 * tables.Count) - (16 << power)));
        using var file = new MemoryStream();
        file.Write(header);
        for (var i = 0; i < tables.Count; i++)
        {
            var (tag, data) = tables[i];
            var record = header.AsSpan(12 + (16 * i));
            Encoding.ASCII.GetBytes(tag, record);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], Checksum(data));
            BinaryPrimitives.WriteInt32BigEndian(record[8..], (int)file.Length);
            BinaryPrimitives.WriteInt32BigEndian(record[12..], data.Length);
            file.Write(data);
            while (file.Length % 4 != 0)
            {
                file.WriteByte(0);
            }
        }

        file.Position = 0;
        file.Write(header);
        return file.ToArray();
    }

    private static uint Checksum(byte[] data)
    {
        var padded = new byte[(data.Length + 3) & ~3];
        data.CopyTo(padded, 0);
        uint sum = 0;
        for (var i = 0; i < padded.Length; i += 4)
        {
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(i)));
        }

        return sum;
    }
}
