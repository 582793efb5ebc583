using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>Companion seats are sold only with the adjacent wheelchair place; other companion seats may lie between.</summary>
public static class CompanionRule
{
    /// <summary>The chosen companion seats whose wheelchair place is not chosen; empty if the rule is met.</summary>
    public static IReadOnlyList<SeatIndex> Unaccompanied(CompiledPlan plan, IReadOnlyCollection<SeatIndex> chosen)
    {
        var picked = chosen.ToHashSet();
        return
        [
            .. picked.Where(s => plan.KindOf(s) == SeatKind.Companion && !LeadsTo(plan, picked, s, -1) && !LeadsTo(plan, picked, s, +1))
                .Order(),
        ];
    }

    private static bool LeadsTo(CompiledPlan plan, HashSet<SeatIndex> picked, SeatIndex companion, int step)
    {
        var run = plan.RunOf(companion);
        for (var i = companion.Value + step; i >= run.First && i < run.End; i += step)
        {
            var seat = new SeatIndex(i);
            if (plan.KindOf(seat) != SeatKind.Companion)
            {
                return plan.KindOf(seat) == SeatKind.Wheelchair && picked.Contains(seat);
            }
        }

        return false;
    }
}
