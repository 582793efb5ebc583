using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>
/// A choice must not leave a single free seat between taken ones if another choice of as many seats in the same free stretch avoids it.
/// (Two of three free seats always leave one: allowed.) Does not apply to wheelchair and companion places and tables.
/// </summary>
public static class SingleSeatRule
{
    /// <summary>The single seats that the choice would leave; empty if the rule is met.</summary>
    /// <param name="statuses">One byte per seat, a <see cref="SeatStatus"/>; seats that the buyer already holds may be held in it.</param>
    /// <param name="chosen">All seats that the buyer would then hold, in any order.</param>
    public static IReadOnlyList<SeatIndex> SinglesLeft(CompiledPlan plan, ReadOnlySpan<byte> statuses, IReadOnlyCollection<SeatIndex> chosen)
    {
        var singles = new List<SeatIndex>();
        var picked = chosen.Select(s => s.Value).ToHashSet();
        var checkedTo = -1;
        foreach (var seat in picked.Where(s => s < plan.PlacedCount).Order())
        {
            if (seat <= checkedTo || !IsOrdinary(plan, seat) || plan.RunOf(new SeatIndex(seat)) is not { IsTable: false } run)
            {
                continue;
            }

            var (first, end) = (seat, seat + 1);
            while (first > run.First && IsOpen(plan, statuses, picked, first - 1))
            {
                first--;
            }

            while (end < run.End && IsOpen(plan, statuses, picked, end))
            {
                end++;
            }

            AddSingles(first, end, picked, singles);
            checkedTo = end - 1;
        }

        return singles;
    }

    /// <summary>Whether a choice with these numbers of free seats on its two sides breaks the rule.</summary>
    internal static bool Breaks(int before, int after) => (before == 1 || after == 1) && before + after != 1;

    /// <summary>Whether the rule applies to this placed seat.</summary>
    internal static bool IsOrdinary(CompiledPlan plan, int seat) =>
        (SeatKind)plan.KindNumbers[seat] is SeatKind.Regular or SeatKind.RestrictedView;

    private static bool IsOpen(CompiledPlan plan, ReadOnlySpan<byte> statuses, HashSet<int> picked, int seat) =>
        IsOrdinary(plan, seat) && (statuses[seat] == (byte)SeatStatus.Available || picked.Contains(seat));

    private static void AddSingles(int first, int end, HashSet<int> picked, List<SeatIndex> singles)
    {
        var left = Enumerable.Range(first, end - first).Where(s => !picked.Contains(s)).ToArray();
        if (left.Length == 1)
        {
            return;
        }

        for (var i = 0; i < left.Length; i++)
        {
            var besideBefore = i > 0 && left[i - 1] == left[i] - 1;
            var besideAfter = i + 1 < left.Length && left[i + 1] == left[i] + 1;
            if (!besideBefore && !besideAfter)
            {
                singles.Add(new SeatIndex(left[i]));
            }
        }
    }
}
