namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>
/// The fonts of our documents: Noto Sans (SIL Open Font License, see Fonts/OFL.txt), which has the letters of every
/// European language in Latin, Greek and Cyrillic script. Other scripts show as empty boxes.
/// </summary>
internal static class PdfFonts
{
    public static TrueTypeFont Regular { get; } = Load("NotoSans-Regular");

    public static TrueTypeFont Bold { get; } = Load("NotoSans-Bold");

    private static TrueTypeFont Load(string name)
    {
        using var resource = typeof(PdfFonts).Assembly.GetManifestResourceStream(name + ".ttf")
            ?? throw new InvalidOperationException($"The font {name} is missing in the assembly.");
        using var file = new MemoryStream();
        resource.CopyTo(file);
        return new TrueTypeFont(name, file.ToArray());
    }
}
