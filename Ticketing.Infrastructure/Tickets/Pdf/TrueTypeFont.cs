using System.Buffers.Binary;
using System.Text;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>
/// A TrueType font file (OpenType specification 1.9, glyf outlines): which glyph shows a character, how wide it is, and
/// a smaller file with only the outlines that a document uses. Immutable.
/// </summary>
internal sealed class TrueTypeFont
{
    // What a PDF viewer needs of a font that is addressed by glyph number, in the tables' prescribed order.
    private static readonly string[] KeptTables = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    private readonly byte[] file;
    private readonly Dictionary<string, (int Offset, int Length)> tables = [];
    private readonly Dictionary<int, ushort> glyphOf = [];
    private readonly int widthCount;
    private readonly bool longOffsets;

    public TrueTypeFont(string name, byte[] file)
    {
        (Name, this.file) = (name, file);
        for (var i = 0; i < UInt16(4); i++)
        {
            var entry = 12 + (16 * i);
            tables.Add(Encoding.ASCII.GetString(file, entry, 4), ((int)UInt32(entry + 8), (int)UInt32(entry + 12)));
        }

        var head = Table("head");
        UnitsPerEm = UInt16(head + 18);
        Box = (Int16(head + 36), Int16(head + 38), Int16(head + 40), Int16(head + 42));
        longOffsets = UInt16(head + 50) == 1;
        Ascent = Int16(Table("hhea") + 4);
        Descent = Int16(Table("hhea") + 6);
        CapHeight = Int16(Table("OS/2") + 88);
        widthCount = UInt16(Table("hhea") + 34);
        GlyphCount = UInt16(Table("maxp") + 4);
        ReadCharacters();
    }

    public string Name { get; }

    public int UnitsPerEm { get; }

    public int Ascent { get; }

    public int Descent { get; }

    /// <summary>The height of a capital letter, in font units.</summary>
    public int CapHeight { get; }

    public int GlyphCount { get; }

    public (int Left, int Bottom, int Right, int Top) Box { get; }

    /// <summary>The glyph for a character; 0, the empty box, when the font has none.</summary>
    public ushort GlyphOf(Rune character) => glyphOf.GetValueOrDefault(character.Value);

    /// <summary>How far the pen moves on after a glyph, in font units.</summary>
    public int WidthOf(ushort glyph) => UInt16(Table("hmtx") + (4 * Math.Min(glyph, widthCount - 1)));

    /// <summary>How wide a text is at a size, in the size's unit.</summary>
    public double Measure(string text, double size)
    {
        long units = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            units += WidthOf(GlyphOf(rune));
        }

