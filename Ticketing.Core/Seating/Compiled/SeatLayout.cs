using System.Diagnostics;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Compiled;

/// <summary>One seat of an object, before overrides.</summary>
/// <param name="AfterGap">There is an aisle before it.</param>
internal readonly record struct LaidSeat(int Row, int Ordinal, string RowName, string Number, PlanPoint At, bool AfterGap);

/// <summary>Computes the positions of an object's seats.</summary>
internal static class SeatLayout
{
    /// <summary>Between a table's edge and the seats around it; centimetres.</summary>
    public const double TableGap = 10;

    // Tolerance for fractions that add up to a whole seat.
    private const double Epsilon = 1e-9;

    /// <summary>All seats, row by row, from left to right (around a table: clockwise from the top).</summary>
    public static IEnumerable<LaidSeat> Lay(SeatedObject drawn, int seatRadius) => drawn switch
    {
        RowObject row => Lay(row, AsBlock(row), [row.Name], row.Path is null ? null : new SeatLine(row.Path)),
        BlockObject block => Lay(block, block, block.RowNumbering.Names(block.Rows), null),
        TableObject table => Lay(table, seatRadius),
        _ => throw new UnreachableException(),
    };

    /// <summary>A row as a block of one row.</summary>
    public static BlockObject AsBlock(RowObject row) => new()
    {
        Id = row.Id,
        Seats = row.Seats,
        Spacing = row.Spacing,
        Radius = row.Radius,
        Aisles = row.Aisles,
    };

    private static IEnumerable<LaidSeat> Lay(SeatedObject drawn, BlockObject block, string[] rowNames, SeatLine? line)
    {
        for (var row = 0; row < block.Rows; row++)
        {
            var parts = Parts(block, row);
            var numbers = drawn.SeatNumbering.Names(parts.Sum(p => p.Seats));
            var along = (row * block.Skew) - (parts.Sum(p => p.Gap + (p.Seats * p.Pitch)) / 2);
            var seat = 0;
            foreach (var part in parts)
            {
                along += part.Gap;
                for (var i = 0; i < part.Seats; i++, seat++)
                {
                    var middle = along + ((i + 0.5) * part.Pitch);
                    var onRow = line?.At(middle) ?? OnRow(middle, row * block.RowSpacing, block.Radius);
                    var at = onRow.Turned(drawn.Angle) + new PlanPoint(drawn.X, drawn.Y);
                    yield return new LaidSeat(row, seat, rowNames[row], numbers[seat], at, AfterGap: i == 0 && part.Gap > 0);
                }

                along += part.Seats * part.Pitch;
            }
        }
    }

    // The parts of a row between its aisles. Growth is fractional; each part is rounded down to whole seats.
    private static List<(int Seats, double Pitch, double Gap)> Parts(BlockObject block, int row)
    {
        var parts = new List<(int, double, double)>();
        var (from, gap, total) = (0.0, 0.0, block.Seats + (row * block.SeatGrowth));
        foreach (var aisle in block.Aisles.Append(new Aisle(block.Seats, 0, block.SeatGrowth)))
        {
            var to = Math.Min(aisle.After + (row * aisle.Growth), total);
            var seats = Math.Max(0, (int)Math.Floor(to - from + Epsilon));
            if (seats > 0)
            {
                parts.Add((seats, block.Justified ? (to - from) / seats * block.Spacing : block.Spacing, parts.Count == 0 ? 0 : gap));
                gap = 0;
            }

            gap += aisle.Width;
            from = Math.Max(from, to);
        }

        return parts;
    }

    // A curved row lies on a circle around a centre in front of the first row (behind it with a negative radius); "along" is the arc
    // length.
    private static PlanPoint OnRow(double along, double back, double radius)
    {
        if (radius == 0)
        {
            return new PlanPoint(along, back);
        }

        var (sin, cos) = Math.SinCos(along / (radius + back));
        return new PlanPoint((radius + back) * sin, ((radius + back) * cos) - radius);
    }

    private static IEnumerable<LaidSeat> Lay(TableObject table, int seatRadius)
    {
        var numbers = table.SeatNumbering.Names(table.Seats);
        var places = table.Shape == TableShape.Round ? AroundCircle(table, seatRadius) : AroundRectangle(table, seatRadius);
        return places.Select((place, i) =>
            new LaidSeat(0, i, table.Name, numbers[i], place.Turned(table.Angle) + new PlanPoint(table.X, table.Y), false));
    }

    private static IEnumerable<PlanPoint> AroundCircle(TableObject table, int seatRadius) =>
        Enumerable.Range(0, table.Seats)
            .Select(i => new PlanPoint(0, -((table.Width / 2) + TableGap + seatRadius)).Turned(i * 360.0 / table.Seats));

    private static IEnumerable<PlanPoint> AroundRectangle(TableObject table, int seatRadius)
    {
        var ends = Math.Min(table.EndSeats, table.Seats / 2);
        var top = (table.Seats - (2 * ends) + 1) / 2;
        var bottom = table.Seats - (2 * ends) - top;
        var outX = (table.Width / 2) + TableGap + seatRadius;
        var outY = (table.Depth / 2) + TableGap + seatRadius;
        return Side(top, table.Width).Select(along => new PlanPoint(along, -outY))
            .Concat(Side(ends, table.Depth).Select(along => new PlanPoint(outX, along)))
            .Concat(Side(bottom, table.Width).Select(along => new PlanPoint(-along, outY)))
            .Concat(Side(ends, table.Depth).Select(along => new PlanPoint(-outX, -along)));
    }

    private static IEnumerable<double> Side(int seats, double length) =>
        Enumerable.Range(0, seats).Select(i => length * (((i + 0.5) / seats) - 0.5));
}
