using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Hills at evening under a large moon, with tents, flags or trees on the nearest.</summary>
internal static class HillsStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(canvas.Gradient(0, 0, 0, 1, (0, palette.Ground, 1), (0.65, ArtPalette.Mix(palette.Ground, palette.Third, 0.8), 1)));
        var (moonX, moonY) = (w * random.Between(0.28, 0.72), h * random.Between(0.26, 0.36));
        var moon = canvas.Unit * random.Between(0.17, 0.23);
        for (var ring = 3; ring > 0; ring--)
        {
            canvas.Circle(moonX, moonY, moon * (1 + (ring * 0.42)), palette.Light, 0.1);
        }

        canvas.Circle(moonX, moonY, moon, palette.First);
        if (palette.IsDark)
        {
            for (var star = 0; star < 46; star++)
            {
                canvas.Circle(random.Between(0, w), random.Between(0, h * 0.5), random.Between(1, 3.4), palette.Light, 0.85);
            }
        }

        var layers = 5;
        var near = new List<(double X, double Y)>();
        for (var layer = 0; layer < layers; layer++)
        {
            var depth = layer / (layers - 1.0);
            near.Clear();
            for (var x = -80.0; x <= w + 160; x += w / random.Between(5, 7))
            {
                near.Add((x, (h * (0.47 + (0.36 * depth))) + (h * random.Between(-0.055, 0.055) * (1.1 - (depth * 0.5)))));
            }

            canvas.Path($"{Curve.Smooth(near)}L{SvgCanvas.N(w + 300)} {SvgCanvas.N(h)}L-80 {SvgCanvas.N(h)}Z", ArtPalette.Mix(palette.Second, palette.Deep, 0.1 + (0.9 * depth)));
            if (layer is 2 or 3)
            {
                Tents(canvas, palette, random, near, layer);
            }
        }

        Garland(canvas, palette, random);
    }

    private static void Tents(SvgCanvas canvas, ArtPalette palette, SeededRandom random, List<(double X, double Y)> ground, int layer)
    {
        var size = canvas.Unit * (layer == 2 ? 0.045 : 0.075);
        foreach (var (x, y) in ground)
        {
            if (random.Chance(0.7))
            {
                var ink = random.Pick([palette.First, palette.Third, palette.Light]);
                canvas.Path(Curve.Polygon((x, y - size), (x + (size * 1.1), y + (size * 0.5)), (x - (size * 1.1), y + (size * 0.5))), ink);
                canvas.Path(Curve.Polygon((x, y - (size * 0.5)), (x + (size * 0.4), y + (size * 0.5)), (x - (size * 0.4), y + (size * 0.5))), palette.Deep);
                canvas.Stroke(Curve.Line(x, y - size, x, y - (size * 1.5)), palette.Deep, 3);
                canvas.Path(Curve.Polygon((x, y - (size * 1.5)), (x + (size * 0.4), y - (size * 1.36)), (x, y - (size * 1.22))), ink);
            }
        }
    }

    private static void Garland(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, sag) = (canvas.Width, canvas.Height * random.Between(0.06, 0.1));
        var rope = canvas.Height * 0.05;
        canvas.Stroke($"M-10 {SvgCanvas.N(rope)}Q{SvgCanvas.N(w / 2)} {SvgCanvas.N(rope + (sag * 2))} {SvgCanvas.N(w + 10)} {SvgCanvas.N(rope)}", palette.Contrast, 3);
        const int Flags = 13;
        for (var flag = 0; flag < Flags; flag++)
        {
            var t = (flag + 0.5) / Flags;
            var (x, y) = (w * t, rope + (sag * 4 * t * (1 - t)));
            var half = w / Flags * 0.3;
            canvas.Path(Curve.Polygon((x - half, y), (x + half, y), (x, y + (half * 2.1))), palette.Inks[flag % 3]);
        }
    }
}
