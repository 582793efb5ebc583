using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>Newer plans of performances, which add seats behind the others.</summary>
public sealed partial class SeatFeed
{
    /// <summary>
    /// A copy of the current statuses, one for each place of a plan: where the plan is newer than what is in memory, the seats that it adds are read; where
    /// it is older, they are left out. Null: there is no such performance.
    /// </summary>
    public async Task<SeatStatus[]?> StatusesAsync(PerformanceId performance, CompiledPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (await LoadedAsync(performance, cancellationToken) is not { } feed)
        {
            return null;
        }

        var statuses = feed.Statuses();
        if (statuses.Length < plan.PlaceCount)
        {
            await ResyncAsync(feed, cancellationToken);
            statuses = feed.Statuses();
        }

        if (statuses.Length != plan.PlaceCount)
        {
            var known = statuses.Length;
            Array.Resize(ref statuses, plan.PlaceCount);
            Array.Fill(statuses, SeatStatus.Blocked, Math.Min(known, statuses.Length), Math.Max(statuses.Length - known, 0));
        }

        return statuses;
    }

    /// <summary>Reads the seats that a newer plan has added to a performance, here and at the other instances.</summary>
    public async Task GrowAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        if (_feeds.TryGetValue(performance, out var feed) && feed.Loaded.Task.IsCompletedSuccessfully)
        {
            await ResyncAsync(feed, cancellationToken);
        }

        try
        {
            await _redis.Subscriber.PublishAsync(SeatMessage.Channel(performance), SeatMessage.Write(performance, [], [])).WaitAsync(LoadTimeout, cancellationToken);
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            // Other instances read them with the first question about the new plan.
            LogNotListening(performance.Value, outage.Message);
        }
    }
}
