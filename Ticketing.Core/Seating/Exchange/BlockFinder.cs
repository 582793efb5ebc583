using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Joins rows that lie behind each other evenly to blocks.</summary>
internal static class BlockFinder
{
    // Rows closer than this are not behind each other.
    private const double RowSpacingMin = 20;

    // Up to this, two lengths of a block are equal.
    private const double Same = 0.6;

    /// <summary>The rows in runs; the rows of each run are a block, from its first row to the back.</summary>
    public static IEnumerable<(IReadOnlyList<FittedRow> Rows, BlockObject? Block)> Join(IReadOnlyList<FittedRow> rows)
    {
        for (var first = 0; first < rows.Count;)
        {
            var count = Run(rows, first);
            var run = rows.Skip(first).Take(count).ToList();
            if (count > 1 && Block(run) is { } block)
            {
                yield return block;
            }
            else
            {
                foreach (var row in run)
                {
                    yield return ([row], null);
                }
            }

            first += count;
        }
    }

    private static int Run(IReadOnlyList<FittedRow> rows, int first)
    {
        var (start, step) = (rows[first], default(PlanPoint));
        var count = 1;
        while (first + count < rows.Count && count < PlanLimits.RowsMax && IsLike(start, rows[first + count]))
        {
            var offset = Offset(start, rows[first + count]);
            step = count == 1 ? offset : step;
            var expected = new PlanPoint(step.X * count, step.Y * count);
            if (Math.Abs(step.Y) < RowSpacingMin || offset.DistanceTo(expected) > Same * Math.Sqrt(count)
                || !IsConcentric(start, rows[first + count], offset)
                || NumberFinder.FindRows([.. rows.Skip(first).Take(count + 1).Select(row => row.Name)]) is null)
            {
                break;
            }

            count++;
        }

        return count;
    }

    private static bool IsLike(FittedRow a, FittedRow b) =>
        a.IsWhole && b.IsWhole && a.Slots.Length == b.Slots.Length
        && Math.Abs(a.Piece.Spacing - b.Piece.Spacing) * a.Slots.Length <= Same
        && Math.Abs(Math.IEEERemainder(a.Piece.Angle - b.Piece.Angle, 360)) * a.Piece.Spacing * a.Slots.Length < Same * 57
        && a.Piece.Aisles.Select(aisle => aisle.After).SequenceEqual(b.Piece.Aisles.Select(aisle => aisle.After))
        && a.Piece.Aisles.Zip(b.Piece.Aisles).All(pair => Math.Abs(pair.First.Width - pair.Second.Width) <= Same)
        && a.Numbering.Names(a.Slots.Length).SequenceEqual(b.Numbering.Names(b.Slots.Length), StringComparer.Ordinal);

    // Along the row and to the back.
    private static PlanPoint Offset(FittedRow from, FittedRow to) => (to.Piece.At - from.Piece.At).Turned(-from.Piece.Angle);

    private static bool IsConcentric(FittedRow a, FittedRow b, PlanPoint offset) =>
        a.Piece.Radius == 0 ? b.Piece.Radius == 0 : b.Piece.Radius * a.Piece.Radius > 0 && Math.Abs(offset.X) <= Same;

    private static (IReadOnlyList<FittedRow>, BlockObject?)? Block(List<FittedRow> run)
    {
        if (Offset(run[0], run[1]).Y < 0)
        {
            run.Reverse();
        }

        var (front, back, last) = (run[0], run[^1], run.Count - 1);
        var step = Offset(front, back);
        var isCurved = front.Piece.Radius != 0;
        var spacing = step.Y / last;
        var block = new BlockObject
        {
            Id = "",
            X = front.Piece.At.X,
            Y = front.Piece.At.Y,
            Angle = front.Piece.Angle,
            Rows = run.Count,
            Seats = front.Slots.Length,
            Spacing = Math.Round(run.Average(row => row.Piece.Spacing), 3),
            RowSpacing = Math.Round(spacing, 3),
            Skew = isCurved ? 0 : Math.Round(step.X / last, 3) + 0.0,
            Radius = isCurved ? Math.Round(run.Select((row, i) => row.Piece.Radius - (i * spacing)).Average(), 2) : 0,
            Aisles = front.Piece.Aisles,
            SeatNumbering = front.Numbering,
            RowNumbering = NumberFinder.FindRows([.. run.Select(row => row.Name)])!,
        };
        return IsExact(block, run) ? (run, block) : null;
    }

    private static bool IsExact(BlockObject block, List<FittedRow> run) =>
        (block.Radius == 0 || block.Radius * (block.Radius + ((block.Rows - 1) * block.RowSpacing)) > 0)
        && SeatLayout.Lay(block, 25).All(laid => run[laid.Row].Slots[laid.Ordinal] is not { } seat
            || laid.At.DistanceTo(seat.At) <= Math.Max(0.9, run[laid.Row].Piece.Error + 0.3));
}
