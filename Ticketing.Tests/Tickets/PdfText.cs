using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Tickets;

/// <summary>Reads back the pages and the text of our own PDF files, by way of their cross-reference table and character maps.</summary>
internal sealed partial class PdfText
{
    private readonly byte[] file;
    private readonly List<int> offsets;

    public PdfText(byte[] file)
    {
        this.file = file;
        var text = Encoding.Latin1.GetString(file);
        var start = int.Parse(StartPattern().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.StartsWith("xref", text[start..], StringComparison.Ordinal);
        offsets = [.. EntryPattern().Matches(text[start..]).Select(entry => int.Parse(entry.Groups[1].Value, CultureInfo.InvariantCulture))];
        Objects = [.. offsets.Select((offset, i) => Object(offset, i + 1))];
        Pages = [.. Objects.Where(o => o.Contains("/Type/Page/", StringComparison.Ordinal)).Select(PageText)];
    }

    public IReadOnlyList<string> Objects { get; }

    /// <summary>The text of each page, a line for each time something was written.</summary>
    public IReadOnlyList<string> Pages { get; }

    private string Object(int offset, int number)
    {
        var text = Encoding.Latin1.GetString(file, offset, file.Length - offset);
        Assert.StartsWith(FormattableString.Invariant($"{number} 0 obj\n"), text, StringComparison.Ordinal);
        return text[..text.IndexOf("\nendobj\n", StringComparison.Ordinal)];
    }

    private string PageText(string page)
    {
        var fonts = FontPattern().Matches(page).ToDictionary(font => font.Groups["name"].Value, font => Characters(Reference(font.Groups["id"].Value)));
        var content = Encoding.ASCII.GetString(Stream(Reference(ContentPattern().Match(page).Groups[1].Value)));
        var text = new StringBuilder();
        foreach (Match shown in ShowPattern().Matches(content))
        {
            var map = fonts[shown.Groups["font"].Value];
            foreach (var glyph in shown.Groups["glyphs"].Value.Chunk(4))
            {
                text.Append(map[new string(glyph)]);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private Dictionary<string, string> Characters(string font)
    {
        var map = Encoding.ASCII.GetString(Stream(Reference(UnicodePattern().Match(font).Groups[1].Value)));
        return MapPattern().Matches(map).ToDictionary(
            entry => entry.Groups["glyph"].Value, entry => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(entry.Groups["text"].Value)));
    }

    private string Reference(string id) => Objects[int.Parse(id, CultureInfo.InvariantCulture) - 1];

    private static byte[] Stream(string content)
    {
        const string begin = "\nstream\n";
        var start = content.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var packed = Encoding.Latin1.GetBytes(content[start..content.LastIndexOf("\nendstream", StringComparison.Ordinal)]);
        using var inflate = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        inflate.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    [GeneratedRegex(@"startxref\n(\d+)\n%%EOF\n$")]
    private static partial Regex StartPattern();

    [GeneratedRegex(@"(\d{10}) 00000 n \n")]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"/(?<name>NotoSans-\w+) (?<id>\d+) 0 R")]
    private static partial Regex FontPattern();

    [GeneratedRegex(@"/Contents (\d+) 0 R")]
    private static partial Regex ContentPattern();

    [GeneratedRegex(@"/ToUnicode (\d+) 0 R")]
    private static partial Regex UnicodePattern();

    [GeneratedRegex(@"/(?<font>\S+) \S+ Tf \S+ \S+ Td <(?<glyphs>[0-9A-F]*)> Tj")]
    private static partial Regex ShowPattern();

    [GeneratedRegex("^<(?<glyph>[0-9A-F]{4})> <(?<text>[0-9A-F]+)>$", RegexOptions.Multiline)]
    private static partial Regex MapPattern();
}
