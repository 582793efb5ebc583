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
/// Chooses the best free seats from this instance's seat feed. Concurrent requests at this instance get disjoint seats, because seats of
/// a pending attempt are excluded; a conflict with another instance leads to another attempt.
/// </summary>
internal sealed class BestSeats(SeatFeed feed)
{
    private readonly ConcurrentDictionary<PerformanceId, HashSet<int>> _pending = new();

    /// <summary>Seats to try to hold, excluded from other choices until <see cref="Done"/>. Empty: none match.</summary>
    /// <param name="attempt">From 0; later attempts skip a random number of better choices.</param>
    /// <param name="pool">The free seats of an allotment to choose from; null: from what is on sale to the public.</param>
    public async Task<IReadOnlyList<SeatIndex>> ChooseAsync(
        SellingFacts facts, SeatWish.Best wish, int attempt, IReadOnlySet<SeatIndex>? pool, CancellationToken cancellationToken)
    {
        var statuses = await StatusesAsync(facts, cancellationToken);
        Limit(statuses, pool);
        var request = RequestOf(facts, wish, attempt);
        var pending = _pending.GetOrAdd(facts.Terms.Performance, _ => []);
        while (true)
        {
            Exclude(pending, statuses);
            var seats = BestAvailable.Find(facts.Plan, MemoryMarshal.AsBytes(statuses.AsSpan()), request);
            if (seats.Count == 0 || TryMark(pending, seats))
            {
                return seats;
            }
        }
    }

    /// <summary>Offers without an attempt to hold them; see <see cref="SeatOffers"/>.</summary>
    public async Task<IReadOnlyList<SeatOffer>> OffersAsync(SellingFacts facts, SeatWish.Best wish, CancellationToken cancellationToken)
    {
        var statuses = await StatusesAsync(facts, cancellationToken);
        if (_pending.TryGetValue(facts.Terms.Performance, out var pending))
        {
            Exclude(pending, statuses);
        }

        return SeatOffers.Find(facts.Plan, MemoryMarshal.AsBytes(statuses.AsSpan()), RequestOf(facts, wish, attempt: 0));
    }

    /// <summary>Ends an attempt, whether the seats were held or not.</summary>
    public void Done(PerformanceId performance, IReadOnlyList<SeatIndex> seats)
    {
        if (_pending.TryGetValue(performance, out var pending))
        {
            lock (pending)
            {
                pending.ExceptWith(seats.Select(seat => seat.Value));
            }
        }
    }

    // A copy, with the seats that are not for sale as blocked.
    private async Task<SeatStatus[]> StatusesAsync(SellingFacts facts, CancellationToken cancellationToken)
    {
        var statuses = await feed.StatusesAsync(facts.Terms.Performance, facts.Plan, cancellationToken);
        Invariant.Holds(statuses is not null);
        for (var seat = 0; seat < statuses.Length && !facts.HasAllPrices; seat++)
        {
            if (facts.TierOf(new SeatIndex(seat)) is null)
            {
                statuses[seat] = SeatStatus.Blocked;
            }
        }

        return statuses;
    }

    // Seats of an allotment are blocked in the feed; one that is held or sold stays so.
    private static void Limit(SeatStatus[] statuses, IReadOnlySet<SeatIndex>? pool)
    {
        for (var seat = 0; pool is not null && seat < statuses.Length; seat++)
        {
            statuses[seat] = statuses[seat] switch
            {
                SeatStatus.Blocked when pool.Contains(new SeatIndex(seat)) => SeatStatus.Available,
                SeatStatus.Available => SeatStatus.Blocked,
                var taken => taken,
            };
        }
    }

    private static void Exclude(HashSet<int> pending, SeatStatus[] statuses)
    {
        lock (pending)
        {
            foreach (var seat in pending)
            {
                statuses[seat] = SeatStatus.Held;
            }
        }
    }

    private static BestAvailableRequest RequestOf(SellingFacts facts, SeatWish.Best wish, int attempt) => new(wish.Quantity)
    {
        Together = wish.Together,
        Categories = wish.Tier is null ? null : [facts.Plan.FindCategory(facts.FindTier(wish.Tier)!.Category)],
        Wheelchairs = wish.Wheelchairs,
        Near = wish.Near,
        CategoryRanks = facts.CategoryRanks,
        AvoidSingleSeats = facts.Terms.NoSingleSeats,
        Skip = attempt == 0 ? 0 : RandomNumberGenerator.GetInt32(1 << Math.Min(2 * attempt, 6)),
    };

    private static bool TryMark(HashSet<int> pending, IReadOnlyList<SeatIndex> seats)
    {
        lock (pending)
        {
            if (seats.Any(seat => pending.Contains(seat.Value)))
            {
                return false;
            }

            pending.UnionWith(seats.Select(seat => seat.Value));
            return true;
        }
    }
}
