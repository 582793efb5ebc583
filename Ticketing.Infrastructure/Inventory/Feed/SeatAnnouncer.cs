using Ticketing.Core.Common;
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

    internal SeatAnnouncer(SeatFeed feed, RedisUpdates redis) => (_feed, _redis) = (feed, redis);

    /// <summary>
    /// Publishes changes made by orders. Deletes a freed seat's key whatever its owner; at worst it is a new holder's, which costs a query.
    /// </summary>
    public Task AnnounceAsync(PerformanceId performance, IReadOnlyList<SeatChange> changes)
    {
        var freed = changes.Where(change => change.Status == SeatStatus.Available)
            .Select(change => new SeatKeyChange(change.Index.Value, null, TimeSpan.Zero)).ToList();
        Publish(performance, changes, freed);
        return Task.CompletedTask;
    }

    /// <summary>Publishes changes and updates the seats' keys.</summary>
    internal void Publish(PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges)
    {
        _feed.Apply(performance, changes);
        _redis.Publish(performance, changes, keyChanges);
    }

    /// <summary>The same; completes when Redis has the keys or is known to be unavailable.</summary>
    internal Task PublishAndWaitAsync(PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges)
    {
        _feed.Apply(performance, changes);
        return _redis.PublishAndWaitAsync(performance, changes, keyChanges);
    }
}
