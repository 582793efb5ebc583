using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>A lit stage: beams from above, haze, and the heads and hands of an audience.</summary>
internal static class BeamsStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        var night = palette.IsDark ? palette.Ground : palette.Deep;
        canvas.Fill(canvas.Gradient(0, 0, 0, 1, (0, palette.Deep, 1), (0.7, ArtPalette.Mix(night, palette.Second, 0.5), 1), (1, palette.First, 1)));
        var (stageX, stageY) = (w * random.Between(0.44, 0.56), h * 0.74);
        canvas.Circle(stageX, stageY, canvas.Unit * 0.62, canvas.Glow((0, palette.Third, 0.9), (0.4, palette.First, 0.45), (1, palette.First, 0)));

        var lamps = random.Whole(5, 8);
        var truss = h * 0.07;
        for (var lamp = 0; lamp < lamps; lamp++)
        {
            var x = w * (0.06 + (0.88 * lamp / (lamps - 1)));
            var aim = w * random.Between(0.1, 0.9);
            var spread = w * random.Between(0.05, 0.12);
            var colour = random.Pick([palette.First, palette.Third, palette.Light, palette.Second]);
            var beam = canvas.Gradient(0, 0, 0, 1, (0, colour, 0.85), (1, colour, 0.02));
            canvas.Path(Curve.Polygon((x - 5, truss), (x + 5, truss), (aim + spread, h * 0.95), (aim - spread, h * 0.95)), beam);
            canvas.Circle(x, truss, canvas.Unit * 0.017, palette.Light);
        }

        canvas.Rect(0, truss - (canvas.Unit * 0.03), w, 6, palette.Deep);
        canvas.Rect(0, truss - (canvas.Unit * 0.008), w, 6, palette.Deep);
        for (var rank = 0; rank < 3; rank++)
        {
            Crowd(canvas, random, h * (0.81 + (0.06 * rank)), canvas.Unit * (0.026 + (0.011 * rank)), ArtPalette.Mix(palette.Deep, palette.First, 0.34 - (0.17 * rank)));
        }
    }

    private static void Crowd(SvgCanvas canvas, SeededRandom random, double top, double head, string colour)
    {
        for (var x = -head; x < canvas.Width + head; x += head * random.Between(1.9, 2.7))
        {
            var y = top + (head * random.Between(-0.5, 0.9));
            canvas.Circle(x, y, head, colour);
            canvas.Rect(x - (head * 1.45), y + (head * 0.85), head * 2.9, canvas.Height, colour, radius: head);
            if (random.Chance(0.28))
            {
                var lean = head * random.Between(-0.8, 0.8);
                canvas.Stroke(Curve.Line(x + (head * 1.2), y + (head * 1.6), x + (head * 1.2) + lean, y - (head * random.Between(1.6, 2.8))), colour, head * 0.62);
            }
        }
    }
}
