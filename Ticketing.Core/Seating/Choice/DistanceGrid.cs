using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>A raster over a part of the drawing, for distance transforms and contours.</summary>
internal sealed class DistanceGrid
{
    // Weighs a label's distance to the section's centre against its distance to the edge.
    private const double CentreWeight = 0.6;

    private readonly int _columns;
    private readonly int _rows;
    private readonly double _left;
    private readonly double _top;

    private DistanceGrid(double cell, int cellsMax, double left, double top, double right, double bottom)
    {
        Cell = Math.Max(cell, Math.Sqrt((right - left) * (bottom - top) / cellsMax));
        (_left, _top) = (left, top);
        _columns = (int)((right - left) / Cell) + 2;
        _rows = (int)((bottom - top) / Cell) + 2;
    }

    /// <summary>The width of a cell; centimetres.</summary>
    public double Cell { get; }

    /// <summary>A grid over points with a margin on all sides.</summary>
    /// <param name="cell">The width of a cell in centimetres; increased where there would be more than <paramref name="cellsMax"/>.</param>
    public static DistanceGrid Over(ReadOnlySpan<int> x, ReadOnlySpan<int> y, double margin, double cell, int cellsMax)
    {
        var (left, right, top, bottom) = (int.MaxValue, int.MinValue, int.MaxValue, int.MinValue);
        for (var i = 0; i < x.Length; i++)
        {
            (left, right) = (Math.Min(left, x[i]), Math.Max(right, x[i]));
            (top, bottom) = (Math.Min(top, y[i]), Math.Max(bottom, y[i]));
        }

        // Three more cells, so that every side has cells outside the shape.
        margin += 3 * cell;
        return new DistanceGrid(cell, cellsMax, left - margin, top - margin, right + margin, bottom + margin);
    }

    public bool[] CellsOf(ReadOnlySpan<int> x, ReadOnlySpan<int> y)
    {
        var cells = new bool[_columns * _rows];
        for (var i = 0; i < x.Length; i++)
        {
            cells[((int)Math.Round((y[i] - _top) / Cell) * _columns) + (int)Math.Round((x[i] - _left) / Cell)] = true;
        }

        return cells;
    }

    /// <summary>The cells outside a polygon, by the even-odd rule.</summary>
    public bool[] CellsOutside(ReadOnlySpan<int> x, ReadOnlySpan<int> y)
    {
        var cells = new bool[_columns * _rows];
        for (var i = 0; i < cells.Length; i++)
        {
            var at = PointOf(i);
            var outside = true;
            for (int a = 0, b = x.Length - 1; a < x.Length; b = a++)
            {
                if (y[a] > at.Y != y[b] > at.Y && at.X < ((x[b] - x[a]) * (at.Y - y[a]) / (y[b] - y[a])) + x[a])
                {
                    outside = !outside;
                }
            }

            cells[i] = outside;
        }

        return cells;
    }

    /// <summary>
    /// Each cell's distance to the nearest marked cell, in centimetres. Exact, in linear time (Felzenszwalb and Huttenlocher, 2012).
    /// </summary>
    public double[] DistancesTo(bool[] marked)
    {
        var squared = Array.ConvertAll(marked, m => m ? 0.0 : 1e12);
        var line = new LowerEnvelope(Math.Max(_columns, _rows));
        for (var column = 0; column < _columns; column++)
        {
            line.Run(squared, column, _columns, _rows);
        }

        for (var row = 0; row < _rows; row++)
        {
            line.Run(squared, row * _columns, 1, _columns);
        }

        return Array.ConvertAll(squared, s => Math.Sqrt(s) * Cell);
    }

    /// <summary>
    /// The best label position in the region where <paramref name="field"/> is above <paramref name="level"/>: far from its edge, near its
    /// centre.
    /// </summary>
    public PlanPoint DeepestCell(double[] field, double level)
    {
        double sumX = 0, sumY = 0, count = 0;
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] > level)
            {
                var at = PointOf(i);
                (sumX, sumY, count) = (sumX + at.X, sumY + at.Y, count + 1);
            }
        }

        var middle = new PlanPoint(sumX / Math.Max(count, 1), sumY / Math.Max(count, 1));
        var (best, score) = (0, double.MinValue);
        for (var i = 0; i < field.Length; i++)
        {
            var own = field[i] - (CentreWeight * PointOf(i).DistanceTo(middle));
            if (field[i] > level && own > score)
            {
                (best, score) = (i, own);
            }
        }

        return PointOf(best);
    }

    /// <summary>The outer contours of the region where <paramref name="field"/> is above <paramref name="level"/>, largest first.</summary>
    public List<List<PlanPoint>> Contours(double[] field, double level)
    {
        // Marching squares: each square between four cells links the edges that the contour crosses, with the inside on the left.
        var links = new Dictionary<int, int>();
        for (var i = 0; i < field.Length - _columns; i++)
        {
            if (i % _columns < _columns - 1)
            {
                Link(field, level, i, links);
            }
        }

        var loops = new List<(List<PlanPoint> Points, double Area)>();
        while (links.Count > 0)
        {
            var points = new List<PlanPoint>();
            for (var edge = links.Keys.First(); links.Remove(edge, out var following); edge = following)
            {
                points.Add(Crossing(field, level, edge));
            }

            loops.Add((points, Area(points)));
        }

        // Holes have the opposite orientation and a negative area.
        return [.. loops.Where(l => l.Area > 0).OrderByDescending(l => l.Area).Select(l => l.Points)];
    }

    // An edge's id is 2 * its left or upper cell: even for the edge to the right, plus one for the edge down.
    private void Link(double[] field, double level, int cell, Dictionary<int, int> links)
    {
        var (upper, left) = (cell * 2, (cell * 2) + 1);
        var (lower, right) = ((cell + _columns) * 2, ((cell + 1) * 2) + 1);
        var corners = (field[cell] > level ? 8 : 0) | (field[cell + 1] > level ? 4 : 0)
            | (field[cell + _columns + 1] > level ? 2 : 0) | (field[cell + _columns] > level ? 1 : 0);
        (int From, int To)[] border = corners switch
        {
            1 => [(lower, left)],
            2 => [(right, lower)],
            3 => [(right, left)],
            4 => [(upper, right)],
            5 => [(upper, right), (lower, left)],
            6 => [(upper, lower)],
            7 => [(upper, left)],
            8 => [(left, upper)],
            9 => [(lower, upper)],
            10 => [(left, upper), (right, lower)],
            11 => [(right, upper)],
            12 => [(left, right)],
            13 => [(lower, right)],
            14 => [(left, lower)],
            _ => [],
        };
        foreach (var (from, to) in border)
        {
            links[from] = to;
        }
    }

    private PlanPoint Crossing(double[] field, double level, int edge)
    {
        var from = edge / 2;
        var to = from + (edge % 2 == 0 ? 1 : _columns);
        var share = (level - field[from]) / (field[to] - field[from]);
        var (a, b) = (PointOf(from), PointOf(to));
        return new PlanPoint(a.X + (share * (b.X - a.X)), a.Y + (share * (b.Y - a.Y)));
    }

    private static double Area(List<PlanPoint> points)
    {
        double twice = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var (a, b) = (points[i], points[(i + 1) % points.Count]);
            twice += (a.X * b.Y) - (b.X * a.Y);
        }

        // With y downwards, contours with the inside on the left have a negative signed area.
        return -twice / 2;
    }

    private PlanPoint PointOf(int cell) => new(_left + (cell % _columns * Cell), _top + (cell / _columns * Cell));
}
