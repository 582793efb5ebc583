using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>
/// The fonts of PDF documents: Noto Sans (SIL Open Font License, see Fonts/OFL.txt), which covers the European languages in Latin,
/// Greek and Cyrillic script. Other scripts render as empty boxes.
/// </summary>
internal static class DocumentFonts
{
    private const string Family = "Noto Sans";

    // PDFsharp has one resolver per process and accepts it only before the first font is created. A static constructor runs once,
    // before the first call below, and blocks concurrent callers.
    static DocumentFonts() => GlobalFontSettings.FontResolver = new EmbeddedFonts();

    /// <param name="size">Points.</param>
    public static XFont Regular(double size) => Font(size, XFontStyleEx.Regular);

    /// <param name="size">Points.</param>
    public static XFont Bold(double size) => Font(size, XFontStyleEx.Bold);

    // Unicode: the default encoding would embed a second, WinAnsi subset of the same font.
    private static XFont Font(double size, XFontStyleEx style) => new(Family, size, style, new XPdfFontOptions(PdfFontEncoding.Unicode));

    /// <summary>Resolves the family's two faces from the assembly's resources, never from the machine.</summary>
    private sealed class EmbeddedFonts : IFontResolver
    {
        public FontResolverInfo? ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
            familyName == Family && !isItalic ? new FontResolverInfo(isBold ? "NotoSans-Bold" : "NotoSans-Regular") : null;

        public byte[] GetFont(string faceName)
        {
            using var resource = typeof(EmbeddedFonts).Assembly.GetManifestResourceStream(faceName + ".ttf")
                ?? throw new InvalidOperationException($"The font {faceName} is missing in the assembly.");
            using var file = new MemoryStream();
            resource.CopyTo(file);
            return file.ToArray();
        }
    }
}
