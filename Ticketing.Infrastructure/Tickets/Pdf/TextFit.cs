using System.Text;
using PdfSharp.Drawing;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>Fits texts into a width, in points. PDFsharp draws and measures lines, but neither breaks words nor shortens.</summary>
internal static class TextFit
{
    private const double SizeStep = 0.5;

    public static double Measure(this XGraphics page, string text, XFont font) => page.MeasureString(text, font).Width;

    /// <summary>Breaks a text into lines at its spaces; a word wider than a line is broken where the line ends.</summary>
    public static List<string> Wrap(this XGraphics page, string text, XFont font, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (page.Measure(longer, font) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            line = word;
            while (page.Measure(line, font) > width && Head(page, line, font, width) is var head && head.Length < line.Length)
            {
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

    /// <summary>At most so many lines of the text; the last one ends with an ellipsis where something is left out.</summary>
    public static List<string> Wrap(this XGraphics page, string text, XFont font, double width, int linesMax)
    {
        var lines = page.Wrap(text, font, width);
        if (lines.Count > linesMax)
        {
            var last = string.Join(' ', lines.Skip(linesMax - 1));
            lines.RemoveRange(linesMax - 1, lines.Count - linesMax + 1);
            lines.Add(page.Shorten(last, font, width));
        }

        return lines;
    }

    /// <summary>The text, or as much of its beginning as fits, with an ellipsis.</summary>
    public static string Shorten(this XGraphics page, string text, XFont font, double width) =>
        page.Measure(text, font) <= width ? text : Head(page, text, font, width - page.Measure("…", font)).TrimEnd() + "…";

    /// <summary>The face in the largest of the sizes at which the text fits; in the smallest when it fits at none.</summary>
    public static XFont FontFor(this XGraphics page, string text, Func<double, XFont> face, double width, double largest, double smallest)
    {
        var font = face(largest);
        for (var size = largest; size > smallest && page.Measure(text, font) > width; font = face(size))
        {
            size -= SizeStep;
        }

        return font;
    }

    // The beginning of a text that fits, one character at least, so that a loop over the rest ends.
    private static string Head(XGraphics page, string text, XFont font, double width)
    {
        var head = new StringBuilder();
        double taken = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            taken += page.Measure(rune.ToString(), font);
            if (taken > width && head.Length > 0)
            {
                break;
            }

            head.Append(rune.ToString());
        }

        return head.ToString();
    }
}
