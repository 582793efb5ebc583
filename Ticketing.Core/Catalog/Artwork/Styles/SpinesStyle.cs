using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>A shelf of books: spines of every height, some leaning, and a sun behind them.</summary>
internal static class SpinesStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        canvas.Fill(palette.Ground);
        canvas.Circle(w * random.Between(0.3, 0.7), h * 0.36, canvas.Unit * 0.3, ArtPalette.Mix(palette.Ground, palette.First, 0.85));
        var shelf = h * 0.86;
        var last = "";
        for (var x = w * 0.06; x < w * 0.9;)
        {
            var width = w * random.Between(0.045, 0.1) * (w > h ? 0.62 : 1);
            var height = h * random.Between(0.4, 0.7);
            string ink;
            do
            {
                ink = random.Pick([palette.First, palette.Second, palette.Third, palette.Light, palette.Deep]);
            }
            while (ink == last);
            last = ink;
            var lean = random.Chance(0.13) ? random.Between(5, 9) : 0;
            using (canvas.Turn(lean, x + width, shelf))
            {
                Spine(canvas, palette, random, x, shelf - height, width, height, ink);
            }

            x += width + (lean > 0 ? height * Math.Sin(lean * Math.PI / 180) * 0.92 : 5);
        }

        canvas.Rect(0, shelf, w, h * 0.02, palette.Contrast);
        canvas.Rect(0, shelf + (h * 0.02), w, h, ArtPalette.Mix(palette.Ground, palette.Deep, 0.35));
    }

    private static void Spine(SvgCanvas canvas, ArtPalette palette, SeededRandom random, double x, double y, double width, double height, string ink)
    {
        canvas.Rect(x, y, width, height, ink, radius: 5);
        var mark = palette.On(ink);
        switch (random.Whole(0, 3))
        {
            case 0:
                canvas.Rect(x, y + (height * 0.1), width, height * 0.018, mark);
                canvas.Rect(x, y + (height * 0.14), width, height * 0.018, mark);
                canvas.Rect(x, y + (height * 0.88), width, height * 0.018, mark);
                break;
            case 1:
                canvas.Circle(x + (width / 2), y + (height * 0.16), width * 0.26, mark);
                canvas.Rect(x + (width * 0.42), y + (height * 0.34), width * 0.16, height * 0.46, mark, radius: 3);
                break;
            case 2:
                canvas.Rect(x + (width * 0.22), y + (height * 0.12), width * 0.56, height * 0.42, mark, radius: 4);
                canvas.Circle(x + (width / 2), y + (height * 0.86), width * 0.18, mark);
                break;
            default:
                for (var band = 0; band < 5; band++)
                {
                    canvas.Rect(x, y + (height * (0.2 + (0.13 * band))), width, height * 0.05, mark, 0.85);
                }

                break;
        }
    }
}
