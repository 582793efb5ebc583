using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>The bend of a running track, or the lines of a court, with a ball that has just passed.</summary>
internal static class LanesStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.First);
        if (random.Chance(0.5))
        {
            Track(canvas, palette, random);
        }
        else
        {
            Court(canvas, palette, random);
        }

        var (ballX, ballY) = (w * random.Between(0.55, 0.75), h * random.Between(0.2, 0.42));
        var ball = canvas.Unit * 0.095;
        var ink = palette.Light;
        for (var trail = 9; trail > 0; trail--)
        {
            var t = trail / 9.0;
            canvas.Circle(ballX - (w * 0.5 * t), ballY + (h * 0.34 * t * t), ball * (1 - (0.6 * t)), ink, 0.42 * (1 - t) + 0.08);
        }

        canvas.Circle(ballX, ballY, ball, ink);
        using (canvas.Clip(Curve.Circle(ballX, ballY, ball)))
        {
            canvas.Ring(ballX - (ball * 1.15), ballY, ball, palette.Deep, 5);
            canvas.Ring(ballX + (ball * 1.15), ballY, ball, palette.Deep, 5);
        }
    }

    private static void Track(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (x, y) = (random.Chance(0.5) ? 0 : canvas.Width, canvas.Height);
        var lanes = random.Whole(6, 8);
        var outer = Math.Max(canvas.Width, canvas.Height) * 0.95;
        var lane = outer * 0.085;
        for (var i = 0; i <= lanes; i++)
        {
            canvas.Circle(x, y, outer - (i * lane), i % 2 == 0 ? ArtPalette.Mix(palette.First, palette.Deep, 0.16) : palette.First);
            canvas.Ring(x, y, outer - (i * lane), palette.Light, 7);
        }

        canvas.Circle(x, y, outer - (lanes * lane), palette.Second);
        canvas.Circle(x, y, outer - ((lanes + 1.2) * lane), palette.Third);
    }

    private static void Court(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        using (canvas.Turn(random.Pick([-24.0, -16, 16, 24]), w / 2, h / 2))
        {
            var size = canvas.Unit;
            var (left, top) = ((w / 2) - (size * 0.5), (h / 2) - (size * 0.85));
            canvas.Rect(left - (size * 0.16), top - (size * 0.5), size * 1.32, size * 2.7, palette.Second);
            foreach (var (x, y, width, height) in (ReadOnlySpan<(double, double, double, double)>)[(0, 0, 1, 1.7), (0.12, 0, 0.76, 1.7), (0.12, 0.42, 0.76, 0.86)])
            {
                canvas.Stroke(Curve.Box(left + (x * size), top + (y * size), width * size, height * size), palette.Light, 9);
            }

            canvas.Stroke(Curve.Line(left + (size * 0.5), top + (size * 0.42), left + (size * 0.5), top + (size * 1.28)), palette.Light, 9);
            canvas.Circle(left + (size * 0.5), top + (size * 0.85), size * 0.19, palette.Third);
            canvas.Ring(left + (size * 0.5), top + (size * 0.85), size * 0.19, palette.Light, 9);
            canvas.Stroke(Curve.Line(left - (size * 0.1), top + (size * 0.85), left + (size * 1.1), top + (size * 0.85)), palette.Deep, 12);
        }
    }
}
