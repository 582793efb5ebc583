using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>
/// Don't leave single seats: who buys must not leave one free seat alone between taken ones, if the same number of seats in the
/// same free stretch could be chosen without. (Two of three free seats leave one in any case: that is allowed.) Wheelchair and
/// companion places and tables are no part of it.
/// </summary>
public static class SingleSeatRule
{
    /// <summary>The seats that would be left alone; none when the choice is fine.</summary>
    /// <param name="statuses">One byte a seat, a <see cref="SeatStatus"/>; what the buyer already holds may be held here.</param>
    /// <param name="chosen">All that the buyer would have then, in any order.</param>
    public static IReadOnlyList<SeatIndex> LeftAlone(CompiledPlan plan, ReadOnlySpan<byte> statuses, IReadOnlyCollection<SeatIndex> chosen)
    {
        var alone = new List<SeatIndex>();
        var picked = chosen.Select(s => s.Value).ToHashSet();
        var lookedAt = -1;
        foreach (var seat in picked.Where(s => s < plan.PlacedCount).Order())
        {
            if (seat <= lookedAt || !IsOrdinary(plan, seat) || plan.RunOf(new SeatIndex(seat)) is not { IsTable: false } run)
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

            AddSingles(first, end, picked, alone);
            lookedAt = end - 1;
        }

        return alone;
    }

    /// <summary>Whether a choice that leaves so many free seats on its two sides breaks the rule.</summary>
    internal static bool Breaks(int before, int after) => (before == 1 || after == 1) && before + after != 1;

    /// <summary>Whether the rule is about this placed seat.</summary>
    internal static bool IsOrdinary(CompiledPlan plan, int seat) => (SeatKind)plan.KindNumbers[seat] is SeatKind.Regular or SeatKind.RestrictedView;

    private static bool IsOpen(CompiledPlan plan, ReadOnlySpan<byte> statuses, HashSet<int> picked, int seat) =>
        IsOrdinary(plan, seat) && (statuses[seat] == (byte)SeatStatus.Available || picked.Contains(seat));

    private static void AddSingles(int first, int end, HashSet<int> picked, List<SeatIndex> alone)
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
                alone.Add(new SeatIndex(left[i]));
            }
        }
    }
}
