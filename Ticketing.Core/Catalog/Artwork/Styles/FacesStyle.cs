using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>One big face cut from paper: circles for eyes, a wedge for a nose, a grin.</summary>
internal static class FacesStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        var ink = palette.Deep;
        var (x, y) = (w / 2, h * (w > h ? 0.6 : 0.52));
        var r = canvas.Unit * (w > h ? 0.32 : 0.4);
        Backdrop(canvas, palette, random, x, y, r);

        var skin = random.Pick([palette.First, palette.Third, palette.Light]);
        canvas.Circle(x, y, r, skin);
        var shadow = ArtPalette.Mix(skin, ink, 0.16);
        canvas.Path(Curve.Half(x, y, r, random.Pick([90.0, -90])), shadow);

        var eye = r * random.Between(0.2, 0.27);
        var look = eye * random.Between(-0.35, 0.35);
        var wink = random.Chance(0.3);
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            var (eyeX, eyeY) = (x + (side * r * 0.38), y - (r * 0.22));
            if (wink && side > 0)
            {
                canvas.Stroke(Curve.Arc(eyeX, eyeY + (eye * 0.4), eye * 0.9, 200, 340), ink, r * 0.06);
                continue;
            }

            canvas.Circle(eyeX, eyeY, eye, "#ffffff");
            canvas.Circle(eyeX + look, eyeY + (eye * 0.12), eye * 0.52, ink);
            canvas.Circle(eyeX + look + (eye * 0.18), eyeY - (eye * 0.1), eye * 0.15, "#ffffff");
            canvas.Stroke(Curve.Arc(eyeX, eyeY - (eye * 0.2), eye * 1.4, 225 + (side * 12), 315 + (side * 12)), ink, r * 0.06);
        }

        canvas.Path(Curve.Polygon((x - (r * 0.02), y - (r * 0.2)), (x + (r * 0.2), y + (r * 0.22)), (x - (r * 0.1), y + (r * 0.22))), skin == palette.First ? palette.Third : palette.First);
        Mouth(canvas, palette, random, x, y + (r * 0.36), r);
        Hat(canvas, palette, random, x, y, r);
    }

    private static void Backdrop(SvgCanvas canvas, ArtPalette palette, SeededRandom random, double x, double y, double r)
    {
        var rays = random.Whole(14, 20);
        var ray = ArtPalette.Mix(palette.Ground, palette.Second, 0.75);
        if (random.Chance(0.55))
        {
            var reach = canvas.Width + canvas.Height;
            for (var i = 0; i < rays; i++)
            {
                var (sin1, cos1) = Math.SinCos(i * Math.Tau / rays);
                var (sin2, cos2) = Math.SinCos((i + 0.5) * Math.Tau / rays);
                canvas.Path(Curve.Polygon((x, y), (x + (reach * cos1), y + (reach * sin1)), (x + (reach * cos2), y + (reach * sin2))), ray);
            }

            return;
        }

        for (var i = 0; i < 60; i++)
        {
            canvas.Rect(random.Between(0, canvas.Width), random.Between(0, canvas.Height), r * 0.14, r * 0.045, random.Pick([palette.Second, palette.Third, palette.Contrast]), radius: 6, rotate: random.Whole(0, 179));
        }
    }

    private static void Mouth(SvgCanvas canvas, ArtPalette palette, SeededRandom random, double x, double y, double r)
    {
        switch (random.Whole(0, 2))
        {
            case 0: // a laugh, with teeth and a tongue
                var mouth = Curve.Half(x, y - (r * 0.08), r * 0.46, 180);
                canvas.Path(mouth, palette.Deep);
                using (canvas.Clip(mouth))
                {
                    canvas.Rect(x - (r * 0.46), y - (r * 0.08), r * 0.92, r * 0.12, "#ffffff");
                    canvas.Circle(x, y + (r * 0.42), r * 0.24, palette.First == palette.Ground ? palette.Second : palette.First);
                }

                break;
            case 1: // a grin
                canvas.Stroke(Curve.Arc(x, y - (r * 0.36), r * 0.56, 25, 155), palette.Deep, r * 0.07);
                break;
            default: // astonished
                canvas.Circle(x + (r * 0.03), y + (r * 0.13), r * 0.19, palette.Deep);
                canvas.Circle(x + (r * 0.03), y + (r * 0.22), r * 0.1, palette.First);
                break;
        }
    }

    private static void Hat(SvgCanvas canvas, ArtPalette palette, SeededRandom random, double x, double y, double r)
    {
        var ink = palette.Second;
        switch (random.Whole(0, 3))
        {
            case 0: // a bowler
                canvas.Path(Curve.Half(x, y - (r * 0.68), r * 0.6, 0), palette.Deep);
                canvas.Rect(x - (r * 0.9), y - (r * 0.74), r * 1.8, r * 0.13, palette.Deep, radius: r * 0.06);
                canvas.Rect(x - (r * 0.6), y - (r * 0.87), r * 1.2, r * 0.13, ink);
                break;
            case 1: // a party hat
                canvas.Path(Curve.Polygon((x - (r * 0.5), y - (r * 0.78)), (x + (r * 0.5), y - (r * 0.78)), (x + (r * 0.12), y - (r * 1.62))), ink);
                canvas.Circle(x + (r * 0.12), y - (r * 1.62), r * 0.12, palette.Third);
                canvas.Circle(x - (r * 0.1), y - (r * 0.98), r * 0.08, palette.Light);
                canvas.Circle(x + (r * 0.2), y - (r * 1.08), r * 0.08, palette.Light);
                break;
            case 2: // hair
                for (var curl = -3; curl <= 3; curl++)
                {
                    canvas.Circle(x + (curl * r * 0.25), y - (r * (0.98 - (0.035 * curl * curl))), r * 0.24, ink);
                }

                break;
        }
    }
}
