using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics.Colors;
using UglyToad.PdfPig.Tokens;

namespace Ticketing.Tests.Tickets;

/// <summary>Title, language, text, drawing and QR code of a PDF file.</summary>
internal sealed class PdfText
{
    public PdfText(byte[] file)
    {
        using var document = PdfDocument.Open(file);
        Title = document.Information.Title;
        Language = ((StringToken)document.Structure.Catalog.CatalogDictionary.Data["Lang"]).Data;
        var pages = document.GetPages().ToList();
        Pages = [.. pages.Select(TextOf)];
        Drawings = [.. pages.Select(page => string.Join('\n', page.Operations))];
        Codes = [.. pages.Select(CodeOf)];
        Letters = [.. pages.Select(page => string.Concat(page.Letters.Select(letter => letter.Value)).Replace("\u200B", "", StringComparison.Ordinal))];
        Boxes = [.. pages.Select(page => page.Letters.Select(letter => letter.BoundingBox).ToList())];
        Fonts = [.. pages.SelectMany(page => page.Letters).Select(letter => letter.FontName ?? "").Distinct()];
        Picture = pages[0].GetImages().Single().RawBytes.ToArray();
    }

    public string? Title { get; }

    public string? Language { get; }

    /// <summary>The text of each page, one line per text operator.</summary>
    public IReadOnlyList<string> Pages { get; }

    /// <summary>The operators that draw each page.</summary>
    public IReadOnlyList<string> Drawings { get; }

    /// <summary>The characters of each page as the file has them, without line breaks.</summary>
    public IReadOnlyList<string> Letters { get; }

    /// <summary>The boxes around each page's characters, in points from the bottom left.</summary>
    public IReadOnlyList<IReadOnlyList<PdfRectangle>> Boxes { get; }

    /// <summary>The names of the fonts used.</summary>
    public IReadOnlyList<string> Fonts { get; }

    /// <summary>The file of the first page's picture.</summary>
    public byte[] Picture { get; }

    /// <summary>The text of each page's QR code.</summary>
    public IReadOnlyList<string> Codes { get; }

    private static string TextOf(Page page) => string.Concat(page.Letters
        .GroupBy(letter => letter.TextSequence)
        .Select(run => string.Concat(run.Select(letter => letter.Value)) + "\n"));

    // The code is all black fills; its lowest bar is one module high.
    private static string CodeOf(Page page)
    {
        var bars = page.Paths.Where(path => path.IsFilled && path.FillColor is { ColorSpace: not ColorSpace.Pattern } colour && colour.ToRGBValues() is (0, 0, 0))
            .Select(path => path.GetBoundingRectangle()!.Value).ToList();
        var module = bars.Min(bar => bar.Height);
        var (left, top) = (bars.Min(bar => bar.Left), bars.Max(bar => bar.Top));
        var size = (int)Math.Round((bars.Max(bar => bar.Right) - left) / module);
        return QrReader.Read(size, (x, y) => bars.Any(bar =>
            bar.Left < left + ((x + 0.5) * module) && bar.Right > left + ((x + 0.5) * module)
            && bar.Top > top - ((y + 0.5) * module) && bar.Bottom < top - ((y + 0.5) * module)));
    }
}
