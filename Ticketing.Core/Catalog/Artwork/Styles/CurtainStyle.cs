using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork.Styles;

/// <summary>The curtain of a stage, drawn apart, and one lamp on the empty boards.</summary>
internal static class CurtainStyle
{
    public static void Draw(SvgCanvas canvas, ArtPalette palette, SeededRandom random)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        var night = palette.IsDark ? palette.Ground : palette.Deep;
        canvas.Fill(canvas.Gradient(0, 0, 0, 1, (0, palette.Deep, 1), (1, night, 1)));
        var floor = h * 0.83;
        var spot = w * random.Between(0.45, 0.55);
        canvas.Path(Curve.Polygon((0, floor), (w, floor), (w, h), (0, h)), ArtPalette.Mix(palette.Second, palette.Deep, 0.45));
        var beam = canvas.Gradient(0, 0, 0, 1, (0, palette.Light, 0.75), (1, palette.Light, 0.22));
        canvas.Path(Curve.Polygon((spot - (w * 0.02), 0), (spot + (w * 0.02), 0), (spot + (w * 0.2), floor + (h * 0.06)), (spot - (w * 0.2), floor + (h * 0.06))), beam);
        canvas.Path($"M{SvgCanvas.N(spot - (w * 0.2))} {SvgCanvas.N(floor + (h * 0.06))}a{SvgCanvas.N(w * 0.2)} {SvgCanvas.N(h * 0.035)} 0 1 0 {SvgCanvas.N(w * 0.4)} 0a{SvgCanvas.N(w * 0.2)} {SvgCanvas.N(h * 0.035)} 0 1 0 {SvgCanvas.N(-w * 0.4)} 0Z", palette.Light, 0.85);
        Prop(canvas, palette, random, spot, floor + (h * 0.06));

        var folds = random.Whole(5, 6);
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            for (var fold = folds - 1; fold >= 0; fold--)
            {
                Fold(canvas, palette, side, fold, folds);
            }
        }

        var scallops = w > h ? 9 : 6;
        for (var scallop = 0; scallop <= scallops; scallop++)
        {
            var r = w / scallops * 0.62;
            canvas.Circle(scallop * w / scallops, h * 0.015, r, scallop % 2 == 0 ? palette.First : ArtPalette.Mix(palette.First, palette.Deep, 0.22));
            canvas.Ring(scallop * w / scallops, h * 0.015, r * 0.9, palette.Third, 3);
        }
    }

    /// <summary>One fold hangs straight from the rail and is gathered towards the wing at hip height.</summary>
    private static void Fold(SvgCanvas canvas, ArtPalette palette, int side, int fold, int folds)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        var wing = side < 0 ? 0 : w;
        var (topIn, topOut) = (w * 0.4 * fold / folds, w * 0.4 * (fold + 1) / folds);
        var (tieIn, tieOut) = (w * 0.12 * fold / folds, w * 0.12 * (fold + 1) / folds);
        var (footIn, footOut) = (w * 0.22 * fold / folds, w * 0.22 * (fold + 1) / folds);
        var tie = h * 0.62;
        string At(double x, double y) => $"{SvgCanvas.N(wing - (side * x))} {SvgCanvas.N(y)}";
        var data = $"M{At(topIn, 0)}L{At(topOut, 0)}C{At(topOut, h * 0.35)} {At(tieOut * 1.6, h * 0.5)} {At(tieOut, tie)}"
            + $"C{At(tieOut, h * 0.75)} {At(footOut, h * 0.8)} {At(footOut, h)}L{At(footIn, h)}C{At(footIn, h * 0.8)} {At(tieIn, h * 0.75)} {At(tieIn, tie)}C{At(tieIn * 1.6, h * 0.5)} {At(topIn, h * 0.35)} {At(topIn, 0)}Z";
        var shade = ArtPalette.Mix(palette.First, palette.Deep, 0.5);
        canvas.Path(data, canvas.Gradient(0, 0, 1, 0, (0, shade, 1), (0.5, palette.First, 1), (1, shade, 1)));
    }

    private static void Prop(SvgCanvas canvas, ArtPalette palette, SeededRandom random, double x, double y)
    {
        var u = canvas.Unit;
        var ink = palette.Deep;
        switch (random.Whole(0, 2))
        {
            case 0: // a chair
                canvas.Rect(x - (u * 0.055), y - (u * 0.12), u * 0.11, u * 0.014, ink);
                canvas.Rect(x - (u * 0.055), y - (u * 0.27), u * 0.012, u * 0.27, ink);
                canvas.Rect(x + (u * 0.043), y - (u * 0.12), u * 0.012, u * 0.12, ink);
                canvas.Rect(x - (u * 0.055), y - (u * 0.27), u * 0.035, u * 0.09, ink, radius: 4);
                break;
            case 1: // a microphone
                canvas.Rect(x - (u * 0.005), y - (u * 0.3), u * 0.01, u * 0.3, ink);
                canvas.Rect(x - (u * 0.05), y - (u * 0.012), u * 0.1, u * 0.014, ink, radius: 5);
                canvas.Rect(x - (u * 0.02), y - (u * 0.37), u * 0.04, u * 0.08, palette.First, radius: u * 0.02);
                break;
            default: // a moon on a string
                canvas.Stroke(Curve.Line(x, 0, x, y - (u * 0.42)), palette.Light, 2.5);
                canvas.Circle(x, y - (u * 0.34), u * 0.1, palette.Third);
                canvas.Circle(x + (u * 0.04), y - (u * 0.36), u * 0.085, ArtPalette.Mix(palette.Light, palette.Deep, 0.35));
                break;
        }
    }
}
