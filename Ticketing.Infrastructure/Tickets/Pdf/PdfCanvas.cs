using System.Globalization;
using System.Text;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>A colour, each part from 0 to 1.</summary>
internal readonly record struct Rgb(double Red, double Green, double Blue)
{
    public static Rgb White { get; } = new(1, 1, 1);

    /// <param name="hue">Degrees.</param>
    public static Rgb FromHsl(double hue, double saturation, double lightness)
    {
        var chroma = saturation * Math.Min(lightness, 1 - lightness);
        double Part(double n)
        {
            var k = (n + (hue / 30)) % 12;
            return lightness - (chroma * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1)));
        }

        return new Rgb(Part(0), Part(8), Part(4));
    }
}

/// <summary>
/// What is drawn on one page, as PDF operators (ISO 32000-1, 8 and 9). Unlike PDF's own, its origin is the top left
/// corner and y grows downwards; lengths are points, 72 to an inch.
/// </summary>
internal sealed class PdfCanvas(double width, double height)
{
    // The distance of a Bezier curve's handles that makes it a quarter of a circle.
    private const double Quarter = 0.5523;

    private readonly StringBuilder operators = new();

    public double Width { get; } = width;

    public double Height { get; } = height;

    /// <summary>The characters that were drawn in each font, by glyph: for its subset and for copying text out.</summary>
    public Dictionary<TrueTypeFont, Dictionary<ushort, Rune>> Used { get; } = [];

    /// <summary>The opacities in hundredths that the page needs.</summary>
    public SortedSet<int> Opacities { get; } = [];

    public List<(Rgb From, Rgb To, double[] Axis)> Gradients { get; } = [];

    public string Content => operators.ToString();

    public void Rectangle(double x, double y, double width, double height, Rgb colour)
    {
        Fill(colour);
        Write($"{x:F2} {Height - y - height:F2} {width:F2} {height:F2} re f\n");
    }

    public void RoundedRectangle(double x, double y, double width, double height, double radius, Rgb colour, Rgb? border = null)
    {
        double left = x, right = x + width, top = Height - y, bottom = Height - y - height;
        var handle = radius * (1 - Quarter);
        Fill(colour);
        if (border is { } line)
        {
            Write($"{line.Red:F3} {line.Green:F3} {line.Blue:F3} RG 0.75 w\n");
        }

        Write($"{left + radius:F2} {top:F2} m {right - radius:F2} {top:F2} l ");
        Write($"{right - handle:F2} {top:F2} {right:F2} {top - handle:F2} {right:F2} {top - radius:F2} c {right:F2} {bottom + radius:F2} l ");
        Write($"{right:F2} {bottom + handle:F2} {right - handle:F2} {bottom:F2} {right - radius:F2} {bottom:F2} c {left + radius:F2} {bottom:F2} l ");
        Write($"{left + handle:F2} {bottom:F2} {left:F2} {bottom + handle:F2} {left:F2} {bottom + radius:F2} c {left:F2} {top - radius:F2} l ");
        Write($"{left:F2} {top - handle:F2} {left + handle:F2} {top:F2} {left + radius:F2} {top:F2} c h {(border is null ? "f" : "B")}\n");
    }

    /// <param name="opacity">Hundredths.</param>
    public void Circle(double x, double y, double radius, Rgb colour, int opacity = 100)
    {
        var centre = Height - y;
        var handle = radius * Quarter;
        Opacities.Add(opacity);
        Write($"q /A{opacity} gs\n");
        Fill(colour);
        Write($"{x + radius:F2} {centre:F2} m ");
        Write($"{x + radius:F2} {centre + handle:F2} {x + handle:F2} {centre + radius:F2} {x:F2} {centre + radius:F2} c ");
        Write($"{x - handle:F2} {centre + radius:F2} {x - radius:F2} {centre + handle:F2} {x - radius:F2} {centre:F2} c ");
        Write($"{x - radius:F2} {centre - handle:F2} {x - handle:F2} {centre - radius:F2} {x:F2} {centre - radius:F2} c ");
        Write($"{x + handle:F2} {centre - radius:F2} {x + radius:F2} {centre - handle:F2} {x + radius:F2} {centre:F2} c f Q\n");
    }

    /// <summary>Everything drawn by <paramref name="draw"/> shows only inside the rectangle.</summary>
    public void Clip(double x, double y, double width, double height, Action draw)
    {
        Write($"q {x:F2} {Height - y - height:F2} {width:F2} {height:F2} re W n\n");
        draw();
        Write($"Q\n");
    }

    /// <summary>Fills the rectangle with a gradient from its top left to its bottom right corner.</summary>
    public void Gradient(double x, double y, double width, double height, Rgb from, Rgb to)
    {
        Gradients.Add((from, to, [x, Height - y, x + width, Height - y - height]));
        Write($"q {x:F2} {Height - y - height:F2} {width:F2} {height:F2} re W n /G{Gradients.Count - 1} sh Q\n");
    }

    public void DashedLine(double x1, double x2, double y, Rgb colour) => Write(
        $"q {colour.Red:F3} {colour.Green:F3} {colour.Blue:F3} RG 0.75 w [3 4] 0 d {x1:F2} {Height - y:F2} m {x2:F2} {Height - y:F2} l S Q\n");

    /// <param name="baseline">How far down the text stands.</param>
    public void Text(string text, double x, double baseline, TrueTypeFont font, double size, Rgb colour)
    {
        if (!Used.TryGetValue(font, out var used))
        {
            Used.Add(font, used = []);
        }

        var glyphs = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = font.GlyphOf(rune);
            used.TryAdd(glyph, rune);
            glyphs.Append(CultureInfo.InvariantCulture, $"{glyph:X4}");
        }

        Fill(colour);
        Write($"BT /{font.Name} {size:F2} Tf {x:F2} {Height - baseline:F2} Td <{glyphs}> Tj ET\n");
    }

    private void Fill(Rgb colour) => Write($"{colour.Red:F3} {colour.Green:F3} {colour.Blue:F3} rg\n");

    private void Write(FormattableString drawn) => operators.Append(drawn.ToString(CultureInfo.InvariantCulture));
}
