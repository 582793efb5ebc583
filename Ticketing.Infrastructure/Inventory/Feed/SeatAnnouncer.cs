using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.RedisMirror;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// Publishes committed seat changes: to this instance's viewers at once, to other instances over Redis; and updates the seats' Redis
/// keys. Does not fail during a Redis outage: instances that miss a message read PostgreSQL.
/// </summary>
public sealed class SeatAnnouncer
{
    private readonly SeatFeed _feed;
    private readonly RedisUpdates _redis;
    private readonly TimeSpan _paidTime;

    internal SeatAnnouncer(SeatFeed feed, RedisUpdates redis, IOptions<SeatBudgetOptions> options) =>
        (_feed, _redis, _paidTime) = (feed, redis, TimeSpan.FromSeconds(options.Value.PaidSeconds));

    /// <summary>
    /// Publishes changes made by orders. Deletes a freed seat's key whatever its owner; at worst it is a new holder's, which costs a query.
    /// Sold seats count for the budget of their origin for a while.
    /// </summary>
    public Task AnnounceAsync(PerformanceId performance, IReadOnlyList<SeatChange> changes)
    {
        var keys = new List<SeatKeyChange>(changes.Count);
        foreach (var change in changes)
        {
            if (change.Status is SeatStatus.Available or SeatStatus.Blocked)
            {
                keys.Add(new SeatKeyChange(change.Index.Value, null, TimeSpan.Zero));
            }
            else if (change.Status == SeatStatus.Sold)
            {
                keys.Add(new SeatKeyChange(change.Index.Value, null, SeatKeyChange.Unchanged) { Time = _paidTime });
            }
        }

        Publish(performance, changes, keys);
        return Task.CompletedTask;
    }

    /// <summary>Keeps the keys of seats whose order awaits its payment for so long.</summary>
    internal void Keep(PerformanceId performance, IEnumerable<SeatIndex> seats, TimeSpan life) =>
        _redis.Publish(performance, [], [.. seats.Select(seat => new SeatKeyChange(seat.Value, null, life) { Time = life })]);

    /// <summary>Tells the owner's tabs that the hold has become an order, or has ended. The seats' statuses are published apart.</summary>
    public void AnnounceEnd(PerformanceId performance, HoldOwner owner) => Publish(performance, [], [], HoldSignal.OfEnd(owner));

    /// <summary>Publishes changes and updates the seats' keys.</summary>
    /// <param name="signal">For the tabs of the hold's owner.</param>
    internal void Publish(
        PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges, HoldSignal? signal = null)
    {
        _feed.Apply(performance, changes, Signals(signal));
        _redis.Publish(performance, changes, keyChanges, signal);
    }

    /// <summary>The same; completes when Redis has the keys or is known to be unavailable.</summary>
    internal Task PublishAndWaitAsync(
        PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges, HoldSignal? signal = null)
    {
        _feed.Apply(performance, changes, Signals(signal));
        return _redis.PublishAndWaitAsync(performance, changes, keyChanges, signal);
    }

    private static IReadOnlyList<HoldSignal> Signals(HoldSignal? signal) => signal is { } one ? [one] : [];
}
