using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Cut glass: triangles on a loose grid, their colour running across the sheet.</summary>
internal static class FacetsStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        var cell = canvas.Unit / random.Whole(5, 6);
        var (columns, rows) = ((int)Math.Ceiling(w / cell) + 1, (int)Math.Ceiling(h / cell) + 1);
        var points = new (double X, double Y)[columns + 1, rows + 1];
        for (var column = 0; column <= columns; column++)
        {
            for (var row = 0; row <= rows; row++)
            {
                points[column, row] = (((column - 0.5) * cell) + (cell * random.Between(-0.34, 0.34)), ((row - 0.5) * cell) + (cell * random.Between(-0.34, 0.34)));
            }
        }

        var (focusX, focusY) = (w * random.Between(0.3, 0.7), h * random.Between(0.25, 0.6));
        var reach = Math.Max(w, h) * 0.75;
        string[] scale = [palette.Light, palette.Third, palette.First, palette.Second, palette.Deep];
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                var (a, b, c, d) = (points[column, row], points[column + 1, row], points[column, row + 1], points[column + 1, row + 1]);
                if (random.Chance(0.5))
                {
                    Facet(a, b, c);
                    Facet(b, d, c);
                }
                else
                {
                    Facet(a, b, d);
                    Facet(a, d, c);
                }
            }
        }

        void Facet((double X, double Y) a, (double X, double Y) b, (double X, double Y) c)
        {
            var (dx, dy) = (((a.X + b.X + c.X) / 3) - focusX, ((a.Y + b.Y + c.Y) / 3) - focusY);
            var at = Math.Clamp((Math.Sqrt((dx * dx) + (dy * dy)) / reach * 4) + random.Between(-0.35, 0.35), 0, 3.999);
            var colour = ArtPalette.Mix(scale[(int)at], scale[(int)at + 1], at - (int)at);
            canvas.Outlined(Curve.Polygon(a, b, c), colour, colour, 1);
        }
    }
}
