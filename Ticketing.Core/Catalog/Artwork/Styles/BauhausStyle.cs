using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Square tiles with discs, quarters, halves and bars, as on a 1920s school poster.</summary>
internal static class BauhausStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        canvas.Fill(palette.Ground);
        var across = random.Whole(4, 5);
        var cell = canvas.Unit / across;
        var columns = (int)Math.Round(canvas.Width / cell);
        var rows = (int)Math.Round(canvas.Height / cell);
        var (cellW, cellH) = (canvas.Width / columns, canvas.Height / rows);
        var size = Math.Min(cellW, cellH);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var back = random.Pick([palette.Ground, palette.Ground, palette.First, palette.Second, palette.Third, palette.Light, palette.Deep]);
                string front;
                do
                {
                    front = random.Pick(palette.Inks);
                }
                while (front == back);
                canvas.Rect(column * cellW, row * cellH, cellW + 0.6, cellH + 0.6, back);
                Shape(canvas, random, (column + 0.5) * cellW, (row + 0.5) * cellH, size / 2, front, back);
            }
        }

        // One large form over the tiles.
        var big = size * (across > 4 ? 1.5 : 1.0);
        var (x, y) = (cellW * random.Whole(1, columns - 1), cellH * random.Whole(2, Math.Max(2, rows - 2)));
        canvas.Circle(x, y, big, palette.First);
        canvas.Path(Curve.Half(x, y, big, random.Whole(0, 3) * 90), palette.Contrast);
        canvas.Circle(x, y, big * 0.3, palette.Third);
    }

    private static void Shape(SvgCanvas canvas, SeededRandom random, double x, double y, double r, string front, string back)
    {
        switch (random.Whole(0, 7))
        {
            case 0:
                canvas.Circle(x, y, r, front);
                canvas.Circle(x, y, r * 0.45, back);
                break;
            case 1:
            case 2:
                var quadrant = random.Whole(0, 3);
                var (dx, dy) = quadrant switch { 0 => (-r, -r), 1 => (r, -r), 2 => (r, r), _ => (-r, r) };
                canvas.Path(Curve.Quarter(x + dx, y + dy, r * 2, quadrant), front);
                break;
            case 3:
                var turn = random.Whole(0, 1) * 90;
                canvas.Path(Curve.Half(x, y, r, turn), front);
                canvas.Path(Curve.Half(turn == 0 ? x : x - r, turn == 0 ? y + r : y, r, turn), front);
                break;
            case 4:
                for (var bar = 0; bar < 4; bar++)
                {
                    canvas.Rect(x - r, y - r + (bar * r / 2), r * 2, r / 4, front);
                }

                break;
            case 5:
                canvas.Path(Curve.Polygon((x - r, y + r), (x + r, y + r), (x + r, y - r)), front);
                break;
            case 6:
                canvas.Circle(x, y, r * 0.5, front);
                break;
        }
    }
}
