namespace Ticketing.Core.Seating;

/// <summary>Best available, side by side: of all windows of the right width over all runs, the one with the lowest mean cost.</summary>
internal static class SeatsTogether
{
    // A choice that leaves a single seat because it must is taken only where nothing else is nearly as good.
    private const double SingleSeatCost = 500;

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
        var costs = field.Costs;
        var (had, wheelchairs, sum) = (0, 0, 0.0);
        for (var i = run.First; i < run.End; i++)
        {
            if (field[i] == SeatField.Use.None)
            {
                (had, wheelchairs, sum) = (0, 0, 0);
                continue;
            }

            had++;
            sum += costs[i];
            wheelchairs += field[i] == SeatField.Use.Wheelchair ? 1 : 0;
            if (had > request.Quantity)
            {
                var left = i - request.Quantity;
                sum -= costs[left];
                wheelchairs -= field[left] == SeatField.Use.Wheelchair ? 1 : 0;
            }

            var first = i - request.Quantity + 1;
            if (had >= request.Quantity && wheelchairs == request.Wheelchairs && sum / request.Quantity < bestCost
                && CostOf(field, request, run, first, sum / request.Quantity) is { } cost && cost < bestCost)
            {
                (best, bestCost) = (first, cost);
            }
        }
    }

    private static double? CostOf(SeatField field, BestAvailableRequest request, in CompiledRun run, int first, double mean)
    {
        // Seats on the two sides of a wheelchair place are no one stretch: what is left of each is on one side, as it must be.
        if (!request.AvoidSingleSeats || request.Wheelchairs > 0)
        {
            return mean;
        }

        return field.LeavesSingle(run, first, request.Quantity) ? null
            : field.LeavesOne(run, first, request.Quantity) ? mean + SingleSeatCost
            : mean;
    }
}
