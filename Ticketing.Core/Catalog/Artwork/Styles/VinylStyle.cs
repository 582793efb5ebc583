using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>A record half out of its sleeve, light on its grooves.</summary>
internal static class VinylStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        var r = canvas.Unit * random.Between(0.4, 0.46);
        var (x, y) = (w * random.Between(0.45, 0.55), h * random.Between(0.46, 0.54));
        var stripes = random.Whole(4, 6);
        using (canvas.Turn(random.Pick([-35.0, -20, 20, 35, 90]), x, y))
        {
            var band = r * 0.17;
            for (var stripe = 0; stripe < stripes; stripe++)
            {
                canvas.Rect(x - (w * 1.2), y + ((stripe - (stripes / 2.0)) * band), w * 2.4, band + 0.8, palette.Loud[stripe % 3]);
            }
        }

        canvas.Circle(x + (r * 0.035), y + (r * 0.045), r, palette.Deep, 0.35);
        canvas.Circle(x, y, r, ArtPalette.Mix(palette.Deep, "#000000", 0.35));
        for (var groove = 0; groove < 22; groove++)
        {
            canvas.Ring(x, y, r * (0.42 + (0.026 * groove)), palette.Light, groove % 7 == 0 ? 3.4 : 1.1, groove % 7 == 0 ? 0.3 : 0.2);
        }

        var shine = random.Between(0, 180);
        foreach (var turn in (ReadOnlySpan<double>)[shine, shine + 180])
        {
            var (sin1, cos1) = Math.SinCos(turn * Math.PI / 180);
            var (sin2, cos2) = Math.SinCos((turn + 22) * Math.PI / 180);
            canvas.Path($"M{SvgCanvas.N(x)} {SvgCanvas.N(y)}L{SvgCanvas.N(x + (r * cos1))} {SvgCanvas.N(y + (r * sin1))}A{SvgCanvas.N(r)} {SvgCanvas.N(r)} 0 0 1 {SvgCanvas.N(x + (r * cos2))} {SvgCanvas.N(y + (r * sin2))}Z", palette.Light, 0.16);
        }

        var label = r * 0.36;
        canvas.Circle(x, y, label, palette.First);
        canvas.Path(Curve.Half(x, y, label, shine), palette.Third);
        canvas.Ring(x, y, label * 0.72, palette.Deep, 2.5);
        canvas.Circle(x, y, label * 0.13, palette.Ground);
    }
}
