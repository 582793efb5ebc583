using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Recognizes seats that stand around a table, by laying the table out again.</summary>
internal static class TableFitter
{
    private const double WidthMin = 20;

    /// <summary>The table whose seats stand at these points, clockwise; null: they do not stand around one.</summary>
    public static TableObject? Fit(PlanPoint[] seats, int seatRadius) =>
        seats.Length is < 3 or > 100 ? null : Round(seats, seatRadius) ?? Rectangular(seats, seatRadius);

    private static TableObject? Round(PlanPoint[] seats, int seatRadius)
    {
        if (Circle.Through(seats) is not { } circle)
        {
            return null;
        }

        var table = Table(seats, circle.Centre, (circle.AngleOf(seats[0]) * 180 / Math.PI) + 90) with
        {
            Shape = TableShape.Round,
            Width = Math.Round(2 * (circle.Radius - SeatLayout.TableGap - seatRadius), 2),
        };
        return table.Width is >= WidthMin and <= 5_000 && IsExact(table, seats, seatRadius) ? table : null;
    }

    private static TableObject? Rectangular(PlanPoint[] seats, int seatRadius)
    {
        for (var ends = 0; ends <= seats.Length / 2; ends++)
        {
            // As in the layout: top from left to right, right end, bottom from right to left, left end.
            var top = (seats.Length - (2 * ends) + 1) / 2;
            var bottom = seats.Length - (2 * ends) - top;
            if (top < 2 || bottom < 1)
            {
                return null;
            }

            var step = seats[1] - seats[0];
            var pitch = seats[0].DistanceTo(seats[1]);
            var above = Middle(seats.AsSpan(0, top));
            var below = Middle(seats.AsSpan(top + ends, bottom));
            var depth = above.DistanceTo(below) - (2 * (SeatLayout.TableGap + seatRadius));
            var table = Table(seats, Middle([above, below]), Math.Atan2(step.Y, step.X) * 180 / Math.PI) with
            {
                Shape = TableShape.Rectangular,
                EndSeats = ends,
                Width = Math.Round(pitch * top, 2),
                Depth = Math.Round(depth, 2),
            };
            if (table.Width is >= WidthMin and <= 5_000 && table.Depth is >= WidthMin and <= 5_000 && IsExact(table, seats, seatRadius))
            {
                return table;
            }
        }

        return null;
    }

    private static TableObject Table(PlanPoint[] seats, PlanPoint centre, double angle) => new()
    {
        Id = "",
        Name = "",
        Seats = seats.Length,
        X = Math.Round(centre.X, 2),
        Y = Math.Round(centre.Y, 2),
        Angle = Math.Round(angle, 4),
    };

    private static PlanPoint Middle(ReadOnlySpan<PlanPoint> points)
    {
        var sum = default(PlanPoint);
        foreach (var point in points)
        {
            sum += point;
        }

        return new PlanPoint(sum.X / points.Length, sum.Y / points.Length);
    }

    private static bool IsExact(TableObject table, PlanPoint[] seats, int seatRadius) =>
        SeatLayout.Lay(table, seatRadius).Zip(seats).All(pair => pair.First.At.DistanceTo(pair.Second) <= RowFitter.Exact);
}
