using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Fans of concentric arcs that meet in a grid of large squares.</summary>
internal static class ArcsStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        canvas.Fill(palette.Ground);
        var cell = canvas.Width > canvas.Height ? canvas.Height / 2 : canvas.Width / 2;
        var columns = (int)Math.Ceiling(canvas.Width / cell);
        var rows = (int)Math.Ceiling(canvas.Height / cell);
        var rings = random.Whole(5, 7);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                Cell(canvas, palette, random, column * cell, row * cell, cell, rings);
            }
        }
    }

    private static void Cell(SvgCanvas canvas, ArtPalette palette, SeededRandom random, double x, double y, double cell, int rings)
    {
        var quadrant = random.Whole(0, 3);
        var (cornerX, cornerY) = quadrant switch
        {
            0 => (x, y),
            1 => (x + cell, y),
            2 => (x + cell, y + cell),
            _ => (x, y + cell),
        };
        var inks = random.Shuffled(palette.Inks);
        using (canvas.Clip(Curve.Box(x, y, cell + 0.5, cell + 0.5)))
        {
            canvas.Rect(x, y, cell + 1, cell + 1, random.Chance(0.5) ? palette.Ground : inks[^1]);
            for (var ring = 0; ring < rings; ring++)
            {
                canvas.Circle(cornerX, cornerY, cell * (rings - ring) / rings, ring % 2 == 0 ? inks[ring / 2 % 3] : palette.Ground);
            }
        }
    }
}
