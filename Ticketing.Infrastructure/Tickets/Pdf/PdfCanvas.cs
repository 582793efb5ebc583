using System.Globalization;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>A colour, each part from 0 to 255.</summary>
internal readonly record struct PdfColour(byte Red, byte Green, byte Blue);

/// <summary>
/// Draws the pages of a document (ISO 32000-1, chapter 8 and 9). Points from the top left corner. PDFsharp writes the file; its own text
/// drawing neither shapes nor falls back to other fonts.
/// </summary>
internal sealed class PdfCanvas(PdfDocument document, double width, double height)
{
    // Control points of a quarter circle.
    private const double Quarter = 0.5523;

    // The outline that makes a regular font bold, of the text's size.
    private const double BoldOutline = 0.03;

    private readonly Dictionary<FontFile, (string Name, PdfFont Font)> _fonts = [];
    private readonly Dictionary<byte[], (string Name, PdfDictionary Image)> _images = [];
    private readonly List<PdfDictionary> _resources = [];
    private StringBuilder _content = new();

    /// <summary>Starts the next page.</summary>
    public void BeginPage() => _content = new StringBuilder();

    /// <summary>Adds the page to the document.</summary>
    public void EndPage()
    {
        var page = document.AddPage(new PdfPage { Width = XUnit.FromPoint(width), Height = XUnit.FromPoint(height) });
        page.Contents.AppendContent().CreateStream(Encoding.ASCII.GetBytes(_content.ToString()));
        var resources = new PdfDictionary(document);
        page.Elements["/Resources"] = resources;
        _resources.Add(resources);
    }

    /// <summary>Writes fonts and pictures, once for all pages.</summary>
    public void End()
    {
        var (fonts, images) = (new PdfDictionary(document), new PdfDictionary(document));
        document.Internals.AddObject(fonts);
        document.Internals.AddObject(images);
        foreach (var ((name, font), i) in _fonts.Values.Select((font, i) => (font, i)))
        {
            fonts.Elements[name] = font.Write(document, i).Reference;
        }

        foreach (var (name, image) in _images.Values)
        {
            images.Elements[name] = image.Reference;
        }

        foreach (var resources in _resources)
        {
            resources.Elements["/Font"] = fonts.Reference;
            resources.Elements["/XObject"] = images.Reference;
        }
    }

    public void Rectangle(PdfColour fill, double x, double y, double width, double height) =>
        Add($"{Of(fill)} rg {Of(x)} {Of(Up(y + height))} {Of(width)} {Of(height)} re f");

    /// <param name="fill">Null: not filled.</param>
    /// <param name="line">Null: without a line.</param>
    public void RoundedRectangle(PdfColour? fill, PdfColour? line, double x, double y, double width, double height, double radius)
    {
        var (left, right, top, bottom) = (x, x + width, Up(y), Up(y + height));
        var bend = radius * (1 - Quarter);
        if (fill is { } inside)
        {
            Add($"{Of(inside)} rg");
        }

        if (line is { } around)
        {
            Add($"{Of(around)} RG 0.75 w");
        }

        Add($"{Of(left + radius)} {Of(top)} m {Of(right - radius)} {Of(top)} l");
        Curve(right - bend, top, right, top - bend, right, top - radius);
        Add($"{Of(right)} {Of(bottom + radius)} l");
        Curve(right, bottom + bend, right - bend, bottom, right - radius, bottom);
        Add($"{Of(left + radius)} {Of(bottom)} l");
        Curve(left + bend, bottom, left, bottom + bend, left, bottom + radius);
        Add($"{Of(left)} {Of(top - radius)} l");
        Curve(left, top - bend, left + bend, top, left + radius, top);
        Add((fill, line) switch
        {
            (not null, not null) => "b",
            (not null, null) => "h f",
            _ => "s",
        });
    }

    public void DashedLine(PdfColour colour, double from, double to, double y) =>
        Add($"q {Of(colour)} RG 0.75 w [3 4] 0 d {Of(from)} {Of(Up(y))} m {Of(to)} {Of(Up(y))} l S Q");

