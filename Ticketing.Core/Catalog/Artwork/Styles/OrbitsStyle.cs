using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>Planets on their rings around a great body, small ones with a bright edge.</summary>
internal static class OrbitsStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        var (x, y) = (w * random.Between(0.3, 0.7), h * random.Between(0.35, 0.65));
        var sun = canvas.Unit * random.Between(0.18, 0.23);
        var rings = w > h ? 5 : 6;
        for (var ring = rings; ring > 0; ring--)
        {
            var r = sun + (canvas.Unit * 0.125 * ring);
            canvas.Circle(x, y, r, ArtPalette.Mix(palette.Ground, palette.Second, 0.9 * (1 - (ring / (rings + 1.0)))));
            canvas.Ring(x, y, r, palette.Contrast, 3, 0.75);
        }

        canvas.Circle(x, y, sun, palette.First);
        canvas.Path(Curve.Half(x, y, sun, random.Whole(0, 7) * 45), ArtPalette.Mix(palette.First, palette.Third, 0.65));
        for (var ring = 1; ring <= rings; ring++)
        {
            var r = sun + (canvas.Unit * 0.125 * ring);
            var count = ring % 2 == 0 ? 2 : 1;
            var turn = random.Between(0, Math.Tau);
            for (var planet = 0; planet < count; planet++)
            {
                var (sin, cos) = Math.SinCos(turn + (planet * random.Between(1.2, 3.2)));
                var size = canvas.Unit * random.Between(0.026, 0.07);
                var (planetX, planetY) = (x + (cos * r), y + (sin * r));
                var ink = random.Pick([palette.Third, palette.First, palette.Contrast, palette.Light]);
                canvas.Circle(planetX, planetY, size, ink);
                canvas.Path(Curve.Half(planetX, planetY, size, random.Whole(0, 7) * 45), ArtPalette.Mix(ink, palette.Deep, 0.35));
                if (size > canvas.Unit * 0.052)
                {
                    canvas.Ring(planetX, planetY, size * 1.5, palette.Contrast, 2.6, 0.8);
                }
            }
        }
    }
}
