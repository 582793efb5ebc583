using System.Globalization;
using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork;

/// <summary>Path data for shapes that several styles draw.</summary>
internal static class Curve
{
    private static string N(double value) => SvgCanvas.N(value);

    public static string Circle(double x, double y, double r) =>
        $"M{N(x - r)} {N(y)}a{N(r)} {N(r)} 0 1 0 {N(2 * r)} 0a{N(r)} {N(r)} 0 1 0 {N(-2 * r)} 0Z";

    public static string Box(double x, double y, double w, double h) => $"M{N(x)} {N(y)}h{N(w)}v{N(h)}h{N(-w)}Z";

    public static string Line(double x1, double y1, double x2, double y2) => $"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}";

    public static string Polygon(params ReadOnlySpan<(double X, double Y)> points) => Open(points) + "Z";

    public static string Open(params ReadOnlySpan<(double X, double Y)> points)
    {
        var data = new StringBuilder();
        foreach (var (x, y) in points)
        {
            data.Append(data.Length == 0 ? 'M' : 'L').Append(N(x)).Append(' ').Append(N(y));
        }

        return data.ToString();
    }

    /// <summary>A quarter of a disc: its corner at (x, y), <paramref name="quadrant"/> 0 to 3 turning right from the lower right.</summary>
    public static string Quarter(double x, double y, double r, int quadrant)
    {
        var (x1, y1, x2, y2) = quadrant switch
        {
            0 => (x + r, y, x, y + r),
            1 => (x, y + r, x - r, y),
            2 => (x - r, y, x, y - r),
            _ => (x, y - r, x + r, y),
        };
        return $"M{N(x)} {N(y)}L{N(x1)} {N(y1)}A{N(r)} {N(r)} 0 0 1 {N(x2)} {N(y2)}Z";
    }

    /// <summary>Half a disc on the line through (x, y) that is turned by <paramref name="degrees"/>; 0 bulges upwards.</summary>
    public static string Half(double x, double y, double r, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return $"M{N(x - (r * cos))} {N(y - (r * sin))}A{N(r)} {N(r)} 0 0 1 {N(x + (r * cos))} {N(y + (r * sin))}Z";
    }

    /// <summary>An arc of a circle, angles in degrees, 0 to the right, turning right.</summary>
    public static string Arc(double x, double y, double r, double from, double to)
    {
        var (sin1, cos1) = Math.SinCos(from * Math.PI / 180);
        var (sin2, cos2) = Math.SinCos(to * Math.PI / 180);
        var large = Math.Abs(to - from) > 180 ? 1 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"M{N(x + (r * cos1))} {N(y + (r * sin1))}A{N(r)} {N(r)} 0 {large} 1 {N(x + (r * cos2))} {N(y + (r * sin2))}");
    }

    /// <summary>A smooth line through all points (Catmull-Rom as Bézier pieces).</summary>
    public static string Smooth(IReadOnlyList<(double X, double Y)> points, bool closed = false)
    {
        var count = points.Count;
        var data = new StringBuilder().Append('M').Append(N(points[0].X)).Append(' ').Append(N(points[0].Y));
        for (var i = 0; i < (closed ? count : count - 1); i++)
        {
            var before = At(i - 1);
            var from = At(i);
            var to = At(i + 1);
            var after = At(i + 2);
            data.Append('C').Append(N(from.X + ((to.X - before.X) / 6))).Append(' ').Append(N(from.Y + ((to.Y - before.Y) / 6)))
                .Append(' ').Append(N(to.X - ((after.X - from.X) / 6))).Append(' ').Append(N(to.Y - ((after.Y - from.Y) / 6)))
                .Append(' ').Append(N(to.X)).Append(' ').Append(N(to.Y));
        }

        return closed ? data.Append('Z').ToString() : data.ToString();

        (double X, double Y) At(int index) => closed ? points[((index % count) + count) % count] : points[Math.Clamp(index, 0, count - 1)];
    }

    /// <summary>A smooth, irregular closed shape around a point.</summary>
    public static string Blob(SeededRandom random, double x, double y, double radius, int corners, double wildness)
    {
        var points = new (double, double)[corners];
        var turn = random.Between(0, Math.Tau);
        for (var i = 0; i < corners; i++)
        {
            var r = radius * random.Between(1 - wildness, 1 + wildness);
            var (sin, cos) = Math.SinCos(turn + (i * Math.Tau / corners));
            points[i] = (x + (r * cos), y + (r * sin));
        }

        return Smooth(points, closed: true);
    }
}
