using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Points in square cells, for questions about near ones. A crowded cell keeps a few points, which bounds the time.</summary>
internal sealed class SeatGrid(double cell)
{
    private const int PointsPerCell = 8;

    private readonly Dictionary<(int, int), List<PlanPoint>> _cells = [];

    /// <summary>The distance to the nearest point, if it is at most a cell's width; else infinity.</summary>
    public double Nearest(PlanPoint at)
    {
        var (column, row) = CellOf(at);
        var nearest = double.PositiveInfinity;
        for (var i = 0; i < 9; i++)
        {
            if (_cells.TryGetValue((column + (i % 3) - 1, row + (i / 3) - 1), out var points))
            {
                foreach (var point in points)
                {
                    nearest = Math.Min(nearest, at.DistanceTo(point));
                }
            }
        }

        return nearest <= cell ? nearest : double.PositiveInfinity;
    }

    public void Add(PlanPoint at)
    {
        if (!_cells.TryGetValue(CellOf(at), out var points))
        {
            _cells[CellOf(at)] = points = [];
        }

        if (points.Count < PointsPerCell)
        {
            points.Add(at);
        }
    }

    private (int, int) CellOf(PlanPoint at) => ((int)Math.Floor(at.X / cell), (int)Math.Floor(at.Y / cell));
}
