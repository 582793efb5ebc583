using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>A circle; angles are radians, clockwise on the screen from the direction of x.</summary>
internal sealed record Circle(PlanPoint Centre, double Radius)
{
    public PlanPoint At(double angle) => Centre + new PlanPoint(Radius * Math.Cos(angle), Radius * Math.Sin(angle));

    public double AngleOf(PlanPoint point) => Math.Atan2(point.Y - Centre.Y, point.X - Centre.X);

    /// <summary>
    /// The least-squares circle by the algebraic distance (Kåsa 1976), around the points' mean for precision; null for points on a line.
    /// </summary>
    public static Circle? Through(ReadOnlySpan<PlanPoint> points)
    {
        if (points.Length < 3)
        {
            return null;
        }

        var sum = default(PlanPoint);
        foreach (var point in points)
        {
            sum += point;
        }

        var mean = new PlanPoint(sum.X / points.Length, sum.Y / points.Length);
        double xx = 0, xy = 0, yy = 0, xz = 0, yz = 0, z = 0;
        foreach (var point in points)
        {
            var at = point - mean;
            var square = (at.X * at.X) + (at.Y * at.Y);
            xx += at.X * at.X;
            xy += at.X * at.Y;
            yy += at.Y * at.Y;
            xz += at.X * square;
            yz += at.Y * square;
            z += square;
        }

        var determinant = (xx * yy) - (xy * xy);
        if (determinant <= 1e-12 * z * z)
        {
            return null;
        }

        var x = ((xz * yy) - (yz * xy)) / (2 * determinant);
        var y = ((yz * xx) - (xz * xy)) / (2 * determinant);
        var radius = Math.Sqrt((x * x) + (y * y) + (z / points.Length));
        return double.IsFinite(radius) && radius > 1 ? new Circle(mean + new PlanPoint(x, y), radius) : null;
    }
}
