using Ticketing.Core.Common;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>The placed seats filtered for one request, with their costs.</summary>
internal sealed class SeatField
{
    private readonly Use[] _use;
    private readonly byte[] _statuses;
    private readonly float[]? _near;
    private readonly double[]? _categoryCosts;

    public SeatField(CompiledPlan plan, ReadOnlySpan<byte> statuses, BestAvailableRequest request)
    {
        Plan = plan;
        _use = new Use[plan.PlacedCount];
        _statuses = statuses[..plan.PlacedCount].ToArray();
        var categories = request.Categories is null ? ulong.MaxValue : request.Categories.Aggregate(0UL, (mask, c) => mask | (1UL << c));
        for (var i = 0; i < _use.Length; i++)
        {
            var available = statuses[i] == (byte)SeatStatus.Available;
            _use[i] = available && (categories & (1UL << plan.CategoryNumbers[i])) != 0
                ? UseOf((SeatKind)plan.KindNumbers[i], request)
                : Use.None;
        }

        _categoryCosts = request.CategoryRanks is { } ranks ? [.. ranks.Select(rank => rank * SeatPreference.CategoryCost)] : null;
        Invariant.Holds(_categoryCosts is null || _categoryCosts.Length == plan.Categories.Length);
        _near = request.Near is { } near && plan.IsPlaced(near) ? DistancesTo(near) : null;
    }

    /// <summary>What a seat can be used for in a request.</summary>
    public enum Use : byte
    {
        None,
        Seat,
        Wheelchair,
        Companion,
    }

    public CompiledPlan Plan { get; }

    public Use this[int seat] => _use[seat];

    /// <summary>A seat's cost; lower is better, roughly centimetres within a category. See <see cref="SeatPreference"/>.</summary>
    public double CostOf(int seat) => _near is not null ? _near[seat]
        : _categoryCosts is null ? Plan.Costs[seat]
        : Plan.Costs[seat] + _categoryCosts[Plan.CategoryNumbers[seat]];

    /// <summary>The statuses of the placed seats, without <see cref="Exclude"/>.</summary>
    public ReadOnlySpan<byte> Statuses => _statuses;

    /// <summary>Excludes a choice's seats from further choices; the single-seat rule still counts them as free.</summary>
    public void Exclude(IEnumerable<SeatIndex> choice)
    {
        foreach (var seat in choice)
        {
            _use[seat.Value] = Use.None;
        }
    }

    /// <summary>Whether a choice of the seats from <paramref name="first"/> breaks the single-seat rule.</summary>
    public bool LeavesSingle(in CompiledRun run, int first, int count) =>
        Around(run, first, count) is var (before, after) && SingleSeatRule.Breaks(before, after);

    /// <summary>Whether it leaves a single seat unavoidably: the free stretch is one seat longer than the choice.</summary>
    public bool LeavesOne(in CompiledRun run, int first, int count) =>
        Around(run, first, count) is var (before, after) && before + after == 1;

    // Free seats on both sides, counted up to two.
    private (int Before, int After) Around(in CompiledRun run, int first, int count)
    {
        var (before, after) = (0, 0);
        if (run.IsTable)
        {
            return (before, after);
        }

        while (first - before > run.First && before < 2 && IsFree(first - before - 1))
        {
            before++;
        }

        while (first + count + after < run.End && after < 2 && IsFree(first + count + after))
        {
            after++;
        }

        return (before, after);
    }

    private bool IsFree(int seat) => _statuses[seat] == (byte)SeatStatus.Available && SingleSeatRule.IsOrdinary(Plan, seat);

    private static Use UseOf(SeatKind kind, BestAvailableRequest request) => kind switch
    {
        SeatKind.Regular => Use.Seat,
        SeatKind.RestrictedView => request.RestrictedViews ? Use.Seat : Use.None,
        SeatKind.Wheelchair => request.Wheelchairs > 0 ? Use.Wheelchair : Use.None,
        SeatKind.Companion => request.Wheelchairs > 0 ? Use.Companion : Use.None,
    };

    private float[] DistancesTo(SeatIndex near)
    {
        var (x, y) = Plan.PositionOf(near);
        var distances = new float[_use.Length];
        for (var i = 0; i < distances.Length; i++)
        {
            var (seatX, seatY) = Plan.PositionOf(new SeatIndex(i));
            distances[i] = MathF.Sqrt((((float)seatX - x) * (seatX - x)) + (((float)seatY - y) * (seatY - y)));
        }

        return distances;
    }
}
