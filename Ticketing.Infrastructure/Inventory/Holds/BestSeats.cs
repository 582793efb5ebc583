using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// Chooses the best free seats from this instance's memory. Buyers who choose at the same time here get different seats, because
/// what one is trying to hold is left out for the others; buyers of other instances may be faster, then one chooses again.
/// </summary>
internal sealed class BestSeats(SeatFeed feed)
{
    private readonly ConcurrentDictionary<PerformanceId, HashSet<int>> _underWay = new();

    /// <summary>Seats to try to hold, marked as under way until <see cref="Done"/>. Empty: there are none such.</summary>
    /// <param name="attempt">From 0; later ones look further away from where everybody looks.</param>
    public async Task<IReadOnlyList<SeatIndex>> ChooseAsync(
        SellingFacts facts, SeatWish.Best wish, int attempt, CancellationToken cancellationToken)
    {
        var statuses = await feed.StatusesAsync(facts.Terms.Performance, cancellationToken);
        Invariant.Holds(statuses is not null);
        for (var seat = 0; seat < statuses.Length && !facts.HasAllPrices; seat++)
        {
            // Nobody can buy a seat without a price.
            if (facts.TierOf(new SeatIndex(seat)) is null)
            {
                statuses[seat] = SeatStatus.Blocked;
            }
        }

        var request = RequestOf(facts, wish, attempt);
        var underWay = _underWay.GetOrAdd(facts.Terms.Performance, _ => []);
        while (true)
        {
            lock (underWay)
            {
                foreach (var seat in underWay)
                {
                    statuses[seat] = SeatStatus.Held;
                }
            }

            var seats = BestAvailable.Find(facts.Plan, MemoryMarshal.AsBytes(statuses.AsSpan()), request);
            if (seats.Count == 0 || TryMark(underWay, seats))
            {
                return seats;
            }
        }
    }

    /// <summary>The seats were held, or lost.</summary>
    public void Done(PerformanceId performance, IReadOnlyList<SeatIndex> seats)
    {
        if (_underWay.TryGetValue(performance, out var underWay))
        {
            lock (underWay)
            {
                underWay.ExceptWith(seats.Select(seat => seat.Value));
            }
        }
    }

    private static BestAvailableRequest RequestOf(SellingFacts facts, SeatWish.Best wish, int attempt) => new(wish.Quantity)
    {
        Together = wish.Together,
        Categories = wish.Tier is null ? null : [facts.Plan.FindCategory(facts.FindTier(wish.Tier)!.Category)],
        Wheelchairs = wish.Wheelchairs,
        Near = wish.Near,
        AvoidSingleSeats = facts.Terms.NoSingleSeats,
        Skip = attempt == 0 ? 0 : RandomNumberGenerator.GetInt32(1 << Math.Min(2 * attempt, 6)),
    };

    private static bool TryMark(HashSet<int> underWay, IReadOnlyList<SeatIndex> seats)
    {
        lock (underWay)
        {
            if (seats.Any(seat => underWay.Contains(seat.Value)))
            {
                return false;
            }

            underWay.UnionWith(seats.Select(seat => seat.Value));
            return true;
        }
    }
}
