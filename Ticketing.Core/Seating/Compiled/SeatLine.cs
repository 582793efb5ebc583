using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Compiled;

/// <summary>The line of a segmented row: positions by their distance from the line's middle, measured along it.</summary>
/// <param name="points">At least two, each different from the one before.</param>
internal sealed class SeatLine(IReadOnlyList<PlanPoint> points)
{
    private readonly double _middle = points.Zip(points.Skip(1)).Sum(pair => pair.First.DistanceTo(pair.Second)) / 2;

    /// <summary>The point at a distance from the middle; beyond an end, the end segment goes on straight.</summary>
    public PlanPoint At(double along)
    {
        var rest = along + _middle;
        for (var i = 1; ; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var length = from.DistanceTo(to);
            if (rest <= length || i == points.Count - 1)
            {
                var share = rest / length;
                return new PlanPoint(from.X + ((to.X - from.X) * share), from.Y + ((to.Y - from.Y) * share));
            }

            rest -= length;
        }
    }
}
