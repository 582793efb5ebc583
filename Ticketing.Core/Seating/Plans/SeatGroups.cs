using Ticketing.Core.Seating.Choice;

namespace Ticketing.Core.Seating.Plans;

/// <summary>
/// Best available for a divisible party: few groups, near each other and near the focus. Greedy: starts at each of the best free
/// stretches, adds the nearest ones, and keeps the choice with the lowest cost.
/// </summary>
internal static class SeatGroups
{
    private const int StartsMax = 24;

    // The penalty per additional group: an unsplit party two rows further back is preferred to a split one.
    private const double GroupCost = 150;

    private readonly record struct Stretch(int Run, int First, int End, double Cost, int MiddleX, int MiddleY);

    private readonly record struct Piece(int First, int Count);

    public static SeatIndex[]? Find(SeatField field, BestAvailableRequest request)
    {
        var stretches = StretchesOf(field);
        SeatIndex[]? best = null;
        var bestCost = double.MaxValue;
        foreach (var start in Starts(stretches, request.Quantity))
        {
            if (Gather(field, request, stretches, stretches[start]) is { } pieces && CostOf(field, pieces) is var cost && cost < bestCost
                && SeatsOf(pieces) is var seats && IsAllowed(field, request, seats))
            {
                (best, bestCost) = (seats, cost);
            }
        }

        return best;
    }

    private static SeatIndex[] SeatsOf(List<Piece> pieces) =>
        [.. pieces.SelectMany(p => Enumerable.Range(p.First, p.Count)).Order().Select(i => new SeatIndex(i))];

    // Each piece meets the single-seat rule; two pieces may still leave a single seat between them.
    private static bool IsAllowed(SeatField field, BestAvailableRequest request, SeatIndex[] seats) =>
        !request.AvoidSingleSeats || SingleSeatRule.SinglesLeft(field.Plan, field.Statuses, seats).Count == 0;

    private static List<Stretch> StretchesOf(SeatField field)
    {
        var stretches = new List<Stretch>();
        var runs = field.Plan.Runs;
        for (var r = 0; r < runs.Length; r++)
        {
            for (var first = runs[r].First; first < runs[r].End; first++)
            {
                var end = first;
                var cost = double.MaxValue;
                for (; end < runs[r].End && field[end] != SeatField.Use.None; end++)
                {
                    cost = Math.Min(cost, field.CostOf(end));
                }

                if (end > first)
                {
                    var (x, y) = field.Plan.PositionOf(new SeatIndex((first + end - 1) / 2));
                    stretches.Add(new Stretch(r, first, end, cost, x, y));
                    first = end;
                }
            }
        }

        return stretches;
    }

    // The best stretches, and the best of those that fit the whole party.
    private static IEnumerable<int> Starts(List<Stretch> stretches, int quantity)
    {
        var byCost = Enumerable.Range(0, stretches.Count).OrderBy(i => stretches[i].Cost).ToArray();
        return byCost.Take(StartsMax)
            .Concat(byCost.Where(i => stretches[i].End - stretches[i].First >= quantity).Take(StartsMax))
            .Distinct();
    }

    private static List<Piece>? Gather(SeatField field, BestAvailableRequest request, List<Stretch> stretches, Stretch start)
    {
        var missing = request.Quantity;
        var pieces = new List<Piece>();
        foreach (var stretch in NearestFirst(stretches, start, request.Quantity))
        {
            if (PieceOf(field, request, stretch, missing) is { } piece)
            {
                pieces.Add(piece);
                missing -= piece.Count;
                if (missing == 0)
                {
                    return pieces;
                }
            }
        }

        return null;
    }

    // Selects the nearest quantity + 8 stretches without sorting, which nearly always suffice, and sorts the rest on demand only.
    private static IEnumerable<Stretch> NearestFirst(List<Stretch> stretches, Stretch start, int quantity)
    {
        var distances = new double[stretches.Count];
        for (var i = 0; i < distances.Length; i++)
        {
            double offsetX = stretches[i].MiddleX - start.MiddleX, offsetY = stretches[i].MiddleY - start.MiddleY;
            distances[i] = (offsetX * offsetX) + (offsetY * offsetY);
        }

        var few = Math.Min(quantity + 8, distances.Length);
        var taken = new bool[distances.Length];
        for (var n = 0; n < few; n++)
        {
            var nearest = -1;
            for (var i = 0; i < distances.Length; i++)
            {
                if (!taken[i] && (nearest < 0 || distances[i] < distances[nearest]))
                {
                    nearest = i;
                }
            }

            taken[nearest] = true;
            yield return stretches[nearest];
        }

        foreach (var i in Enumerable.Range(0, distances.Length).Where(i => !taken[i]).OrderBy(i => distances[i]))
        {
            yield return stretches[i];
        }
    }

    // The best part of a stretch with at most this many seats; fewer where the single-seat rule requires it.
    private static Piece? PieceOf(SeatField field, BestAvailableRequest request, Stretch stretch, int most)
    {
        var run = field.Plan.Runs[stretch.Run];
        for (var count = Math.Min(most, stretch.End - stretch.First); count > 0; count--)
        {
            var (best, bestCost) = (-1, double.MaxValue);
            for (var first = stretch.First; first + count <= stretch.End; first++)
            {
                var leavesSingle = field.LeavesSingle(run, first, count);
                var cost = field.CostOf(first) + field.CostOf(first + count - 1) + (leavesSingle ? 2 * SeatsTogether.SingleSeatCost : 0);
                if (cost < bestCost && !(request.AvoidSingleSeats && leavesSingle))
                {
                    (best, bestCost) = (first, cost);
                }
            }

            if (best >= 0)
            {
                return new Piece(best, count);
            }
        }

        return null;
    }

    private static double CostOf(SeatField field, List<Piece> pieces)
    {
        double cost = 0, sumX = 0, sumY = 0, apart = 0;
        var seats = pieces.SelectMany(p => Enumerable.Range(p.First, p.Count)).ToArray();
        foreach (var seat in seats)
        {
            var (x, y) = field.Plan.PositionOf(new SeatIndex(seat));
            (cost, sumX, sumY) = (cost + field.CostOf(seat), sumX + x, sumY + y);
        }

        var middle = new PlanPoint(sumX / seats.Length, sumY / seats.Length);
        foreach (var seat in seats)
        {
            var (x, y) = field.Plan.PositionOf(new SeatIndex(seat));
            apart += middle.DistanceTo(new PlanPoint(x, y));
        }

        return ((cost + apart) / seats.Length) + (GroupCost * (pieces.Count - 1));
    }
}
