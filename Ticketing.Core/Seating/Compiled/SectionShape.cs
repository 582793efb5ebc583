using System.Collections.Immutable;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Compiled;

/// <summary>A section seen from afar: its outline and where its name goes.</summary>
internal readonly record struct SectionShape(ImmutableArray<int> Outline, int LabelX, int LabelY)
{
    /// <summary>From a seat's edge to the outline.</summary>
    private const int Margin = 22;

    // Aisles and the space between rows are inside the outline, bays wider than twice this are not.
    private const double ClosingMin = 160;
    private const double ClosingMax = 640;

    // Fine enough for an outline; a label's place needs less.
    private const double OutlineCell = 10;
    private const double LabelCell = 40;

    // The grid's cells leave steps in the outline: it is averaged over so many points to both sides, and then straight where
    // this makes no difference.
    private const int Smoothing = 4;
    private const int SmoothingPasses = 2;
    private const double Straightening = 3;

    /// <summary>
    /// The shape around seats: as if a disc were rolled around them. It follows the rows' curve, closes over aisles, and needs to
    /// know nothing of the objects that the seats come from. (A morphological closing, on a grid of distances.)
    /// </summary>
    /// <param name="cellsMax">How fine the grid may be: bounds the time that a section takes.</param>
    public static SectionShape Around(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int seatRadius, int cellsMax)
    {
        double pad = seatRadius + Margin;
        for (var closing = ClosingMin; ; closing *= 2)
        {
            var grid = DistanceGrid.Over(x, y, closing, OutlineCell, cellsMax);
            var toSeat = grid.DistancesTo(grid.CellsOf(x, y));
            var inside = grid.DistancesTo(Array.ConvertAll(toSeat, d => d > closing));
            var loops = grid.Contours(inside, closing - pad);

            // Far apart parts of one section: a wider disc may join them; where it does not, the largest part has the name.
            if (loops.Count == 1 || closing * 2 > ClosingMax)
            {
                var outline = Simplified(Smooth(loops[0]), Math.Max(Straightening, grid.Cell / 3));
                var label = grid.DeepestCell(inside, closing - pad);
                return new SectionShape(outline, (int)label.X, (int)label.Y);
            }
        }
    }

    /// <summary>The shape of a polygon that somebody drew.</summary>
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
        // Douglas and Peucker's algorithm on the two halves between the loop's first point and the one farthest from it.
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
        var (along, away) = (to - from, point - from);
        var length = from.DistanceTo(to);
        return length == 0 ? point.DistanceTo(from) : Math.Abs((along.X * away.Y) - (along.Y * away.X)) / length;
    }
}
