using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>
/// Geometry helpers for generated plans. Lengths are centimetres; angles are clockwise, in degrees, around a centre: 0 is below it, 90 to
/// its left. Objects face the centre.
/// </summary>
public static class Sketch
{
    /// <summary>The point at an angle and a distance from a centre.</summary>
    public static PlanPoint On(PlanPoint centre, double radius, double angle) => centre + new PlanPoint(0, radius).Turned(angle);

    /// <summary>An arc as a polyline, with a point about every two degrees.</summary>
    public static IEnumerable<PlanPoint> Arc(PlanPoint centre, double radius, double from, double to)
    {
        var steps = Math.Max(2, (int)Math.Ceiling(Math.Abs(to - from) / 2));
        return Enumerable.Range(0, steps + 1).Select(i => On(centre, radius, from + ((to - from) * i / steps)));
    }

    /// <summary>A ring segment, the floor of rows that curve around a centre.</summary>
    public static PlanPoint[] RingPiece(PlanPoint centre, double inner, double outer, double from, double to) =>
        [.. Arc(centre, inner, from, to), .. Arc(centre, outer, to, from)];

    /// <summary>A rectangle, clockwise from its top left corner.</summary>
    public static PlanPoint[] Box(double left, double top, double right, double bottom) =>
        [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];

    /// <summary>The points mirrored at the drawing's vertical axis.</summary>
    public static PlanPoint[] Mirrored(IEnumerable<PlanPoint> points) => [.. points.Select(p => new PlanPoint(-p.X, p.Y)).Reverse()];

    /// <summary>Sets the kind of seats of one row.</summary>
    public static IEnumerable<SeatOverride> Mark(int row, IEnumerable<int> seats, SeatKind kind) =>
        seats.Select(seat => new SeatOverride(row, seat, Kind: kind));
}
