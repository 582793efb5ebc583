namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>Measures, wraps and shortens text; widths in points.</summary>
internal static class TextFit
{
    private const double LineHeight = 1.2;

    public static double Measure(string text, TextStyle style) => TextLine.Shape(text, style.IsBold).Width * style.Size;

    /// <summary>Wraps a text at its spaces; a word wider than a line is broken at the line's end.</summary>
    public static List<string> Wrap(string text, TextStyle style, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in PrintableText.Of(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (Measure(longer, style) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            line = word;
            while (Measure(line, style) > width && Head(line, style, width) is var head && head.Length < line.Length)
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
    public static List<string> Wrap(string text, TextStyle style, double width, int linesMax)
    {
        var lines = Wrap(text, style, width);
        if (lines.Count > linesMax)
        {
            var last = string.Join(' ', lines.Skip(linesMax - 1));
            lines.RemoveRange(linesMax - 1, lines.Count - linesMax + 1);
            lines.Add(Shorten(last, style, width));
        }

        return lines;
    }

    /// <summary>Cuts the text to the width, with an ellipsis.</summary>
    public static string Shorten(string text, TextStyle style, double width) =>
        Measure(text, style) <= width ? text : Head(PrintableText.Of(text), style, width - Measure("…", style)).TrimEnd() + "…";

    /// <summary>The first of the sizes at which the whole text fits into the box in lines, else the last; never cut.</summary>
    /// <param name="sizes">Descending.</param>
    public static FittedText Fit(string text, bool isBold, double width, double height, params ReadOnlySpan<double> sizes)
    {
        var fitted = new FittedText([], default);
        foreach (var size in sizes)
        {
            var style = new TextStyle(isBold, size);
            fitted = new FittedText(Wrap(text, style, width), style);
            // A word is broken only at the smallest size.
            var isWhole = fitted.Lines.Count <= PrintableText.Of(text).Count(character => character == ' ') + 1;
            if (isWhole && fitted.Height <= height)
            {
                break;
            }
        }

        return fitted;
    }

    // The longest prefix that fits, at least one character, so that callers' loops terminate.
    private static string Head(string text, TextStyle style, double width)
    {
        var head = "";
        foreach (var element in PrintableText.Elements(text))
        {
            if (head.Length > 0 && Measure(head + element, style) > width)
            {
                break;
            }

            head += element;
        }

        return head;
    }

    /// <summary>Lines in one style.</summary>
    internal sealed record FittedText(List<string> Lines, TextStyle Style)
    {
        public double LineStep => Style.Size * LineHeight;

        public double Height => Lines.Count * LineStep;
    }
}
