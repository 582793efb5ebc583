using System.Runtime.InteropServices;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// Rules for a whole selection: no companion seat without its wheelchair place, and no single seat left if the performance requires it.
/// Checked against this instance's seat feed, which may be slightly stale.
/// </summary>
internal sealed class SeatRules(SeatFeed feed, HoldReader holds)
{
    /// <summary>Checks the selection after a change. Reads the present hold only if a rule needs it.</summary>
    /// <param name="present">The present hold; null: the owner's, if any.</param>
    public async Task<RefusedHold?> CheckChangeAsync(
        SellingFacts facts, HoldOwner owner, HoldRow? present, bool mayHavePresent,
        IReadOnlyList<PricedSeat> add, IReadOnlyCollection<int> remove, CancellationToken cancellationToken)
    {
        var plan = facts.Plan;
        var companions = add.Any(seat => plan.KindOf(new SeatIndex(seat.Index)) == SeatKind.Companion) || remove.Count > 0;
        var singles = facts.Terms.NoSingleSeats && add.Any(seat => plan.IsPlaced(new SeatIndex(seat.Index)));
        if (!companions && !singles)
        {
            return null;
        }

        if (present is null && mayHavePresent)
        {
            present = await holds.FindRowAsync(facts.Terms.Performance, owner, cancellationToken);
        }

        var chosen = (present?.Seats ?? []).Except(remove).Concat(add.Select(seat => seat.Index)).Distinct()
            .Select(seat => new SeatIndex(seat)).ToList();
        return await CheckAsync(facts, chosen, singles, cancellationToken);
    }

    /// <summary>Checks a complete selection.</summary>
    public async Task<RefusedHold?> CheckAsync(
        SellingFacts facts, IReadOnlyCollection<SeatIndex> chosen, bool singles, CancellationToken cancellationToken)
    {
        var companions = CompanionRule.Unaccompanied(facts.Plan, chosen);
        if (companions.Count > 0)
        {
            return WishReading.About(HoldRefusal.CompanionWithoutWheelchair, facts, companions);
        }

        if (!singles)
        {
            return null;
        }

        var statuses = await feed.StatusesAsync(facts.Terms.Performance, facts.Plan, cancellationToken);
        Invariant.Holds(statuses is not null);
        var left = SingleSeatRule.SinglesLeft(facts.Plan, MemoryMarshal.AsBytes(statuses.AsSpan()), chosen);
        return left.Count > 0 ? WishReading.About(HoldRefusal.LeavesSingleSeat, facts, left) : null;
    }
}
