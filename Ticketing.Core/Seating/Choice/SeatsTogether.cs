using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Seating.Choice;

/// <summary>Best available, side by side: the window over any run with the lowest mean cost.</summary>
internal static class SeatsTogether
{
    /// <summary>
    /// The penalty for a choice that leaves a single seat. Centimetres: another row or block is preferred up to this distance.
    /// </summary>
    public const double SingleSeatCost = 500;

    // Prefers companion seats, which only parties with wheelchairs can buy, to ordinary ones.
    private const double CompanionGain = 200;

    public static SeatIndex[]? Find(SeatField field, BestAvailableRequest request)
    {
        var (best, bestCost) = (-1, double.MaxValue);
        foreach (ref readonly var run in field.Plan.Runs.AsSpan())
        {
            if (run.Count >= request.Quantity)
            {
                FindIn(field, request, run, ref best, ref bestCost);
            }
        }

        return best < 0 ? null : [.. Enumerable.Range(best, request.Quantity).Select(i => new SeatIndex(i))];
    }

    private static void FindIn(SeatField field, BestAvailableRequest request, in CompiledRun run, ref int best, ref double bestCost)
    {
        var (had, wheelchairs, sum) = (0, 0, 0.0);
        for (var i = run.First; i < run.End; i++)
        {
            if (field[i] == SeatField.Use.None)
            {
                (had, wheelchairs, sum) = (0, 0, 0);
                continue;
            }

            had++;
            sum += field.CostOf(i);
            wheelchairs += field[i] == SeatField.Use.Wheelchair ? 1 : 0;
            if (had > request.Quantity)
            {
                var left = i - request.Quantity;
                sum -= field.CostOf(left);
                wheelchairs -= field[left] == SeatField.Use.Wheelchair ? 1 : 0;
            }

            var first = i - request.Quantity + 1;
            if (had >= request.Quantity && wheelchairs == request.Wheelchairs && (wheelchairs > 0 || sum / request.Quantity < bestCost)
                && CostOf(field, request, run, first, sum / request.Quantity) is { } cost && cost < bestCost)
            {
                (best, bestCost) = (first, cost);
            }
        }
    }

    private static double? CostOf(SeatField field, BestAvailableRequest request, in CompiledRun run, int first, double mean)
    {
        if (request.Wheelchairs > 0)
        {
            return CostWithWheelchairs(field, request, first, mean);
        }

        return field.LeavesSingle(run, first, request.Quantity) ? request.AvoidSingleSeats ? null : mean + SingleSeatCost
            : field.LeavesOne(run, first, request.Quantity) ? mean + SingleSeatCost
            : mean;
    }

    // The single-seat rule does not apply: a wheelchair place separates the stretches beside it, and each keeps its rest on one side.
    private static double? CostWithWheelchairs(SeatField field, BestAvailableRequest request, int first, double mean)
    {
        var seats = Enumerable.Range(first, request.Quantity).Select(i => new SeatIndex(i)).ToArray();
        var companions = seats.Count(s => field[s.Value] == SeatField.Use.Companion);
        return CompanionRule.Unaccompanied(field.Plan, seats).Count == 0 ? mean - (companions * CompanionGain) : null;
    }
}
