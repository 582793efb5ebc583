using Ticketing.Core.Seating.Plans;

namespace Ticketing.Infrastructure.Development.Demo.Plans;

/// <summary>
/// Compasses and ruler for the demo's plans. An angle says where something stands around a centre and where it looks: at 0 it
/// stands below the centre and looks up at it, at 90 it stands to the left; clockwise, in degrees.
/// </summary>
internal static class Sketch
{
    public static PlanPoint On(PlanPoint centre, double radius, double angle) => centre + new PlanPoint(0, radius).Turned(angle);

    /// <summary>An arc as a chain of points, one every two degrees or so.</summary>
    public static IEnumerable<PlanPoint> Arc(PlanPoint centre, double radius, double from, double to)
    {
        var steps = Math.Max(2, (int)Math.Ceiling(Math.Abs(to - from) / 2));
        return Enumerable.Range(0, steps + 1).Select(i => On(centre, radius, from + ((to - from) * i / steps)));
    }

    /// <summary>A piece of a ring: what rows that curve around a centre stand on.</summary>
    public static PlanPoint[] RingPiece(PlanPoint centre, double inner, double outer, double from, double to) =>
        [.. Arc(centre, inner, from, to), .. Arc(centre, outer, to, from)];

    public static PlanPoint[] Box(double left, double top, double right, double bottom) =>
        [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];

    /// <summary>The same points on the other side of the drawing's middle.</summary>
    public static PlanPoint[] Mirrored(IEnumerable<PlanPoint> points) => [.. points.Select(p => new PlanPoint(-p.X, p.Y)).Reverse()];

    /// <summary>Marks seats of one row.</summary>
    public static IEnumerable<SeatOverride> Mark(int row, IEnumerable<int> seats, SeatKind kind) =>
        seats.Select(seat => new SeatOverride(row, seat, Kind: kind));
}
