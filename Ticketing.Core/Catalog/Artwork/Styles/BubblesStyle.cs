using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Speech bubbles that talk over each other.</summary>
internal static class BubblesStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        var inks = random.Shuffled([palette.First, palette.Second, palette.Third, palette.Light, palette.Deep]);
        var rows = w > h ? 2 : 3;
        for (var row = 0; row < rows; row++)
        {
            var left = row % 2 == 0;
            var (width, height) = (canvas.Unit * random.Between(0.6, 0.74), h / (rows + 0.25) * 0.86);
            var x = left ? (w * 0.5) - (canvas.Unit * 0.43) : (w * 0.5) + (canvas.Unit * 0.43) - width;
            var y = h * (row + 0.14) / (rows + 0.16);
            Bubble(canvas, x, y, width, height, left, inks[row % 4]);
            Speech(canvas, random, x, y, width, height, palette.On(inks[row % 4]));
        }
    }

    private static void Bubble(SvgCanvas canvas, double x, double y, double width, double height, bool left, string ink)
    {
        canvas.Rect(x, y, width, height, ink, radius: height * 0.3);
        var foot = left ? x + (width * 0.2) : x + (width * 0.8);
        var tip = left ? foot - (width * 0.16) : foot + (width * 0.16);
        canvas.Path(Curve.Polygon((foot - (width * 0.08), y + (height * 0.9)), (foot + (width * 0.1), y + (height * 0.9)), (tip, y + (height * 1.22))), ink);
    }

    private static void Speech(SvgCanvas canvas, SeededRandom random, double x, double y, double width, double height, string ink)
    {
        var (middleX, middleY) = (x + (width / 2), y + (height / 2));
        switch (random.Whole(0, 4))
        {
            case 0:
                for (var dot = -1; dot <= 1; dot++)
                {
                    canvas.Circle(middleX + (dot * width * 0.22), middleY, height * 0.12, ink);
                }

                break;
            case 1:
                for (var line = 0; line < 3; line++)
                {
                    canvas.Rect(x + (width * 0.16), y + (height * (0.26 + (0.19 * line))), width * (line == 2 ? 0.4 : 0.68), height * 0.09, ink, radius: height * 0.045);
                }

                break;
            case 2:
                canvas.Rect(middleX - (height * 0.07), y + (height * 0.2), height * 0.14, height * 0.38, ink, radius: height * 0.05);
                canvas.Circle(middleX, y + (height * 0.73), height * 0.085, ink);
                break;
            case 3:
                var points = new (double, double)[9];
                for (var i = 0; i < points.Length; i++)
                {
                    points[i] = (x + (width * (0.16 + (0.085 * i))), middleY + (height * (i % 2 == 0 ? 0.12 : -0.12)));
                }

                canvas.Stroke(Curve.Smooth(points), ink, height * 0.085);
                break;
            default:
                foreach (var side in (ReadOnlySpan<double>)[-0.16, 0.16])
                {
                    canvas.Circle(middleX + (width * side), middleY + (height * 0.08), height * 0.15, ink);
                    canvas.Path(Curve.Polygon((middleX + (width * side) - (height * 0.15), middleY + (height * 0.08)), (middleX + (width * side) + (height * 0.1), middleY - (height * 0.26)), (middleX + (width * side) + (height * 0.02), middleY + (height * 0.08))), ink);
                }

                break;
        }
    }
}
