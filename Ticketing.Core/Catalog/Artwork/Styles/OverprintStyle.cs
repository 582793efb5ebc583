using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Two or three large shapes in transparent inks; where they overlap, the inks multiply.</summary>
internal static class OverprintStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var paper = ArtPalette.Mix(palette.Light, "#ffffff", 0.2);
        canvas.Fill(paper);
        var (w, h) = (canvas.Width, canvas.Height);
        var inks = random.Shuffled(palette.Loud);
        var size = canvas.Unit * (w > h ? 0.34 : 0.38);
        var turn = random.Between(0, Math.Tau);
        var shapes = new string[3];
        for (var i = 0; i < shapes.Length; i++)
        {
            var (sin, cos) = Math.SinCos(turn + (i * Math.Tau / 3));
            shapes[i] = Shape(random, (w / 2) + (cos * size * (w > h ? 0.85 : 0.55)), (h / 2) + (sin * size * (w > h ? 0.4 : 0.72)), size * random.Between(0.85, 1.15));
        }

        for (var i = 0; i < shapes.Length; i++)
        {
            canvas.Path(shapes[i], inks[i]);
            for (var below = 0; below < i; below++)
            {
                using (canvas.Clip(shapes[below]))
                {
                    canvas.Path(shapes[i], ArtPalette.Multiply(inks[i], inks[below]));
                }
            }
        }

        using (canvas.Clip(shapes[0]))
        using (canvas.Clip(shapes[1]))
        {
            canvas.Path(shapes[2], palette.Deep);
        }

        Rain(canvas, random, palette.Deep);
    }

    private static string Shape(SeededRandom random, double x, double y, double r) => random.Whole(0, 5) switch
    {
        0 => Curve.Circle(x, y, r),
        1 => Curve.Half(x, y, r * 1.15, random.Whole(0, 7) * 45),
        2 => Curve.Box(x - (r * 0.8), y - r, r * 1.6, r * 2),
        3 => Curve.Polygon((x, y - r), (x + r, y + (r * 0.8)), (x - r, y + (r * 0.8))),
        4 => Curve.Blob(random, x, y, r, 6, 0.25),
        _ => Curve.Blob(random, x, y, r, 9, 0.3),
    };

    /// <summary>A small field of short strokes, as printers check their plates with.</summary>
    private static void Rain(SvgCanvas canvas, SeededRandom random, string ink)
    {
        var step = canvas.Unit * 0.036;
        var (left, top) = (random.Chance(0.5) ? canvas.Width * 0.07 : (canvas.Width * 0.93) - (step * 6), random.Chance(0.5) ? canvas.Height * 0.07 : (canvas.Height * 0.93) - (step * 6));
        for (var row = 0; row < 7; row++)
        {
            for (var column = 0; column < 7; column++)
            {
                canvas.Circle(left + (column * step), top + (row * step), step * 0.13, ink);
            }
        }
    }
}
