using PdfSharp.Drawing;
using SkiaSharp;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>The picture at the top of a printed ticket, generated from the event's seed.</summary>
internal static class TicketBand
{
    /// <summary>Draws the band along the top of the page.</summary>
    /// <returns>An accent colour that matches it.</returns>
    public static XColor Draw(XGraphics page, int seed, double width, double height)
    {
        var random = new Sequence(unchecked((uint)seed));
        var hue = random.Next() * 360;
        var second = hue + 25 + (random.Next() * 40);
        // Contrast to white text of at least 4.5:1, shapes included: lightness at most 0.35.
        var gradient = new XLinearGradientBrush(new XPoint(0, 0), new XPoint(width, height), Hsl(hue, 62, 20), Hsl(second, 66, 34));
        page.DrawRectangle(gradient, 0, 0, width, height);
        var state = page.Save();
        page.IntersectClip(new XRect(0, 0, width, height));
        for (var i = 0; i < 9; i++)
        {
            var radius = 24 + (random.Next() * 130);
            var x = width * (0.35 + (random.Next() * 0.75));
            var y = height * ((random.Next() * 1.3) - 0.15);
            Circle(page, x, y, radius, Hsl(second + (random.Next() * 80), 70, 55), 10 + (int)(random.Next() * 12));
        }

        for (var i = 0; i < 40; i++)
        {
            Circle(page, random.Next() * width, random.Next() * height, 0.8 + (random.Next() * 1.6), XColors.White, 35);
        }

        page.Restore(state);
        return Hsl(hue, 62, 42);
    }

    // Opacity in percent.
    private static void Circle(XGraphics page, double x, double y, double radius, XColor colour, int opacity)
    {
        colour.A = opacity / 100.0;
        page.DrawEllipse(new XSolidBrush(colour), x - radius, y - radius, 2 * radius, 2 * radius);
    }

    // Hue in degrees, the others in percent.
    private static XColor Hsl(double hue, float saturation, float lightness)
    {
        var colour = SKColor.FromHsl((float)(hue % 360), saturation, lightness);
        return XColor.FromArgb(colour.Red, colour.Green, colour.Blue);
    }

    // xorshift32: unlike System.Random, the same sequence in every version of .NET.
    private sealed class Sequence(uint seed)
    {
        private uint _state = (seed * 2_654_435_761u) | 1;

        public double Next()
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return _state / (double)uint.MaxValue;
        }
    }
}
