using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using HarfBuzzSharp;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>A TrueType font (OpenType 1.9 with glyf outlines) from the assembly's resources. Lengths in font units.</summary>
internal sealed class FontFile : IDisposable
{
    private const int TableDirectory = 12;
    private const int TableRecord = 16;

    // Pinned: HarfBuzz reads from it as long as the font lives.
    private readonly byte[] _data;
    private readonly Blob _blob;
    private readonly Face _face;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = [];
    private readonly bool _hasLongOffsets;
    private readonly int _advances;

    private FontFile(string name, byte[] data)
    {
        (Name, _data) = (name, data);
        for (var i = 0; i < U16(4); i++)
        {
            var record = TableDirectory + (i * TableRecord);
            _tables[Encoding.ASCII.GetString(data, record, 4)] = (S32(record + 8), S32(record + 12));
        }

        var (head, hhea) = (_tables["head"].Offset, _tables["hhea"].Offset);
        UnitsPerEm = U16(head + 18);
        Box = [S16(head + 36), S16(head + 38), S16(head + 40), S16(head + 42)];
        _hasLongOffsets = S16(head + 50) != 0;
        (Ascent, Descent, _advances) = (S16(hhea + 4), S16(hhea + 6), U16(hhea + 34));
        _blob = new Blob(Marshal.UnsafeAddrOfPinnedArrayElement(data, 0), data.Length, MemoryMode.ReadOnly);
        _face = new Face(_blob, 0);
        Shaping = new Font(_face);
    }

    public string Name { get; }

    public int UnitsPerEm { get; }

    public int Ascent { get; }

    public int Descent { get; }

    /// <summary>The box around all glyphs: left, bottom, right, top.</summary>
    public int[] Box { get; }

    public Font Shaping { get; }

    /// <param name="name">The resource's name without <c>.ttf</c>.</param>
    public static FontFile Load(string name)
    {
        using var resource = typeof(FontFile).Assembly.GetManifestResourceStream(name + ".ttf")
            ?? throw new InvalidOperationException($"The font {name} is missing in the assembly.");
        var data = GC.AllocateUninitializedArray<byte>((int)resource.Length, pinned: true);
        resource.ReadExactly(data);
        return new FontFile(name, data);
    }

    public bool Has(Rune rune) => Shaping.TryGetNominalGlyph((uint)rune.Value, out var glyph) && glyph != 0;

    /// <summary>The glyph's record in <c>hmtx</c>: advance and left side bearing.</summary>
    public (int Advance, int Bearing) MetricsOf(int glyph)
    {
        var table = _tables["hmtx"].Offset;
        return glyph < _advances
            ? (U16(table + (4 * glyph)), S16(table + (4 * glyph) + 2))
            : (U16(table + (4 * (_advances - 1))), S16(table + (4 * _advances) + (2 * (glyph - _advances))));
    }

    /// <summary>The glyph's outline; empty for a space.</summary>
    public ReadOnlySpan<byte> OutlineOf(int glyph)
    {
        var (start, end) = (OffsetOf(glyph), OffsetOf(glyph + 1));
        return _data.AsSpan(_tables["glyf"].Offset + start, end - start);
    }

    /// <summary>A whole table; empty if the font has none of that name.</summary>
    public ReadOnlySpan<byte> Table(string tag) => _tables.TryGetValue(tag, out var table) ? _data.AsSpan(table.Offset, table.Length) : [];

    public void Dispose()
    {
        Shaping.Dispose();
        _face.Dispose();
        _blob.Dispose();
    }

    private int OffsetOf(int glyph)
    {
        var table = _tables["loca"].Offset;
        return _hasLongOffsets ? S32(table + (4 * glyph)) : 2 * U16(table + (2 * glyph));
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(at));

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(_data.AsSpan(at));

    private int S32(int at) => BinaryPrimitives.ReadInt32BigEndian(_data.AsSpan(at));
}
