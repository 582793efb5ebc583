using Ticketing.Core.Inventory;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>
/// Tells everybody what has become of seats, after the commit: this instance's viewers at once, other instances over Redis; and
/// gives the Redis keys of freed seats back. Never throws for a Redis that is away: those who missed it read PostgreSQL.
/// </summary>
public sealed class SeatAnnouncer
{
    private readonly SeatFeed _feed;
    private readonly SeatKeySettler _keys;
    private readonly RedisGate _redis;

    internal SeatAnnouncer(SeatFeed feed, SeatKeySettler keys, RedisGate redis) => (_feed, _keys, _redis) = (feed, keys, redis);

    /// <summary>Announces changes that orders made. A freed seat's key is deleted whosever it is: at worst a new holder's, which costs a query.</summary>
    public async Task AnnounceAsync(PerformanceId performance, IReadOnlyList<SeatChange> changes)
    {
        var freed = changes.Where(change => change.Status == SeatStatus.Available)
            .Select(change => new SeatKeyChange(change.Index.Value, null, TimeSpan.Zero)).ToList();
        await AnnounceAsync(performance, changes, freed);
    }

    /// <summary>Announces changes, and what the seats' keys are to be.</summary>
    internal async Task AnnounceAsync(PerformanceId performance, IReadOnlyList<SeatChange> changes, IReadOnlyList<SeatKeyChange> keys)
    {
        if (changes.Count > 0)
        {
            _feed.Apply(performance, changes);
        }

        if (keys.Count > 0)
        {
            _keys.Settle(performance, keys);
        }

        if (changes.Count > 0 && !await _redis.TryPublishAsync(SeatMessage.Channel(performance), SeatMessage.Write(performance, changes)))
        {
            _keys.Unannounced(performance);
        }
    }
}
