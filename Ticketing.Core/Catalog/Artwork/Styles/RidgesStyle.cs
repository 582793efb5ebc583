using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>A stack of lines that rise to peaks in the middle, each hiding the one behind.</summary>
internal static class RidgesStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        var lines = w > h ? 15 : 24;
        var (top, bottom) = (h * 0.22, h * 0.9);
        var left = w > h ? w * 0.16 : w * 0.06;
        var hills = new (double At, double Wide, double Tall)[random.Whole(3, 4)];
        for (var i = 0; i < hills.Length; i++)
        {
            hills[i] = (random.Between(0.24, 0.76), random.Between(0.06, 0.12), random.Between(0.6, 1.1));
        }

        var lineInk = palette.Contrast;
        var lit = random.Whole(4, lines - 5);
        for (var line = 0; line < lines; line++)
        {
            var baseline = top + ((bottom - top) * line / (lines - 1));
            var drift = Math.Sin(line * 0.33) * 0.035;
            var points = new List<(double, double)>();
            for (var i = 0; i <= 30; i++)
            {
                var t = i / 30.0;
                var rise = 0.0;
                foreach (var (at, wide, tall) in hills)
                {
                    var distance = (t - at - drift) / wide;
                    rise += tall * Math.Exp(-distance * distance / 2);
                }

                var edge = Math.Pow(Math.Sin(Math.PI * t), 2);
                points.Add((left + ((w - (2 * left)) * t), baseline - (h * 0.1 * rise * random.Between(0.62, 1.05) * edge) - (h * 0.004 * random.Next())));
            }

            var near = Math.Abs(line - lit);
            canvas.Outlined(Curve.Smooth(points), palette.Ground, near == 0 ? palette.First : near == 1 ? palette.Third : lineInk, near <= 1 ? 8 : 4.2);
        }
    }
}
