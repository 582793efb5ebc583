using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Broad bands of many lines that twist and cross.</summary>
internal static class RibbonsStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        var inks = random.Shuffled([palette.First, palette.Second, palette.Third, palette.Contrast]);
        canvas.Circle(w * random.Between(0.35, 0.65), h * random.Between(0.35, 0.65), canvas.Unit * 0.34, ArtPalette.Mix(palette.Ground, palette.Light, palette.IsDark ? 0.12 : 0.7));
        for (var ribbon = 0; ribbon < 3; ribbon++)
        {
            Ribbon(canvas, random, inks[ribbon], w > h ? ribbon % 2 == 0 : random.Chance(0.4));
        }
    }

    private static void Ribbon(SvgCanvas canvas, SeededRandom random, string ink, bool across)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        const int Knots = 6;
        var (one, other) = (new double[Knots], new double[Knots]);
        for (var knot = 0; knot < Knots; knot++)
        {
            var middle = random.Between(0.2, 0.8);
            var half = random.Between(-0.2, 0.2);
            (one[knot], other[knot]) = (middle - half, middle + half);
        }

        const int Lines = 22;
        for (var line = 0; line < Lines; line++)
        {
            var share = line / (Lines - 1.0);
            var points = new (double, double)[Knots];
            for (var knot = 0; knot < Knots; knot++)
            {
                var along = -0.12 + (1.24 * knot / (Knots - 1));
                var beside = one[knot] + ((other[knot] - one[knot]) * share);
                points[knot] = across ? (along * w, beside * h) : (beside * w, along * h);
            }

            canvas.Stroke(Curve.Smooth(points), ink, canvas.Unit * 0.0062);
        }
    }
}
