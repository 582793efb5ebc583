using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>A piece of a row with its seats; a removed seat fills a gap that the numbering counts.</summary>
/// <param name="Slots">The seats in the order of the layout; null: removed.</param>
/// <param name="IsWhole">The row is one piece.</param>
internal sealed record FittedRow(string Name, RowPiece Piece, ImportedSeat?[] Slots, NumberingScheme Numbering, bool IsWhole)
{
    // More removed seats side by side than this are a gap.
    private const int RemovedMax = 20;

    public static FittedRow Of(string name, RowPiece piece, ReadOnlySpan<ImportedSeat> seats, bool isWhole)
    {
        var slots = new List<ImportedSeat?>(seats.Length);
        var aisles = new List<Aisle>();
        var step = NumberStep(seats);
        var next = 0;
        for (var i = 0; i < seats.Length; i++)
        {
            if (next < piece.Aisles.Count && piece.Aisles[next].After == i)
            {
                var aisle = piece.Aisles[next++];
                var removed = Removed(aisle, piece.Spacing, step, seats[i - 1], seats[i]);
                removed = slots.Count + removed + seats.Length - i > PlanLimits.SeatsInRowMax ? 0 : removed;
                slots.AddRange(Enumerable.Repeat<ImportedSeat?>(null, removed));
                if (removed == 0)
                {
                    aisles.Add(aisle with { After = slots.Count });
                }
            }

            slots.Add(seats[i]);
        }

        var found = NumberFinder.Find([.. slots.Select(seat => seat?.Number)]);
        return new FittedRow(name, piece with { Aisles = aisles }, [.. slots], found.Scheme, isWhole);
    }

    // The seats that a gap is wide enough for, if the numbers leave out as many.
    private static int Removed(Aisle aisle, double spacing, int step, ImportedSeat before, ImportedSeat after)
    {
        var removed = (int)Math.Round(aisle.Width / spacing);
        return removed is >= 1 and <= RemovedMax && Math.Abs(aisle.Width - (removed * spacing)) <= RowFitter.Exact / 2
            && NumberFinder.Number(before.Number) is { } left && NumberFinder.Number(after.Number) is { } right
            && Math.Abs(right - left) == (removed + 1) * step
                ? removed
                : 0;
    }

    private static int NumberStep(ReadOnlySpan<ImportedSeat> seats)
    {
        var steps = new Dictionary<int, int>();
        for (var i = 1; i < seats.Length; i++)
        {
            if (NumberFinder.Number(seats[i - 1].Number) is { } left && NumberFinder.Number(seats[i].Number) is { } right)
            {
                steps[Math.Abs(right - left)] = steps.GetValueOrDefault(Math.Abs(right - left)) + 1;
            }
        }

        return steps.Count == 0 ? 1 : steps.MaxBy(step => step.Value).Key;
    }
}
