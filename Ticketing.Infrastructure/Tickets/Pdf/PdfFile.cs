using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>Puts pages into a PDF 1.7 file (ISO 32000-1) with its fonts embedded as subsets and its text copyable.</summary>
internal sealed class PdfFile : IDisposable
{
    private readonly MemoryStream file = new();
    private readonly List<long> offsets = [];

    private PdfFile()
    {
    }

    /// <param name="language">BCP 47, for readers that speak.</param>
    public static byte[] Write(IReadOnlyList<PdfCanvas> pages, string title, string language, DateTimeOffset writtenAt)
    {
        using var pdf = new PdfFile();
        pdf.Raw($"%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        var fonts = pages.SelectMany(page => page.Used.Keys).Distinct()
            .ToDictionary(font => font, font => pdf.Font(font, Merge(pages, font)));
        // The pages' parent is written after them, as the object behind the two that each of them takes.
        var parent = pdf.offsets.Count + 1 + (2 * pages.Count);
        var kids = new List<int>();
        foreach (var page in pages)
        {
            var content = pdf.Stream($"", Encoding.ASCII.GetBytes(page.Content));
            kids.Add(pdf.Object(
                $"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {page.Width:F2} {page.Height:F2}]/Contents {content} 0 R/Resources{Resources(page, fonts)}>>"));
        }

        pdf.Object($"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', kids.Select(kid => $"{kid} 0 R"))}]>>");
        var catalog = pdf.Object($"<</Type/Catalog/Pages {parent} 0 R/Lang({language})/ViewerPreferences<</DisplayDocTitle true>>>>");
        var info = pdf.Object($"<</Title {Text(title)}/Producer(Ticketing)/CreationDate(D:{writtenAt.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}Z)>>");
        return pdf.Close(catalog, info);
    }

    public void Dispose() => file.Dispose();

    private static Dictionary<ushort, Rune> Merge(IEnumerable<PdfCanvas> pages, TrueTypeFont font)
    {
        var all = new Dictionary<ushort, Rune>();
        foreach (var (glyph, rune) in pages.SelectMany(page => page.Used.GetValueOrDefault(font) ?? []))
        {
            all.TryAdd(glyph, rune);
        }

        return all;
    }

    private static string Resources(PdfCanvas page, Dictionary<TrueTypeFont, int> fonts)
    {
        var text = new StringBuilder("<</Font<<");
        foreach (var font in page.Used.Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"/{font.Name} {fonts[font]} 0 R");
        }

        text.Append(">>/ExtGState<<");
        foreach (var opacity in page.Opacities)
        {
            text.Append(CultureInfo.InvariantCulture, $"/A{opacity}<</ca {opacity / 100.0:F2}>>");
        }

        text.Append(">>/Shading<<");
        foreach (var (index, (from, to, axis)) in page.Gradients.Index())
        {
            text.Append(CultureInfo.InvariantCulture,
                $"/G{index}<</ShadingType 2/ColorSpace/DeviceRGB/Coords[{axis[0]:F2} {axis[1]:F2} {axis[2]:F2} {axis[3]:F2}]/Function<</FunctionType 2/Domain[0 1]/N 1/C0[{from.Red:F3} {from.Green:F3} {from.Blue:F3}]/C1[{to.Red:F3} {to.Green:F3} {to.Blue:F3}]>>>>");
        }

        return text.Append(">>>>").ToString();
    }

    // ISO 32000-1, 9.7: a composite font whose codes are the font file's own glyph numbers.
    private int Font(TrueTypeFont font, Dictionary<ushort, Rune> used)
    {
        int Em(int units) => (int)Math.Round(units * 1000.0 / font.UnitsPerEm);
        var name = "SUBSET+" + font.Name;
        var subset = font.Subset(used.Keys);
        var file = Stream($"/Length1 {subset.Length}", subset);
        var descriptor = Object($"<</Type/FontDescriptor/FontName/{name}/Flags 32/FontBBox[{Em(font.Box.Left)} {Em(font.Box.Bottom)} {Em(font.Box.Right)} {Em(font.Box.Top)}]/ItalicAngle 0/Ascent {Em(font.Ascent)}/Descent {Em(font.Descent)}/CapHeight {Em(font.CapHeight)}/StemV 80/FontFile2 {file} 0 R>>");
        var widths = string.Join(' ', used.Keys.Order().Select(glyph => $"{glyph}[{Em(font.WidthOf(glyph))}]"));
        var descendant = Object($"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 1000/W[{widths}]/CIDToGIDMap/Identity>>");
        var unicode = Stream($"", Encoding.ASCII.GetBytes(ToUnicode(used)));
        return Object($"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>");
    }

    private static string ToUnicode(Dictionary<ushort, Rune> used)
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Unicode def /CMapType 2 def\n");
        map.Append("1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        // 9.10.3 refers to the CMap format, which takes at most a hundred entries in a block.
        foreach (var block in used.OrderBy(entry => entry.Key).Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (glyph, rune) in block)
            {
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(rune.ToString()))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end").ToString();
    }

    private static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private int Object(FormattableString content)
    {
        offsets.Add(file.Length);
        Raw($"{offsets.Count} 0 obj\n");
        Raw(content);
        Raw($"\nendobj\n");
        return offsets.Count;
    }

    private int Stream(FormattableString entries, byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        offsets.Add(file.Length);
        Raw($"{offsets.Count} 0 obj\n<</Filter/FlateDecode/Length {packed.Length}");
        Raw(entries);
        Raw($">>\nstream\n");
        packed.WriteTo(file);
        Raw($"\nendstream\nendobj\n");
        return offsets.Count;
    }

    private byte[] Close(int catalog, int info)
    {
        var start = file.Length;
        Raw($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            Raw($"{offset:D10} 00000 n \n");
        }

        Raw($"trailer\n<</Size {offsets.Count + 1}/Root {catalog} 0 R/Info {info} 0 R>>\nstartxref\n{start}\n%%EOF\n");
        return file.ToArray();
    }

    private void Raw(FormattableString text) => file.Write(Encoding.Latin1.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
}