    /// <param name="jpeg">The file; the same array is stored once.</param>
    public void Picture(byte[] jpeg, int pixelsWide, int pixelsHigh, double x, double y, double width, double height)
    {
        if (!_images.TryGetValue(jpeg, out var known))
        {
            var image = new PdfDictionary(document);
            image.CreateStream(jpeg);
            image.Elements.SetName("/Type", "/XObject");
            image.Elements.SetName("/Subtype", "/Image");
            image.Elements.SetInteger("/Width", pixelsWide);
            image.Elements.SetInteger("/Height", pixelsHigh);
            image.Elements.SetName("/ColorSpace", "/DeviceRGB");
            image.Elements.SetInteger("/BitsPerComponent", 8);
            image.Elements.SetName("/Filter", "/DCTDecode");
            document.Internals.AddObject(image);
            known = (FormattableString.Invariant($"/P{_images.Count}"), image);
            _images.Add(jpeg, known);
        }

        Add($"q {Of(width)} 0 0 {Of(height)} {Of(x)} {Of(Up(y + height))} cm {known.Name} Do Q");
    }

    public void Text(string text, double x, double baseline, TextStyle style, PdfColour colour)
    {
        foreach (var run in TextLine.Shape(text, style.IsBold).Runs)
        {
            if (!_fonts.TryGetValue(run.Font, out var font))
            {
                font = (FormattableString.Invariant($"/F{_fonts.Count}"), new PdfFont(run.Font));
                _fonts.Add(run.Font, font);
            }

            Add(style.IsBold && DocumentFonts.IsRegularOnly(run.Font)
                ? $"q {Of(colour)} RG {Of(style.Size * BoldOutline)} w 2 Tr"
                : "q");
            Add($"BT {font.Name} {Of(style.Size)} Tf {Of(colour)} rg");
            Glyphs(run, font.Font, x, Up(baseline), style.Size);
            Marks(run, font.Font, x, Up(baseline), style.Size);
            Add("ET Q");
            x += run.Width * style.Size;
        }
    }

    // Consecutive glyphs in one operator, with what kerning adds or takes; a glyph beside the line is placed by itself.
    private void Glyphs(GlyphRun run, PdfFont font, double x, double y, double size)
    {
        var unit = size / run.Font.UnitsPerEm;
        var isOpen = false;
        foreach (var glyph in run.Glyphs)
        {
            if (glyph.Text.Length == 0 && glyph.Advance == 0)
            {
                continue;
            }

            var isBeside = glyph.X != 0 || glyph.Y != 0;
            if (isOpen && isBeside)
            {
                _content.Append("] TJ\n");
                isOpen = false;
            }

            if (!isOpen)
            {
                _content.Append(CultureInfo.InvariantCulture, $"1 0 0 1 {Of(x + (glyph.X * unit))} {Of(y + (glyph.Y * unit))} Tm [");
                isOpen = true;
            }

            _content.Append(CultureInfo.InvariantCulture, $"<{font.CodeOf(glyph.Id, glyph.Text):X4}>");
            var kerning = 1000.0 * (run.Font.MetricsOf(glyph.Id).Advance - glyph.Advance) / run.Font.UnitsPerEm;
            if (isBeside)
            {
                _content.Append("] TJ\n");
                isOpen = false;
            }
            else if (Math.Abs(kerning) >= 0.5)
            {
                _content.Append(CultureInfo.InvariantCulture, $"{Of(kerning)}");
            }

            x += glyph.Advance * unit;
        }

        if (isOpen)
        {
            _content.Append("] TJ\n");
        }
    }

    // Dots and marks that stand for no character of their own come last, with an empty text (ISO 32000-1, 14.9.4): between the others they
    // would tear words apart for readers that copy and speak.
    private void Marks(GlyphRun run, PdfFont font, double x, double y, double size)
    {
        var unit = size / run.Font.UnitsPerEm;
        foreach (var glyph in run.Glyphs)
        {
            if (glyph.Text.Length == 0 && glyph.Advance == 0)
            {
                Add($"/Span <</ActualText ()>> BDC 1 0 0 1 {Of(x + (glyph.X * unit))} {Of(y + (glyph.Y * unit))} Tm <{font.CodeOf(glyph.Id, ""):X4}> Tj EMC");
            }

            x += glyph.Advance * unit;
        }
    }

    private void Curve(double x1, double y1, double x2, double y2, double x, double y) =>
        Add($"{Of(x1)} {Of(y1)} {Of(x2)} {Of(y2)} {Of(x)} {Of(y)} c");

    private void Add(string operators) => _content.Append(operators).Append('\n');

    private double Up(double y) => height - y;

    private static string Of(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Of(PdfColour colour) => $"{Of(colour.Red / 255.0)} {Of(colour.Green / 255.0)} {Of(colour.Blue / 255.0)}";
}
