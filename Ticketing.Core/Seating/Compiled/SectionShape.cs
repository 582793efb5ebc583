using System.Collections.Immutable;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Compiled;

/// <summary>A section's outline and label position, for the zoomed-out map.</summary>
internal readonly record struct SectionShape(ImmutableArray<int> Outline, int LabelX, int LabelY)
{
    /// <summary>From a seat's edge to the outline; centimetres.</summary>
    private const int Margin = 22;

    // The radius of the closing: gaps narrower than twice this (aisles, space between rows) are inside the outline.
    private const double ClosingMin = 160;
    private const double ClosingMax = 640;

    // Cell widths; a label's position needs a lower resolution than an outline.
    private const double OutlineCell = 10;
    private const double LabelCell = 40;

    // Removes the grid's steps from the outline: a moving average over this many points on both sides, then a simplification.
    private const int Smoothing = 4;
    private const int SmoothingPasses = 2;
    private const double Straightening = 3;

    /// <summary>
    /// The outline of seats: a morphological closing with a disc, on a distance grid. It follows curved rows, covers aisles, and does not
    /// depend on the objects that the seats come from.
    /// </summary>
    /// <param name="cellsMax">The maximum number of grid cells, which limits the time per section.</param>
    public static SectionShape Around(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int seatRadius, int cellsMax)
    {
        double pad = seatRadius + Margin;
        for (var closing = ClosingMin; ; closing *= 2)
        {
            var grid = DistanceGrid.Over(x, y, closing, OutlineCell, cellsMax);
            var toSeat = grid.DistancesTo(grid.CellsOf(x, y));
            var inside = grid.DistancesTo(Array.ConvertAll(toSeat, d => d > closing));
            var loops = grid.Contours(inside, closing - pad);

            // Separate parts of one section: retry with a larger disc; at the limit, the largest part becomes the outline.
            if (loops.Count == 1 || closing * 2 > ClosingMax)
            {
                var outline = Simplified(Smooth(loops[0]), Math.Max(Straightening, grid.Cell / 3));
                var label = grid.DeepestCell(inside, closing - pad);
                return new SectionShape(outline, (int)label.X, (int)label.Y);
            }
        }
    }

    /// <summary>The shape of a drawn polygon.</summary>
    public static SectionShape Of(ImmutableArray<int> polygon, int cellsMax)
    {
        var x = polygon.Where((_, i) => i % 2 == 0).ToArray();
        var y = polygon.Where((_, i) => i % 2 == 1).ToArray();
        var grid = DistanceGrid.Over(x, y, 0, LabelCell, cellsMax);
        var inside = grid.DistancesTo(grid.CellsOutside(x, y));
        var label = grid.DeepestCell(inside, 0);
        return new SectionShape(polygon, (int)label.X, (int)label.Y);
    }

    private static List<PlanPoint> Smooth(List<PlanPoint> loop)
    {
        for (var pass = 0; pass < SmoothingPasses; pass++)
        {
            var smooth = new List<PlanPoint>(loop.Count);
            for (var i = 0; i < loop.Count; i++)
            {
                var sum = new PlanPoint(0, 0);
                for (var near = i - Smoothing; near <= i + Smoothing; near++)
                {
                    sum += loop[(near + loop.Count) % loop.Count];
                }

                smooth.Add(new PlanPoint(sum.X / ((2 * Smoothing) + 1), sum.Y / ((2 * Smoothing) + 1)));
            }

            loop = smooth;
        }

        return loop;
    }

    private static ImmutableArray<int> Simplified(List<PlanPoint> loop, double straightening)
    {
        // Douglas-Peucker on the two halves between the loop's first point and the point farthest from it.
        var far = Enumerable.Range(0, loop.Count).MaxBy(i => loop[i].SquaredDistanceTo(loop[0]));
        var kept = new bool[loop.Count + 1];
        loop.Add(loop[0]);
        kept[0] = kept[far] = true;
        Keep(loop, 0, far, kept, straightening);
        Keep(loop, far, loop.Count - 1, kept, straightening);
        return [.. loop.Where((_, i) => kept[i]).SelectMany(p => (int[])[(int)Math.Round(p.X), (int)Math.Round(p.Y)])];
    }

    private static void Keep(List<PlanPoint> points, int first, int last, bool[] kept, double straightening)
    {
        var (worst, at) = (straightening, -1);
        for (var i = first + 1; i < last; i++)
        {
            var distance = DistanceToLine(points[i], points[first], points[last]);
            if (distance > worst)
            {
                (worst, at) = (distance, i);
            }
        }

        if (at >= 0)
        {
            kept[at] = true;
            Keep(points, first, at, kept, straightening);
            Keep(points, at, last, kept, straightening);
        }
    }

    private static double DistanceToLine(PlanPoint point, PlanPoint from, PlanPoint to)
    {
        var (along, offset) = (to - from, point - from);
        var length = from.DistanceTo(to);
        return length == 0 ? point.DistanceTo(from) : Math.Abs((along.X * offset.Y) - (along.Y * offset.X)) / length;
    }
}
