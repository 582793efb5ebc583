using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Five-line staves that sway across the sheet, with notes riding on them.</summary>
internal static class StavesStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        canvas.Circle(w * random.Between(0.2, 0.8), h * random.Between(0.25, 0.75), canvas.Unit * random.Between(0.3, 0.42), palette.First);
        var staves = w > h ? 2 : 3;
        var gap = canvas.Unit * 0.028;
        for (var stave = 0; stave < staves; stave++)
        {
            var baseline = h * (stave + 0.72) / (staves + 0.45);
            var swing = canvas.Unit * random.Between(0.05, 0.1);
            var phase = random.Between(0, Math.Tau);
            var length = w * random.Between(0.8, 1.2);
            for (var line = -2; line <= 2; line++)
            {
                var points = new List<(double, double)>();
                for (var x = -60.0; x <= w + 90; x += w / 10)
                {
                    points.Add((x, At(x) + (line * gap * Pinch(x))));
                }

                canvas.Stroke(Curve.Smooth(points), palette.Contrast, 3.4);
            }

            for (var x = w * random.Between(0.08, 0.14); x < w * 0.95; x += w * random.Between(0.09, 0.17))
            {
                Note(canvas, random, x, At(x) + (random.Whole(-3, 3) * gap * 0.5 * Pinch(x)), gap * Pinch(x), random.Pick([palette.Contrast, palette.Contrast, palette.Third, palette.Second]));
            }

            double At(double x) => baseline + (swing * Math.Sin((x / length * Math.Tau) + phase));
            double Pinch(double x) => 1.15 + (0.5 * Math.Sin((x / length * 5) + (phase * 1.7)));
        }
    }

    private static void Note(SvgCanvas canvas, SeededRandom random, double x, double y, double gap, string ink)
    {
        var r = gap * 0.66;
        var up = random.Chance(0.5) ? -1 : 1;
        var stemX = x - (up * r * 0.92);
        canvas.Stroke(Curve.Line(stemX, y, stemX, y + (up * gap * 3.6)), ink, gap * 0.17);
        canvas.Rect(x - (r * 1.2), y - (r * 0.85), r * 2.4, r * 1.7, ink, radius: r * 1.2, rotate: -20);
        if (random.Chance(0.35))
        {
            canvas.Circle(x + (r * 1.9), y, r * 0.3, ink);
        }
    }
}
