using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>A large disc in halftone dots that shrink towards the dark side.</summary>
internal static class HalftoneStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        var radius = canvas.Unit * random.Between(0.36, 0.44);
        var (x, y) = (w * random.Between(0.42, 0.58), h * random.Between(0.4, 0.5));
        var shift = canvas.Unit * 0.05;
        canvas.Circle(x + shift, y + shift, radius, palette.First);

        var step = canvas.Unit / random.Whole(26, 32);
        var (lightY, lightX) = Math.SinCos(random.Between(0, Math.Tau));
        var ink = palette.Contrast;
        using (canvas.Turn(random.Pick([15.0, 30, 45, 60]), x, y))
        {
            for (var row = -radius; row <= radius; row += step)
            {
                for (var column = -radius; column <= radius; column += step)
                {
                    if ((row * row) + (column * column) > radius * radius)
                    {
                        continue;
                    }

                    var shade = 0.5 + (((column * lightX) + (row * lightY)) / (2 * radius));
                    var dot = step * 0.68 * Math.Pow(shade, 0.8);
                    if (dot > step * 0.06)
                    {
                        canvas.Circle(x + column, y + row, dot, ink);
                    }
                }
            }
        }

        var bars = random.Whole(3, 5);
        for (var bar = 0; bar < bars; bar++)
        {
            var top = h - (canvas.Unit * (0.05 + (0.045 * (bars - bar))));
            canvas.Rect(0, top, w, canvas.Unit * (0.008 + (0.007 * bar)), bar % 2 == 0 ? palette.Second : palette.Third);
        }
    }
}