        return units * size / UnitsPerEm;
    }

    /// <summary>The font with the outlines of <paramref name="used"/> only; glyph numbers stay what they are.</summary>
    public byte[] Subset(IEnumerable<ushort> used)
    {
        var kept = new SortedSet<ushort>(used) { 0 };
        var waiting = new Queue<ushort>(kept);
        while (waiting.TryDequeue(out var glyph))
        {
            foreach (var part in PartsOf(glyph).Where(kept.Add))
            {
                waiting.Enqueue(part);
            }
        }

        using var outlines = new MemoryStream();
        var offsets = new byte[4 * (GlyphCount + 1)];
        for (var glyph = 0; glyph < GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * glyph), (uint)outlines.Length);
            if (kept.Contains((ushort)glyph))
            {
                var (offset, length) = Outline(glyph);
                outlines.Write(file, offset, length);
                outlines.Write(new byte[(4 - (length % 4)) % 4]);
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * GlyphCount), (uint)outlines.Length);
        var head = TableBytes("head");
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        return Assemble(KeptTables.Where(tables.ContainsKey).Select(name => (name, name switch
        {
            "glyf" => outlines.ToArray(),
            "loca" => offsets,
            "head" => head,
            _ => TableBytes(name),
        })).ToList());
    }

    private static byte[] Assemble(List<(string Name, byte[] Content)> tables)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        Span<byte> number = stackalloc byte[4];
        void Write32(uint value, Span<byte> buffer)
        {
            BinaryPrimitives.WriteUInt32BigEndian(buffer, value);
            writer.Write(buffer);
        }

        var power = 1 << (int)Math.Log2(tables.Count);
        Write32(0x00010000, number);
        Write32((uint)((tables.Count << 16) | (power * 16)), number);
        Write32((uint)(((int)Math.Log2(power) << 16) | ((tables.Count - power) * 16)), number);
        var offset = 12 + (16 * tables.Count);
        foreach (var (name, content) in tables)
        {
            writer.Write(Encoding.ASCII.GetBytes(name));
            Write32(Checksum(content), number);
            Write32((uint)offset, number);
            Write32((uint)content.Length, number);
            offset += (content.Length + 3) & ~3;
        }

        foreach (var (_, content) in tables)
        {
            writer.Write(content);
            writer.Write(new byte[(4 - (content.Length % 4)) % 4]);
        }

        return file.ToArray();
    }

    private static uint Checksum(byte[] content)
    {
        uint sum = 0;
        for (var i = 0; i < content.Length; i++)
        {
            sum = unchecked(sum + ((uint)content[i] << (24 - (8 * (i % 4)))));
        }

        return sum;
    }

    // A composite glyph is drawn from others (an ä from an a and two dots).
    private IEnumerable<ushort> PartsOf(ushort glyph)
    {
        var (at, length) = Outline(glyph);
        if (length == 0 || Int16(at) >= 0)
        {
            yield break;
        }

        at += 10;
        ushort flags;
        do
        {
            flags = UInt16(at);
            yield return UInt16(at + 2);
            at += 4 + ((flags & 0x0001) != 0 ? 4 : 2);
            at += (flags & 0x0008) != 0 ? 2 : (flags & 0x0040) != 0 ? 4 : (flags & 0x0080) != 0 ? 8 : 0;
        }
        while ((flags & 0x0020) != 0);
    }

    private (int Offset, int Length) Outline(int glyph)
    {
        var offsets = Table("loca");
        var (from, to) = longOffsets
            ? ((int)UInt32(offsets + (4 * glyph)), (int)UInt32(offsets + (4 * glyph) + 4))
            : (2 * UInt16(offsets + (2 * glyph)), 2 * UInt16(offsets + (2 * glyph) + 2));
        return (Table("glyf") + from, to - from);
    }

    // The character map for the Basic Multilingual Plane: platform 3, encoding 1, format 4.
    private void ReadCharacters()
    {
        var map = Table("cmap");
        var format4 = Enumerable.Range(0, UInt16(map + 2)).Select(i => map + 4 + (8 * i))
            .Where(record => UInt16(record) == 3 && UInt16(record + 2) == 1)
            .Select(record => map + (int)UInt32(record + 4)).First(at => UInt16(at) == 4);
        var segments = UInt16(format4 + 6) / 2;
        var ends = format4 + 14;
        var starts = ends + (2 * segments) + 2;
        var deltas = starts + (2 * segments);
        var ranges = deltas + (2 * segments);
        for (var segment = 0; segment < segments; segment++)
        {
            var start = UInt16(starts + (2 * segment));
            var range = UInt16(ranges + (2 * segment));
            for (int character = start; character <= UInt16(ends + (2 * segment)) && character != 0xFFFF; character++)
            {
                int glyph = range == 0 ? character : UInt16(ranges + (2 * segment) + range + (2 * (character - start)));
                if (range == 0 || glyph != 0)
                {
                    glyphOf[character] = (ushort)(glyph + UInt16(deltas + (2 * segment)));
                }
            }
        }
    }

    private int Table(string name) => tables[name].Offset;

    private byte[] TableBytes(string name) => file.AsSpan(tables[name].Offset, tables[name].Length).ToArray();

    private ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(offset));

    private short Int16(int offset) => BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(offset));

    private uint UInt32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(offset));
}
