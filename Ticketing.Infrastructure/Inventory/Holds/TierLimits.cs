using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// How many seats of a tier an order can have. The maximum is checked with every change, against the present hold, which is read only if an added
/// seat's tier has one; the minimum when the selection is finished. Two changes at once can pass the maximum together: the order judges both again.
/// </summary>
internal sealed class TierLimits(HoldReader holds)
{
    /// <summary>Refuses a change that leads to more seats of a tier than it allows; null: it does not.</summary>
    public async Task<RefusedHold?> RefuseAsync(SellingFacts facts, HoldChange change, ReadWish wish, CancellationToken cancellationToken)
    {
        // Usually no tier has one.
        if (!facts.LimitsTiers)
        {
            return null;
        }

        var added = wish.Seats.Select(seat => seat.Tier).Concat(wish.Places is { } places ? Enumerable.Repeat(places.Tier, places.Quantity) : []).ToList();
        var limited = added.Distinct().Select(facts.TierAt).Where(tier => tier.Rules.PerOrderMax is not null).ToList();
        if (limited.Count == 0)
        {
            return null;
        }

        var present = change.Present ?? (change.MayHavePresent
            ? await holds.FindRowAsync(facts.Terms.Performance, change.Owner, cancellationToken)
            : null);
        var named = wish.Seats.Select(seat => seat.Index).ToHashSet();
        foreach (var tier in limited)
        {
            // A seat that the buyer has already is not counted twice.
            var kept = present is null ? 0 : present.Seats.Zip(present.Tiers)
                .Count(seat => seat.Second == tier.Ordinal && !change.Remove.Contains(seat.First) && !named.Contains(seat.First));
            if (kept + added.Count(each => each == tier.Ordinal) > tier.Rules.PerOrderMax)
            {
                return new RefusedHold(HoldRefusal.TierMaximum) { Labels = [tier.Name], SeatsMax = tier.Rules.PerOrderMax.Value };
            }
        }

        return null;
    }

    /// <summary>Refuses a finished selection with fewer seats of a tier than its minimum; null: it has enough.</summary>
    public static RefusedHold? RefuseFinished(SellingFacts facts, IReadOnlyList<short> tiers) => (
        from ordinal in tiers
        group ordinal by ordinal into seats
        let tier = facts.TierAt(seats.Key)
        where seats.Count() < tier.Rules.PerOrderMin
        select new RefusedHold(HoldRefusal.TierMinimum) { Labels = [tier.Name], SeatsMin = tier.Rules.PerOrderMin!.Value }).FirstOrDefault();
}
