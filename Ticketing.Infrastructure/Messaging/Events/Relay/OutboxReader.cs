using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Ticketing.Infrastructure.Messaging.Events.Relay;

/// <summary>Reads facts from the outbox in the order in which the log has them.</summary>
/// <remarks>
/// A position is derived from the rows alone: a transaction is read whole, its rows of one stream are numbered by their ids. So the relay
/// gives a fact the same position whenever it repeats itself, and a consumer may read the outbox instead of the log.
/// </remarks>
internal static class OutboxReader
{
    /// <summary>An expression for the database's timeline; see <see cref="FactCursor"/>.</summary>
    public const string Timeline =
        "(SELECT system_identifier FROM pg_control_system())::text || '-' || LEFT(pg_walfile_name(pg_current_wal_lsn()), 8)";

    /// <summary>
    /// Reads whole transactions with ids above <paramref name="after"/> and below <paramref name="before"/>, at least
    /// <paramref name="max"/> rows unless there are fewer.
    /// </summary>
    public static async Task<List<Fact>> ReadAsync(
        NpgsqlConnection connection, long after, long before, int max, CancellationToken cancellationToken)
    {
        // All partitions are looked at: rows have the time of their writer's clock. The plan is kept with the connection.
        await using var command = new NpgsqlCommand(
            """
            SELECT id, aggregatetype, aggregateid, type, payload::text AS payload, organization_id, traceparent, created_at, txid
            FROM outbox
            WHERE txid > @after AND txid < @before
            ORDER BY txid
            FETCH FIRST @max ROWS WITH TIES
            """, connection);
        command.Parameters.Add(Xid("after", after));
        command.Parameters.Add(Xid("before", before));
        command.Parameters.Add(new NpgsqlParameter<int>("max", max));
        await command.PrepareAsync(cancellationToken);

        var facts = new List<Fact>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                facts.Add(FactOf(reader));
            }
        }

        return Numbered(facts);
    }

    /// <summary>The database's timeline.</summary>
    public static async Task<string> ReadTimelineAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT {Timeline}", connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The id from which on a transaction may still be running; those below have ended.</summary>
    public static async Task<long> ReadHorizonAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())", connection);
        await command.PrepareAsync(cancellationToken);
        return (long)(ulong)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>A transaction's id as a parameter.</summary>
    public static NpgsqlParameter<ulong> Xid(string name, long value) =>
        new(name, NpgsqlDbType.Xid8) { TypedValue = (ulong)value };

    /// <summary>A row as a fact, not numbered yet: its position has the transaction only.</summary>
    public static Fact FactOf(NpgsqlDataReader reader) => new(
        reader.GetGuid("id"),
        reader.GetString("type"),
        reader.GetString("aggregatetype"),
        reader.GetString("aggregateid"),
        reader.IsDBNull("organization_id") ? null : reader.GetGuid("organization_id"),
        reader.GetFieldValue<DateTimeOffset>("created_at"),
        reader.IsDBNull("traceparent") ? null : reader.GetString("traceparent"),
        reader.GetString("payload"),
        new FactPosition((long)reader.GetFieldValue<ulong>("txid"), 0));

    private static List<Fact> Numbered(List<Fact> facts)
    {
        facts.Sort((a, b) => a.Position.Transaction != b.Position.Transaction
            ? a.Position.Transaction.CompareTo(b.Position.Transaction)
            : a.Id.CompareTo(b.Id));
        var next = new int[FactStreams.Count];
        var transaction = 0L;
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i].Position.Transaction != transaction)
            {
                transaction = facts[i].Position.Transaction;
                Array.Clear(next);
            }

            facts[i] = facts[i] with { Position = new FactPosition(transaction, next[FactStreams.Of(facts[i].AggregateId)]++) };
        }

        return facts;
    }
}
