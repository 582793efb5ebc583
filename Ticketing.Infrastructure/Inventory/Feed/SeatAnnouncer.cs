using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.RedisMirror;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// Tells everybody what has become of seats, after the commit: this instance's viewers at once, other instances over Redis; and
/// gives the Redis keys of freed seats back. Never fails for a Redis that is away: those who missed it read PostgreSQL.
/// </summary>
public sealed class SeatAnnouncer
{
    private readonly SeatFeed _feed;
    private readonly RedisUpdates _redis;

    internal SeatAnnouncer(SeatFeed feed, RedisUpdates redis) => (_feed, _redis) = (feed, redis);

    /// <summary>Announces changes that orders made. A freed seat's key is deleted whosever it is: at worst a new holder's, which costs a query.</summary>
    public Task AnnounceAsync(PerformanceId performance, IReadOnlyList<SeatChange> changes)
    {
        var freed = changes.Where(change => change.Status == SeatStatus.Available)
            .Select(change => new SeatKeyChange(change.Index.Value, null, TimeSpan.Zero)).ToList();
        Tell(performance, changes, freed);
        return Task.CompletedTask;
    }

    /// <summary>Announces changes, and what the seats' keys are to be.</summary>
    internal void Tell(PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges)
    {
        _feed.Apply(performance, changes);
        _redis.Tell(performance, changes, keyChanges);
    }

    /// <summary>The same, and comes back when the next buyer's request will find the keys so, or Redis is away.</summary>
    internal Task TellAndWaitAsync(PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keyChanges)
    {
        _feed.Apply(performance, changes);
        return _redis.TellAndWaitAsync(performance, changes, keyChanges);
    }
}
