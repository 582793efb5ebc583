using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Layers of water before a low sun, each nearer and darker.</summary>
internal static class WavesStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(canvas.Gradient(0, 0, 0, 1, (0, palette.Ground, 1), (1, ArtPalette.Mix(palette.Ground, palette.First, 0.75), 1)));
        var horizon = h * random.Between(0.42, 0.55);
        var sunX = w * random.Between(0.3, 0.7);
        var sun = canvas.Unit * random.Between(0.2, 0.3);
        canvas.Circle(sunX, horizon - (sun * 0.5), sun * 1.9, canvas.Glow((0, palette.Light, 0.45), (1, palette.Light, 0)));
        canvas.Circle(sunX, horizon - (sun * 0.5), sun, canvas.Gradient(0, 0, 0, 1, (0, palette.Light, 1), (1, palette.Third, 1)));

        var layers = random.Whole(6, 8);
        for (var layer = 0; layer < layers; layer++)
        {
            var depth = layer / (layers - 1.0);
            var top = horizon + ((h - horizon) * 0.86 * Math.Pow(depth, 1.15));
            var swing = h * (0.018 + (0.045 * depth));
            var length = w * random.Between(0.4, 0.75);
            var phase = random.Between(0, Math.Tau);
            var crest = new List<(double, double)>();
            for (var x = -40.0; x <= w + 60; x += w / 14)
            {
                crest.Add((x, top + (swing * Math.Sin((x / length * Math.Tau) + phase)) + (swing * 0.4 * Math.Sin((x / length * 5.1) + (phase * 2)))));
            }

            var colour = depth < 0.5
                ? ArtPalette.Mix(palette.First, palette.Second, depth * 2)
                : ArtPalette.Mix(palette.Second, palette.Deep, (depth - 0.5) * 2);
            var line = Curve.Smooth(crest);
            canvas.Path($"{line}L{SvgCanvas.N(w + 60)} {SvgCanvas.N(h)}L-40 {SvgCanvas.N(h)}Z", colour);
            canvas.Stroke(line, palette.Light, 3, 0.35 * (1 - (depth * 0.6)));
        }
    }
}
