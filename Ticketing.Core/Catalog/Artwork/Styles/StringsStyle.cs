using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Straight strings between two curves, whose crossings make a new curve.</summary>
internal static class StringsStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        var deep = palette.IsDark ? palette.Deep : palette.Light;
        canvas.Fill(canvas.Gradient(0, 0, 1, 1, (0, palette.Ground, 1), (1, ArtPalette.Mix(palette.Ground, deep, 0.6), 1)));
        var (x, y) = (w / 2, h / 2);
        var radius = canvas.Unit * 0.46;
        var nails = random.Whole(84, 100);
        var inks = new[] { palette.First, palette.Contrast, palette.IsDark ? palette.Third : palette.Second };
        var turn = random.Between(0, Math.Tau);
        var factors = random.Shuffled([2, 3, 4, 5]);
        for (var set = 0; set < inks.Length; set++)
        {
            var factor = factors[set];
            var r = radius * (1 - (set * 0.24));
            for (var nail = 0; nail < nails; nail++)
            {
                var (sin1, cos1) = Math.SinCos(turn + (nail * Math.Tau / nails));
                var (sin2, cos2) = Math.SinCos(turn + (nail * (double)factor * Math.Tau / nails));
                canvas.Stroke(Curve.Line(x + (r * cos1), y + (r * sin1), x + (r * cos2), y + (r * sin2)), inks[set], 2.6, 0.85);
            }
        }

        canvas.Ring(x, y, radius * 1.02, palette.Contrast, 6);
        canvas.Circle(x, y, radius * 0.05, palette.First);
    }
}
