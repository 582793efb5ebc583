using System.Text;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>Weight and size of a text.</summary>
/// <param name="Size">Points.</param>
internal readonly record struct TextStyle(bool IsBold, double Size);

/// <summary>
/// The fonts of PDF documents, all under the SIL Open Font License (Fonts/*-OFL.txt): the site's own, and Noto for what it lacks. A font
/// is loaded when a text needs it first, and stays loaded.
/// </summary>
internal static class DocumentFonts
{
    private static readonly Lazy<FontFile>[] RegularFonts = [.. new[] { "InstrumentSans-Regular", "NotoSans-Regular" }.Select(Lazily)];
    private static readonly Lazy<FontFile>[] BoldFonts = [.. new[] { "InstrumentSans-Bold", "NotoSans-Bold" }.Select(Lazily)];

    // One weight each: bold text is drawn with an outline.
    private static readonly Lazy<FontFile>[] OtherScripts =
        [.. new[] { "NotoSansHebrew-Regular", "NotoSansArabic-Regular", "NotoSansDevanagari-Regular", "NotoSansThai-Regular", "NotoSansJP-Regular" }.Select(Lazily)];

    /// <param name="size">Points.</param>
    public static TextStyle Regular(double size) => new(false, size);

    /// <param name="size">Points.</param>
    public static TextStyle Bold(double size) => new(true, size);

    /// <summary>The first font with all of the runes; null if there is none.</summary>
    public static FontFile? Find(IReadOnlyList<Rune> runes, bool isBold) =>
        (isBold ? BoldFonts : RegularFonts).Concat(OtherScripts).Select(font => font.Value).FirstOrDefault(font => runes.All(font.Has));

    /// <summary>Whether bold text in this font needs an outline.</summary>
    public static bool IsRegularOnly(FontFile font) => OtherScripts.Any(other => other.IsValueCreated && other.Value == font);

    private static Lazy<FontFile> Lazily(string name) => new(() => FontFile.Load(name));
}
