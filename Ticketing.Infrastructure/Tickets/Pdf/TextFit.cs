using System.Text;
using PdfSharp.Drawing;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>Wraps and shortens text to a width in points, which PDFsharp does not.</summary>
internal static class TextFit
{
    private const double SizeStep = 0.5;

    public static double Measure(this XGraphics page, string text, XFont font) => page.MeasureString(text, font).Width;

    /// <summary>Wraps a text at its spaces; a word wider than a line is broken at the line's end.</summary>
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

    /// <summary>Wraps a text to at most <paramref name="linesMax"/> lines, with an ellipsis if it is cut.</summary>
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

    /// <summary>Cuts the text to the width, with an ellipsis.</summary>
    public static string Shorten(this XGraphics page, string text, XFont font, double width) =>
        page.Measure(text, font) <= width ? text : Head(page, text, font, width - page.Measure("…", font)).TrimEnd() + "…";

    /// <summary>The face in the largest size at which the text fits, at least <paramref name="smallest"/>.</summary>
    public static XFont FontFor(this XGraphics page, string text, Func<double, XFont> face, double width, double largest, double smallest)
    {
        var font = face(largest);
        for (var size = largest; size > smallest && page.Measure(text, font) > width; font = face(size))
        {
            size -= SizeStep;
        }

        return font;
    }

    // The longest prefix that fits, at least one character, so that callers' loops terminate.
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
