using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// Adds seats to a hold and removes seats, all or nothing; see <see cref="ChangeHold"/>. The hold's row lock serialises changes.
/// </summary>
public sealed class ChangeHoldHandler
{
    private readonly SellingFactsCache _facts;
    private readonly HoldReader _holds;
    private readonly HoldSeatsHandler _seats;
    private readonly PresaleGate _presales;

    internal ChangeHoldHandler(SellingFactsCache facts, HoldReader holds, HoldSeatsHandler seats, PresaleGate presales) =>
        (_facts, _holds, _seats, _presales) = (facts, holds, seats, presales);

    /// <returns>The changed hold (without seats: it was released), or the refusal.</returns>
    public async Task<Outcome<HeldSeats, RefusedHold>> HandleAsync(ChangeHold command, CancellationToken cancellationToken = default)
    {
        if (command.Add is null && command.Remove is null)
        {
            return new RefusedHold(HoldRefusal.NothingAsked);
        }

        if (await _holds.FindRowAsync(command.Hold, command.Owner, cancellationToken) is not { } present)
        {
            return new RefusedHold(HoldRefusal.HoldNotActive);
        }

        var facts = await _facts.GetAsync(present.Performance, cancellationToken);
        if (facts is null)
        {
            return new RefusedHold(HoldRefusal.UnknownPerformance);
        }

        var removed = RemovedSeats(facts, present, command.Remove);
        if (!removed.Succeeded)
        {
            return removed.Refusal;
        }

        var change = new HoldChange(command.Owner, null, present, removed.Value, MayHavePresent: false, command.StillChoosing)
        {
            Origin = command.Origin,
        };
        if (command.Add is null)
        {
            // Removing seats is allowed in any sale state.
            return await _seats.RunAsync(facts, change, new ReadWish([], null), cancellationToken);
        }

        var entered = await _presales.EnterAsync(facts, command.Access, cancellationToken);
        return entered.Succeeded ? await _seats.AddAsync(entered.Value, change, command.Add, cancellationToken) : entered.Refusal;
    }

    private static Outcome<IReadOnlyCollection<int>, RefusedHold> RemovedSeats(SellingFacts facts, HoldRow present, SeatWish? wish)
    {
        switch (wish)
        {
            case null:
                return Array.Empty<int>();

            case SeatWish.Seats seats:
                return seats.Indexes.Select(seat => seat.Value).Intersect(present.Seats).ToArray();

            case SeatWish.Labels labels:
                var unknown = labels.Names.Where(label => !facts.Plan.TryFind(label, out _)).ToList();
                return unknown.Count > 0
                    ? new RefusedHold(HoldRefusal.UnknownSeats) { Labels = unknown }
                    : present.Seats.Where(seat => labels.Names.Contains(facts.Plan.LabelOf(new SeatIndex(seat)))).ToArray();

            default:
                return new RefusedHold(HoldRefusal.NothingAsked);
        }
    }
}
