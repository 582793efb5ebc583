using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>
/// Finds the simplest objects for a row of seats: a line, an arc, else pieces of both. A piece ends where the row has a gap or a corner.
/// </summary>
/// <param name="usual">The plan's usual distance from seat to seat.</param>
internal sealed class RowFitter(double usual)
{
    /// <summary>Distances up to which a fit is exact, and up to which an uneven piece is straightened.</summary>
    public const double Exact = 0.5;
    public const double Loose = 3;

    // A gap is wider than this many times the row's median distance.
    private const double GapFactor = 1.3;

    // An arc over more than this has no ends.
    private const double SweepMax = 2 * Math.PI * 0.99;

    /// <summary>The pieces of a row, in its order.</summary>
    public List<RowPiece> Fit(ReadOnlySpan<PlanPoint> seats)
    {
        if (seats.Length <= PlanLimits.SeatsInRowMax && Whole(seats, 0, Exact) is { } whole)
        {
            return [whole];
        }

        var pieces = new List<RowPiece>();
        foreach (var (first, count) in Parts(seats))
        {
            var part = seats.Slice(first, count);
            if ((Whole(part, first, Exact) ?? Whole(part, first, Loose)) is { } piece)
            {
                pieces.Add(piece);
            }
            else
            {
                Split(part, first, pieces);
            }
        }

        return Joined(seats, pieces);
    }

    // Between gaps, and never longer than a row may be.
    private static List<(int First, int Count)> Parts(ReadOnlySpan<PlanPoint> seats)
    {
        var steps = new double[seats.Length - 1];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = seats[i].DistanceTo(seats[i + 1]);
        }

        var median = steps.Order().ElementAt((steps.Length - 1) / 2);
        var parts = new List<(int, int)>();
        var first = 0;
        for (var i = 1; i <= seats.Length; i++)
        {
            if (i == seats.Length || steps[i - 1] > median * GapFactor || i - first == PlanLimits.SeatsInRowMax)
            {
                parts.Add((first, i - first));
                first = i;
            }
        }

        return parts;
    }

    // At the seat farthest from the line between the ends: a corner, if there is one.
    private void Split(ReadOnlySpan<PlanPoint> seats, int first, List<RowPiece> pieces)
    {
        if (Whole(seats, first, Exact) is { } whole)
        {
            pieces.Add(whole);
            return;
        }

        var (from, along) = (seats[0], seats[^1] - seats[0]);
        var (worst, at) = (-1.0, seats.Length / 2);
        for (var i = 1; i < seats.Length - 1; i++)
        {
            var offset = seats[i] - from;
            var distance = Math.Abs((along.X * offset.Y) - (along.Y * offset.X));
            (worst, at) = distance > worst + 1e-6 ? (distance, i) : (worst, at);
        }

        // On a line only the distances are uneven: halves end soonest.
        at = worst < 1 ? seats.Length / 2 : at;
        Split(seats[..at], first, pieces);
        Split(seats[at..], first + at, pieces);
    }

    private List<RowPiece> Joined(ReadOnlySpan<PlanPoint> seats, List<RowPiece> pieces)
    {
        var joined = new List<RowPiece>();
        foreach (var piece in pieces)
        {
            if (joined.Count > 0 && joined[^1].Count + piece.Count <= PlanLimits.SeatsInRowMax
                && Whole(seats.Slice(joined[^1].First, joined[^1].Count + piece.Count), joined[^1].First, Exact) is { } both)
            {
                joined[^1] = both;
            }
            else
            {
                joined.Add(piece);
            }
        }

        return joined;
    }

    private RowPiece? Whole(ReadOnlySpan<PlanPoint> seats, int first, double tolerance) =>
        seats.Length == 1
            ? new RowPiece(first, 1, seats[0], 0, 0, usual, [], 0)
            : Line(seats, first, tolerance) ?? Arc(seats, first, tolerance);

    private RowPiece? Line(ReadOnlySpan<PlanPoint> seats, int first, double tolerance)
    {
        var (from, length) = (seats[0], seats[0].DistanceTo(seats[^1]));
        if (length < 1)
        {
            return null;
        }

        var unit = new PlanPoint((seats[^1].X - from.X) / length, (seats[^1].Y - from.Y) / length);
        var along = new double[seats.Length];
        var across = new double[seats.Length];
        for (var i = 0; i < seats.Length; i++)
        {
            var offset = seats[i] - from;
            along[i] = (offset.X * unit.X) + (offset.Y * unit.Y);
            across[i] = (offset.Y * unit.X) - (offset.X * unit.Y);
        }

        if (across.Max() - across.Min() > 2 * tolerance || RowSpacing.Of(along, tolerance, usual) is not { } spacing)
        {
            return null;
        }

        var aside = across.Average();
        var error = 0.0;
        for (var i = 0; i < along.Length; i++)
        {
            var (x, y) = (along[i] - spacing.Offset - spacing.Models[i], across[i] - aside);
            error = Math.Max(error, Math.Sqrt((x * x) + (y * y)));
        }

        var middle = spacing.Offset + (spacing.Length / 2);
        var at = from + new PlanPoint((unit.X * middle) - (unit.Y * aside), (unit.Y * middle) + (unit.X * aside));
        return error <= tolerance
            ? new RowPiece(first, seats.Length, at, Degrees(unit), 0, spacing.Pitch, spacing.Aisles, error)
            : null;
    }

    private RowPiece? Arc(ReadOnlySpan<PlanPoint> seats, int first, double tolerance)
    {
        if (Circle.Through(seats) is not { } circle || circle.Radius > PlanLimits.CoordinateMax / 10)
        {
            return null;
        }

        // Angles around the centre, without a jump at 180 degrees, in the direction of the row.
        var angles = new double[seats.Length];
        angles[0] = circle.AngleOf(seats[0]);
        for (var i = 1; i < angles.Length; i++)
        {
            angles[i] = angles[i - 1] + Math.IEEERemainder(circle.AngleOf(seats[i]) - angles[i - 1], 2 * Math.PI);
        }

        var turn = Math.Sign(angles[^1] - angles[0]);
        if (turn == 0 || Math.Abs(angles[^1] - angles[0]) > SweepMax
            || RowSpacing.Of([.. angles.Select(angle => (angle - angles[0]) * turn * circle.Radius)], tolerance, usual) is not { } spacing)
        {
            return null;
        }

        var error = 0.0;
        for (var i = 0; i < angles.Length; i++)
        {
            var model = angles[0] + (turn * (spacing.Offset + spacing.Models[i]) / circle.Radius);
            error = Math.Max(error, seats[i].DistanceTo(circle.At(model)));
        }

        // The tangent points to the row's right; the centre is in front of a row that turns counter-clockwise on the screen.
        var middle = angles[0] + (turn * (spacing.Offset + (spacing.Length / 2)) / circle.Radius);
        var tangent = new PlanPoint(-Math.Sin(middle) * turn, Math.Cos(middle) * turn);
        return error <= tolerance
            ? new RowPiece(
                first, seats.Length, circle.At(middle), Degrees(tangent), -turn * circle.Radius, spacing.Pitch, spacing.Aisles, error)
            : null;
    }

    private static double Degrees(PlanPoint direction) => Math.Atan2(direction.Y, direction.X) * 180 / Math.PI;
}
