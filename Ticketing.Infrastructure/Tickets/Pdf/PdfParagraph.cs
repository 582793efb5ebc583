using System.Text;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>Fits texts into the space there is.</summary>
internal static class PdfParagraph
{
    /// <summary>Breaks a text into lines at its spaces; a word wider than a line is broken where the line ends.</summary>
    public static List<string> Wrap(string text, TrueTypeFont font, double size, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (font.Measure(longer, size) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            line = word;
            while (font.Measure(line, size) > width)
            {
                var head = Head(line, font, size, width);
                lines.Add(head);
                line = line[head.Length..];
            }
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>The text, or as much of its beginning as fits, with an ellipsis.</summary>
    public static string Shorten(string text, TrueTypeFont font, double size, double width) =>
        font.Measure(text, size) <= width ? text : Head(text, font, size, width - font.Measure("…", size)).TrimEnd() + "…";

    /// <summary>At most so many lines of the text; the last one ends with an ellipsis where something is left out.</summary>
    public static List<string> Wrap(string text, TrueTypeFont font, double size, double width, int linesMax)
    {
        var lines = Wrap(text, font, size, width);
        if (lines.Count > linesMax)
        {
            var last = string.Join(' ', lines.Skip(linesMax - 1));
            lines.RemoveRange(linesMax - 1, lines.Count - linesMax + 1);
            lines.Add(Shorten(last, font, size, width));
        }

        return lines;
    }

    /// <summary>The largest of the sizes at which the text is no wider than asked; the smallest when none is small enough.</summary>
    public static double SizeFor(string text, TrueTypeFont font, double width, double largest, double smallest)
    {
        var size = largest;
        while (size > smallest && font.Measure(text, size) > width)
        {
            size -= 0.5;
        }

        return size;
    }

    // The beginning of a text that fits, one character at least, so that a loop over the rest ends.
    private static string Head(string text, TrueTypeFont font, double size, double width)
    {
        var head = new StringBuilder();
        double taken = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            taken += font.WidthOf(font.GlyphOf(rune)) * size / font.UnitsPerEm;
            if (taken > width && head.Length > 0)
            {
                break;
            }

            head.Append(rune.ToString());
        }

        return head.ToString();
    }
}
