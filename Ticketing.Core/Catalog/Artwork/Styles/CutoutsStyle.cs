using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Leaves and weeds cut from painted paper, laid on coloured fields.</summary>
internal static class CutoutsStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        var (columns, rows) = random.Pick(w > h ? [(3, 1), (4, 2), (2, 1)] : new[] { (2, 3), (1, 2), (2, 2) });
        var (cellW, cellH) = (w / columns, h / rows);
        var fields = random.Shuffled([palette.First, palette.Second, palette.Third, palette.Light, palette.Deep, palette.Ground, palette.First, palette.Third]);
        for (var cell = 0; cell < columns * rows; cell++)
        {
            var (x, y) = (cell % columns * cellW, cell / columns * cellH);
            var field = fields[cell];
            canvas.Rect(x, y, cellW + 0.6, cellH + 0.6, field);
            string ink;
            do
            {
                ink = random.Pick([palette.First, palette.Second, palette.Third, palette.Light, palette.Deep]);
            }
            while (ink == field);
            using (canvas.Turn(random.Between(-28, 28), x + (cellW / 2), y + (cellH / 2)))
            {
                Weed(canvas, random, x + (cellW / 2), y + (cellH / 2), Math.Min(cellW, cellH) * 0.43, ink);
            }
        }
    }

    private static void Weed(SvgCanvas canvas, SeededRandom random, double x, double y, double size, string ink)
    {
        switch (random.Whole(0, 3))
        {
            case 0:
                canvas.Path(Curve.Blob(random, x, y, size * 0.85, 7, 0.28), ink);
                return;
            case 1: // a sun or flower
                var petals = random.Whole(6, 9);
                for (var petal = 0; petal < petals; petal++)
                {
                    var (sin, cos) = Math.SinCos(petal * Math.Tau / petals);
                    canvas.Circle(x + (cos * size * 0.6), y + (sin * size * 0.6), size * 0.27, ink);
                }

                canvas.Circle(x, y, size * 0.5, ink);
                return;
        }

        var pairs = random.Whole(4, 5);
        canvas.Stroke(Curve.Line(x, y - (size * 0.9), x, y + size), ink, size * 0.13);
        for (var pair = 0; pair < pairs; pair++)
        {
            var at = y - (size * 0.78) + (size * 1.5 * pair / (pairs - 1));
            var reach = size * (0.42 + (0.3 * Math.Sin(Math.PI * (pair + 0.6) / pairs)));
            foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            {
                var tipX = x + (side * reach);
                var tipY = at - (size * 0.36);
                canvas.Path($"M{SvgCanvas.N(x)} {SvgCanvas.N(at + (size * 0.16))}Q{SvgCanvas.N(x + (side * reach * 0.9))} {SvgCanvas.N(at + (size * 0.22))} {SvgCanvas.N(tipX)} {SvgCanvas.N(tipY)}Q{SvgCanvas.N(x + (side * reach * 0.2))} {SvgCanvas.N(at - (size * 0.22))} {SvgCanvas.N(x)} {SvgCanvas.N(at)}Z", ink);
                canvas.Circle(tipX, tipY, size * 0.1, ink);
            }
        }

        canvas.Circle(x, y - (size * 0.92), size * 0.16, ink);
    }
}
