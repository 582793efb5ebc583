using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Webhooks.Feed;

/// <summary>
/// Handles <see cref="ReadFacts"/>. Facts of transactions that may still be running, and all later ones, are left for the next page: none is
/// skipped that commits late.
/// </summary>
public sealed class ReadFactsHandler(NpgsqlDataSource database)
{
    // Facts of all organizations that one request looks at: ten times as many at most.
    private const int LookMax = 2_000;
    private const int LooksMax = 10;

    public async Task<Outcome<FactFeed, ReadFactsRefusal>> HandleAsync(ReadFacts query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        Invariant.Holds(query.Limit is > 0 and <= FactFeed.LimitMax);
        var caller = query.Caller;
        Guid[]? organizations = caller.IsAdmin ? null : [.. caller.Memberships.Keys.Where(caller.IsOwnerOf).Select(id => id.Value)];
        if (organizations is { Length: 0 })
        {
            return ReadFactsRefusal.OwnersOnly;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var filter = new FactFilter(organizations, [.. query.Types]);
        var (next, facts, hasMore) = (query.After ?? default, new List<Fact>(), true);
        for (var look = 0; look < LooksMax && hasMore && facts.Count < query.Limit; look++)
        {
            var page = await FilteredOutbox.ReadAsync(
                connection, (next.Transaction, next.Id), filter, LookMax, query.Limit - facts.Count, cancellationToken);
            facts.AddRange(page.Facts);
            next = page.Last is { } last ? new FactMark(last.Transaction, last.Id) : next;
            hasMore = page.HasMore;
        }

        return new FactFeed([.. facts.Select(WebhookBodies.ItemOf)], next, hasMore);
    }
}
