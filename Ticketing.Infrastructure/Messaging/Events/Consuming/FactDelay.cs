using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messaging.Events.Consuming;

/// <summary>
/// How long facts wait for a consumer, from its position and the outbox alone: it also grows while the log is unavailable, the relay stands
/// still, or the consumer has no owner.
/// </summary>
internal sealed class FactDelay(NpgsqlDataSource database)
{
    // One row of the index on the transaction. Positions without effects are saved every few seconds: until then applied facts count as well.
    private static readonly SqlScript Script = SqlScript.Of(
        """
        SELECT extract(epoch FROM clock_timestamp() - o.created_at)::float8
        FROM outbox o
        WHERE o.txid > coalesce((SELECT min(p.txid) FROM fact_positions p WHERE p.consumer = @consumer), 0)::text::xid8
        ORDER BY o.txid
        LIMIT 1
        """);

    /// <summary>The age of the oldest fact after the consumer's lowest position, by the clock of the database; zero: there is none.</summary>
    public async Task<TimeSpan> OfAsync(string consumer, CancellationToken cancellationToken)
    {
        await using var command = Script.On(database).With("consumer", consumer);
        return await command.ExecuteScalarAsync(cancellationToken) is double seconds ? TimeSpan.FromSeconds(Math.Max(0, seconds)) : TimeSpan.Zero;
    }
}
