namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>Measures, wraps and shortens text; widths in points.</summary>
internal static class TextFit
{
    private const double LineHeight = 1.2;

    public static double Measure(string text, TextStyle style) => TextLine.Shape(text, style.IsBold).Width * style.Size;

    /// <summary>Wraps a text to at most <paramref name="linesMax"/> lines, with an ellipsis if it is cut.</summary>
    public static List<string> Wrap(string text, TextStyle style, double width, int linesMax)
    {
        var lines = new MeasuredText(text, style.IsBold).Wrap(style.Size, width);
        if (lines.Count > linesMax)
        {
            var last = string.Join(' ', lines.Skip(linesMax - 1));
            lines.RemoveRange(linesMax - 1, lines.Count - linesMax + 1);
            lines.Add(Shorten(last, style, width));
        }

        return lines;
    }

    /// <summary>Cuts the text to the width, with an ellipsis.</summary>
    public static string Shorten(string text, TextStyle style, double width)
    {
        var measured = new MeasuredText(text, style.IsBold);
        return measured.Fits(style.Size, width) ? text : measured.Head(style.Size, width - Measure("…", style)).TrimEnd() + "…";
    }

    /// <summary>The first of the sizes at which the whole text fits into the box in lines, else the last; never cut.</summary>
    /// <param name="sizes">Descending.</param>
    public static FittedText Fit(string text, bool isBold, double width, double height, params ReadOnlySpan<double> sizes)
    {
        var measured = new MeasuredText(text, isBold);
        var words = measured.Text.Count(character => character == ' ') + 1;
        var fitted = new FittedText([], default);
        foreach (var size in sizes)
        {
            fitted = new FittedText(measured.Wrap(size, width), new TextStyle(isBold, size));
            // A word is broken only at the smallest size.
            if (fitted.Lines.Count <= words && fitted.Height <= height)
            {
                break;
            }
        }

        return fitted;
    }

    /// <summary>Lines in one style.</summary>
    internal sealed record FittedText(List<string> Lines, TextStyle Style)
    {
        public double LineStep => Style.Size * LineHeight;

        public double Height => Lines.Count * LineStep;
    }
}
