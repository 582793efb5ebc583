using System.Globalization;
using System.IO.Compression;
using System.Text;
using PdfSharp.Pdf;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>
/// A font as one document uses it: the glyphs used, each with a code, and for each code the characters it stands for, so that copied and
/// spoken text is what was written (ISO 32000-1, 9.7 and 9.10.3).
/// </summary>
internal sealed class PdfFont(FontFile file)
{
    // Readers fall back to the code itself for a glyph without characters; a zero width space adds nothing.
    private const string Nothing = "\u200B";
    private const int CharactersMaxOfABlock = 100;

    private readonly Dictionary<(int Glyph, string Text), int> _codes = [];
    private readonly List<int> _glyphs = [0];
    private readonly List<string> _texts = [Nothing];

    /// <summary>The two-byte code of a glyph that stands for <paramref name="text"/>.</summary>
    public int CodeOf(int glyph, string text)
    {
        if (!_codes.TryGetValue((glyph, text), out var code))
        {
            code = _glyphs.Count;
            _codes.Add((glyph, text), code);
            _glyphs.Add(glyph);
            _texts.Add(text.Length == 0 ? Nothing : text);
        }

        return code;
    }

    /// <summary>Adds the font's objects to the document, with a subset of the file; after the last text.</summary>
    /// <param name="number">Makes the subset's name unique in the document.</param>
    public PdfDictionary Write(PdfDocument document, int number)
    {
        var name = $"/TICKE{(char)('A' + number)}+{file.Name}";
        var subset = FontSubset.Write(file, _glyphs);
        var program = Stream(document, subset);
        program.Elements.SetInteger("/Length1", subset.Length);

        var descriptor = New(document, "/FontDescriptor");
        descriptor.Elements.SetName("/FontName", name);
        descriptor.Elements.SetInteger("/Flags", 4);
        descriptor.Elements["/FontBBox"] = Numbers(document, file.Box.Select(Em));
        descriptor.Elements.SetInteger("/ItalicAngle", 0);
        descriptor.Elements.SetInteger("/Ascent", Em(file.Ascent));
        descriptor.Elements.SetInteger("/Descent", Em(file.Descent));
        descriptor.Elements.SetInteger("/CapHeight", Em(file.Ascent));
        descriptor.Elements.SetInteger("/StemV", 80);
        descriptor.Elements["/FontFile2"] = program.Reference;

        var system = new PdfDictionary(document);
        system.Elements.SetString("/Registry", "Adobe");
        system.Elements.SetString("/Ordering", "Identity");
        system.Elements.SetInteger("/Supplement", 0);
        var widths = new PdfArray(document);
        widths.Elements.Add(new PdfInteger(0));
        widths.Elements.Add(Numbers(document, _glyphs.Select(glyph => Em(file.MetricsOf(glyph).Advance))));
        var glyphs = New(document, "/Font");
        glyphs.Elements.SetName("/Subtype", "/CIDFontType2");
        glyphs.Elements.SetName("/BaseFont", name);
        glyphs.Elements["/CIDSystemInfo"] = system;
        glyphs.Elements["/FontDescriptor"] = descriptor.Reference;
        glyphs.Elements.SetName("/CIDToGIDMap", "/Identity");
        glyphs.Elements["/W"] = widths;

        var font = New(document, "/Font");
        font.Elements.SetName("/Subtype", "/Type0");
        font.Elements.SetName("/BaseFont", name);
        font.Elements.SetName("/Encoding", "/Identity-H");
        var descendants = new PdfArray(document);
        descendants.Elements.Add(glyphs.Reference!);
        font.Elements["/DescendantFonts"] = descendants;
        font.Elements["/ToUnicode"] = Stream(document, Encoding.ASCII.GetBytes(CharacterMap())).Reference;
        return font;
    }

    /// <summary>Adds a compressed stream to the document.</summary>
    public static PdfDictionary Stream(PdfDocument document, byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        var stream = new PdfDictionary(document);
        stream.CreateStream(compressed.ToArray());
        stream.Elements.SetName("/Filter", "/FlateDecode");
        document.Internals.AddObject(stream);
        return stream;
    }

    private int Em(int units) => (int)Math.Round(1000.0 * units / file.UnitsPerEm);

    private string CharacterMap()
    {
        var map = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """);
        foreach (var block in _texts.Index().Chunk(CharactersMaxOfABlock))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (code, text) in block)
            {
                map.Append(CultureInfo.InvariantCulture, $"<{code:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }

    private static PdfDictionary New(PdfDocument document, string type)
    {
        var dictionary = new PdfDictionary(document);
        dictionary.Elements.SetName("/Type", type);
        document.Internals.AddObject(dictionary);
        return dictionary;
    }

    private static PdfArray Numbers(PdfDocument document, IEnumerable<int> numbers)
    {
        var array = new PdfArray(document);
        foreach (var number in numbers)
        {
            array.Elements.Add(new PdfInteger(number));
        }

        return array;
    }
}
