using System.Data;
using System.Globalization;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Consuming;
using Ticketing.Infrastructure.Messaging.Events.Log;
using Ticketing.Infrastructure.Messaging.Events.Relay;

namespace Ticketing.Infrastructure.Messaging.Events.Desk;

/// <summary>The state of facts in all instances.</summary>
/// <param name="Streams">Null during an outage of the log.</param>
public sealed record FactOverview(RelayState Relay, IReadOnlyList<StreamState>? Streams, IReadOnlyList<ConsumerState> Consumers);

/// <param name="Holder">Address and number of the connection that has the relay's lock; null: none.</param>
/// <param name="Transaction">The transaction up to which the log is filled; null: unknown.</param>
/// <param name="OldestWaiting">When the oldest fact was recorded that is not in the log; null: none.</param>
public sealed record RelayState(string? Holder, long? Transaction, DateTimeOffset? OldestWaiting);

/// <param name="Number">From 0.</param>
/// <param name="Newest">When its newest fact was recorded; null: it is empty.</param>
public sealed record StreamState(int Number, long Length, DateTimeOffset? Newest);

/// <param name="Owner">Address and number of the connection that has the consumer's lock; null: none.</param>
/// <param name="Transaction">The lowest position.</param>
/// <param name="Waiting">Facts not applied yet; null: unknown.</param>
/// <param name="HasMore">Whether there are more than <paramref name="Waiting"/>.</param>
/// <param name="OldestWaiting">When the oldest of them was recorded.</param>
public sealed record ConsumerState(
    string Name, string? Owner, long Transaction, int? Waiting, bool HasMore, DateTimeOffset? OldestWaiting, long Letters, string? LastError);

/// <summary>Reads the state of the relay, the log and the consumers. Admins only.</summary>
public sealed class FactDesk
{
    private readonly NpgsqlDataSource _database;
    private readonly IFactLog _log;
    private readonly FactConsumers _consumers;
    private readonly FactMetrics _metrics;
    private readonly TimeProvider _time;

    internal FactDesk(NpgsqlDataSource database, IFactLog log, FactConsumers consumers, FactMetrics metrics, TimeProvider time) =>
        (_database, _log, _consumers, _metrics, _time) = (database, log, consumers, metrics, time);

    /// <returns>Null for others than admins.</returns>
    public async Task<FactOverview?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin)
        {
            return null;
        }

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var holders = await ReadHoldersAsync(connection, cancellationToken);
        var letters = await DeadLetterCounts.ReadAsync(connection, _time.GetUtcNow(), cancellationToken);
        var (streams, cursor) = await ReadLogAsync(cancellationToken);
        var consumers = new List<ConsumerState>();
        foreach (var consumer in _consumers.All)
        {
            consumers.Add(await ReadConsumerAsync(
                connection, consumer, holders.GetValueOrDefault(consumer.Name), letters.GetValueOrDefault(consumer.Name).Count, streams is not null,
                cancellationToken));
        }

        var waiting = cursor is { } filled ? await ReadOldestWaitingAsync(connection, filled.Transaction, cancellationToken) : null;
        return new FactOverview(new RelayState(holders.GetValueOrDefault(""), cursor?.Transaction, waiting), streams, consumers);
    }

    private async Task<(IReadOnlyList<StreamState>? Streams, FactCursor? Cursor)> ReadLogAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _log.DescribeAsync(cancellationToken), await _log.FindCursorAsync(cancellationToken));
        }
        catch (Exception outage) when (!cancellationToken.IsCancellationRequested && _log.IsOutage(outage))
        {
            return (null, null);
        }
    }

    private async Task<ConsumerState> ReadConsumerAsync(
        NpgsqlConnection connection, FactConsumer consumer, string? owner, long letters, bool hasLog, CancellationToken cancellationToken)
    {
        var positions = await FactPositions.LowestAsync(connection, [consumer.Name], cancellationToken);
        var page = hasLog ? await ReadPageAsync(positions, cancellationToken) : null;
        var waiting = page?.Streams.SelectMany(slice => slice.Facts).Where(fact => consumer.Takes(fact.Type)).ToList();
        return new ConsumerState(
            consumer.Name, owner, positions.Min().Transaction, waiting?.Count, page?.Streams.Any(slice => !slice.IsComplete) == true,
            waiting is { Count: > 0 } ? waiting.Min(fact => fact.CreatedAt) : null, letters, _metrics.Of(consumer.Name).LastError);
    }

    private async Task<FactPage?> ReadPageAsync(FactPosition[] positions, CancellationToken cancellationToken)
    {
        try
        {
            return await _log.ReadAsync(positions, 0, cancellationToken);
        }
        catch (Exception outage) when (!cancellationToken.IsCancellationRequested && _log.IsOutage(outage))
        {
            return null;
        }
    }

    // The relay's by "", consumers' by their names.
    private async Task<Dictionary<string, string>> ReadHoldersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT k.name, coalesce(host(a.client_addr), 'local') AS address, l.pid
            FROM (
              SELECT '' AS name, @relay AS key
              UNION ALL
              SELECT name, hashtextextended(@prefix || name, 0) FROM unnest(@names::text[]) AS name
            ) k
            JOIN pg_locks l ON l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND ((l.classid::bigint << 32) | l.objid::bigint) = k.key
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            """, connection)
            .With("relay", FactRelayWorker.LockKey).With("prefix", FactConsumerHost.LockPrefix).With("names", _consumers.Names);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var holders = new Dictionary<string, string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            holders[reader.GetString("name")] = string.Create(CultureInfo.InvariantCulture, $"{reader.GetString("address")} #{reader.GetInt32("pid")}");
        }

        return holders;
    }

    private static async Task<DateTimeOffset?> ReadOldestWaitingAsync(
        NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT created_at FROM outbox WHERE txid > @after::text::xid8 ORDER BY txid LIMIT 1", connection)
            .With("after", after.ToString(CultureInfo.InvariantCulture));
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }
}
