using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Checks the rules of a finished selection; see <see cref="CheckHold"/>.</summary>
public sealed class CheckHoldHandler
{
    private readonly SellingFactsCache _facts;
    private readonly HoldReader _holds;
    private readonly SeatRules _rules;

    internal CheckHoldHandler(SellingFactsCache facts, HoldReader holds, SeatRules rules) =>
        (_facts, _holds, _rules) = (facts, holds, rules);

    /// <returns>Null: the hold can be ordered. Otherwise <see cref="HoldRefusal.LeavesSingleSeat"/>,
    /// <see cref="HoldRefusal.CompanionWithoutWheelchair"/>, <see cref="HoldRefusal.TierMinimum"/> or <see cref="HoldRefusal.HoldNotActive"/>.</returns>
    public async Task<RefusedHold?> HandleAsync(CheckHold command, CancellationToken cancellationToken = default)
    {
        if (await _holds.FindRowAsync(command.Hold, command.Owner, cancellationToken) is not { } row
            || await _facts.GetAsync(row.Performance, cancellationToken) is not { } facts)
        {
            return new RefusedHold(HoldRefusal.HoldNotActive);
        }

        SeatIndex[] seats = [.. row.Seats.Select(seat => new SeatIndex(seat))];
        return TierLimits.RefuseFinished(facts, row.Tiers) ?? await _rules.CheckAsync(facts, seats, facts.Terms.NoSingleSeats, cancellationToken);
    }
}
