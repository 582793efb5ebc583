using Ticketing.Core.Seating.Plans;

namespace Ticketing.Infrastructure.Development.Demo.Plans;

/// <summary>
/// An oval of four arcs, as stadiums are drawn: two long sides and two ends, that meet without a corner. An oval around it at any
/// distance has the same centres and angles, so rows behind each other stay parallel.
/// </summary>
internal sealed class Oval
{
    private readonly double _halfLength;
    private readonly double _endRadius;
    private readonly double _sideRadius;
    private readonly double _halfWidth;

    /// <param name="endRadius">The radius of the two ends; the sides follow from it.</param>
    public Oval(double halfLength, double halfWidth, double endRadius)
    {
        (_halfLength, _halfWidth, _endRadius) = (halfLength, halfWidth, endRadius);

        // The two circles touch where they meet: their centres and the meeting point are on one line.
        var end = halfLength - endRadius;
        _sideRadius = ((end * end) + (halfWidth * halfWidth) - (endRadius * endRadius)) / (2 * (halfWidth - endRadius));
        EndAngle = Math.Atan2(_sideRadius - halfWidth, end) * 180 / Math.PI;
    }

    /// <summary>Half the angle of an end; half a side's is the rest of 90.</summary>
    public double EndAngle { get; }

    /// <summary>The arc that an angle is on: its centre and its radius. Angles as in <see cref="Sketch"/>; the ends are at 0 and 180.</summary>
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

    public PlanPoint On(double angle, double outside)
    {
        var (centre, radius) = ArcAt(angle);
        return Sketch.On(centre, radius + outside, angle);
    }

    /// <summary>The line that runs so far outside the oval (inside, if negative) from one angle clockwise to another.</summary>
    public IEnumerable<PlanPoint> Line(double outside, double from, double to)
    {
        var steps = Math.Max(2, (int)Math.Ceiling((to - from) / 2.5));
        return Enumerable.Range(0, steps + 1).Select(i => On(from + ((to - from) * i / steps), outside));
    }
}
