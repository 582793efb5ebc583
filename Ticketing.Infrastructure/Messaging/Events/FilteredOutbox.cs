using System.Data;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Infrastructure.Messaging.Events.Relay;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>Facts of some organizations.</summary>
/// <param name="Organizations">Null: of every one.</param>
internal sealed record FactFilter(Guid[]? Organizations, string[] Types);

/// <summary>What follows a place in the outbox.</summary>
/// <param name="Last">The last fact that was looked at; null: there is none.</param>
/// <param name="HasMore">Whether others follow it.</param>
internal sealed record FilteredFacts(IReadOnlyList<Fact> Facts, (long Transaction, Guid Id)? Last, bool HasMore);

/// <summary>
/// Reads facts of the outbox for those who keep their place themselves, in the order of (transaction, id), of ended transactions only.
/// </summary>
internal static class FilteredOutbox
{
    /// <param name="after">Facts up to this one were read.</param>
    /// <param name="lookMax">The number of facts to look at: a filter may fit none of them.</param>
    /// <param name="max">The number of facts to return.</param>
    public static async Task<FilteredFacts> ReadAsync(
        NpgsqlConnection connection, (long Transaction, Guid Id) after, FactFilter filter, int lookMax, int max,
        CancellationToken cancellationToken)
    {
        var horizon = await OutboxReader.ReadHorizonAsync(connection, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            WITH looked AS MATERIALIZED (
              SELECT o.id, o.aggregatetype, o.aggregateid, o.type, o.payload, o.organization_id, o.traceparent, o.created_at, o.txid
              FROM outbox o
              WHERE (o.txid, o.id) > (@after, @after_id) AND o.txid < @before
              ORDER BY o.txid, o.id
              LIMIT @look_max
            ), numbered AS MATERIALIZED (
              SELECT l.*, row_number() OVER (ORDER BY l.txid, l.id) AS number, count(*) OVER () AS total,
                l.organization_id IS NOT NULL AND (@all OR l.organization_id = ANY (@organizations)) AND l.type = ANY (@types) AS fits
              FROM looked l
            )
            SELECT n.id, n.aggregatetype, n.aggregateid, n.type, CASE WHEN n.fits THEN n.payload::text ELSE '' END AS payload,
              n.organization_id, n.traceparent, n.created_at, n.txid, n.fits, n.total
            FROM numbered n
            WHERE n.fits OR n.number = n.total
            ORDER BY n.number
            LIMIT @max
            """, connection);
        command.Parameters.Add(OutboxReader.Xid("after", after.Transaction));
        command.Parameters.Add(OutboxReader.Xid("before", horizon));
        command.Parameters.Add(new NpgsqlParameter<Guid>("after_id", after.Id));
        command.Parameters.Add(new NpgsqlParameter<int>("look_max", lookMax));
        command.Parameters.Add(new NpgsqlParameter<bool>("all", filter.Organizations is null));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("organizations", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { TypedValue = filter.Organizations ?? [] });
        command.Parameters.Add(new NpgsqlParameter<string[]>("types", filter.Types));
        command.Parameters.Add(new NpgsqlParameter<int>("max", max));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var facts = new List<Fact>();
        (long, Guid)? last = null;
        var (rows, total) = (0, 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            var fact = OutboxReader.FactOf(reader);
            (last, total, rows) = ((fact.Position.Transaction, fact.Id), reader.GetInt64("total"), rows + 1);
            if (reader.GetBoolean("fits"))
            {
                facts.Add(fact);
            }
        }

        // Whole pages may be followed by others; one that the filter or the outbox ended early is not.
        return new FilteredFacts(facts, last, rows == max || total == lookMax);
    }
}
