using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>
/// An oval of four tangent arcs: two sides and two ends. Ovals at any distance have the same centres and angles, so that rows are
/// parallel.
/// </summary>
public sealed class Oval
{
    private readonly double _halfLength;
    private readonly double _endRadius;
    private readonly double _sideRadius;
    private readonly double _halfWidth;

    /// <param name="halfLength">From the centre to the lowest point.</param>
    /// <param name="halfWidth">From the centre to the point on the left.</param>
    /// <param name="endRadius">The radius of the two ends, which determines that of the sides.</param>
    public Oval(double halfLength, double halfWidth, double endRadius)
    {
        (_halfLength, _halfWidth, _endRadius) = (halfLength, halfWidth, endRadius);

        // The arcs are tangent: both centres and the point of contact are collinear.
        var end = halfLength - endRadius;
        _sideRadius = ((end * end) + (halfWidth * halfWidth) - (endRadius * endRadius)) / (2 * (halfWidth - endRadius));
        EndAngle = Math.Atan2(_sideRadius - halfWidth, end) * 180 / Math.PI;
    }

    /// <summary>Half the angle of an end, in degrees; half of a side's is 90 minus this.</summary>
    public double EndAngle { get; }

    /// <summary>Centre and radius of the arc at an angle. Angles as in <see cref="Sketch"/>; the ends are at 0 and 180.</summary>
    public (PlanPoint Centre, double Radius) ArcAt(double angle)
    {
        var turned = ((angle % 360) + 360) % 360;
        var side = _sideRadius - _halfWidth;
        return turned switch
        {
            _ when turned < EndAngle || turned >= 360 - EndAngle => (new(0, _halfLength - _endRadius), _endRadius),
            _ when turned < 180 - EndAngle => (new(side, 0), _sideRadius),
            _ when turned < 180 + EndAngle => (new(0, _endRadius - _halfLength), _endRadius),
            _ => (new(-side, 0), _sideRadius),
        };
    }

    /// <summary>The point at an angle, at a distance outside of the oval (inside if negative).</summary>
    public PlanPoint On(double angle, double outside)
    {
        var (centre, radius) = ArcAt(angle);
        return Sketch.On(centre, radius + outside, angle);
    }

    /// <summary>The line at a distance outside of the oval (inside if negative), clockwise from one angle to another.</summary>
    public IEnumerable<PlanPoint> Line(double outside, double from, double to)
    {
        var steps = Math.Max(2, (int)Math.Ceiling((to - from) / 2.5));
        return Enumerable.Range(0, steps + 1).Select(i => On(from + ((to - from) * i / steps), outside));
    }
}
