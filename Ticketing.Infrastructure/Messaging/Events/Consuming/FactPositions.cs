using System.Data;
using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Relay;

namespace Ticketing.Infrastructure.Messaging.Events.Consuming;

/// <summary>The positions of consumers, one per stream: everything up to it has been applied.</summary>
internal static class FactPositions
{
    private static readonly BatchTable<PositionMove> Moves = new BatchTable<PositionMove>("moves")
        .Column("stream", move => (short)move.Stream)
        .Column("old_txid", move => move.From.Transaction)
        .Column("old_ordinal", move => move.From.Ordinal)
        .Column("txid", move => move.To.Transaction)
        .Column("ordinal", move => move.To.Ordinal);

    private static readonly SqlScript MoveScript = SqlScript.Of(
        $$$"""
        UPDATE fact_positions p SET txid = m.txid, ordinal = m.ordinal
        FROM {{moves}} AS m
        WHERE p.consumer = @consumer AND p.stream = m.stream AND p.txid = m.old_txid AND p.ordinal = m.old_ordinal
          AND @timeline = {{{OutboxReader.Timeline}}}
        """, Moves);

    // A try: of several hosts with the same facts the others read positions anew instead of waiting.
    private static readonly SqlScript BeginScript = SqlScript.Of(
        """
        WITH lock AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended('facts-apply:' || @consumer, 0)) AS is_taken)
        SELECT count(*)
        FROM {{moves}} AS m
        JOIN fact_positions p ON p.consumer = @consumer AND p.stream = m.stream AND p.txid = m.old_txid AND p.ordinal = m.old_ordinal
        CROSS JOIN lock l
        WHERE l.is_taken
        """, Moves);

    /// <summary>Adds the positions of new consumers, before the first fact.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, string[] consumers, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO fact_positions (consumer, stream, txid, ordinal)
            SELECT consumer, stream, 0, 0 FROM unnest(@consumers::text[]) AS consumer, generate_series(0, @last) AS stream
            ON CONFLICT DO NOTHING
            """, connection)
            .With("consumers", consumers).With("last", FactStreams.Count - 1);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A consumer's positions by stream.</summary>
    public static async Task<FactPosition[]> ReadAsync(NpgsqlConnection connection, string consumer, CancellationToken cancellationToken)
    {
        await AddAsync(connection, [consumer], cancellationToken);
        return await LowestAsync(connection, [consumer], cancellationToken);
    }

    /// <summary>The lowest position of several consumers by stream; the beginning for those without positions.</summary>
    public static async Task<FactPosition[]> LowestAsync(
        NpgsqlConnection connection, string[] consumers, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT DISTINCT ON (n.stream) n.stream::smallint AS stream, coalesce(p.txid, 0) AS txid, coalesce(p.ordinal, 0) AS ordinal
            FROM unnest(@consumers::text[]) AS c (consumer)
            CROSS JOIN generate_series(0, @last) AS n (stream)
            LEFT JOIN fact_positions p ON p.consumer = c.consumer AND p.stream = n.stream
            ORDER BY n.stream, 2, 3
            """, connection)
            .With("consumers", consumers).With("last", FactStreams.Count - 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var positions = new FactPosition[FactStreams.Count];
        while (await reader.ReadAsync(cancellationToken))
        {
            positions[reader.GetInt16("stream")] = new FactPosition(reader.GetInt64("txid"), reader.GetInt64("ordinal"));
        }

        return positions;
    }

    /// <summary>
    /// Begins to apply facts in the caller's transaction: takes the consumer's lock and compares its positions, without a write.
    /// <see cref="TryMoveAsync"/> compares them again.
    /// </summary>
    /// <returns>False: another host applies facts of the consumer, or has done so.</returns>
    public static async Task<bool> TryBeginAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string consumer, IReadOnlyList<PositionMove> moves,
        CancellationToken cancellationToken)
    {
        await using var command = BeginScript.On(connection, transaction).With(Moves, moves).With("consumer", consumer);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! == moves.Count;
    }

    /// <summary>
    /// Moves a consumer's positions in the caller's transaction, which also has the effects. The rows stay locked until it ends, so of
    /// several hosts that apply the same facts one commits.
    /// </summary>
    /// <param name="timeline">The timeline of the facts: those of another one may not exist in this database.</param>
    /// <returns>False: another host was faster, or the database's timeline is another; the caller rolls back.</returns>
    public static async Task<bool> TryMoveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string consumer, string timeline, IReadOnlyList<PositionMove> moves,
        CancellationToken cancellationToken)
    {
        await using var command = MoveScript.On(connection, transaction)
            .With(Moves, moves).With("consumer", consumer).With("timeline", timeline);
        return await command.ExecuteNonQueryAsync(cancellationToken) == moves.Count;
    }
}

/// <summary>A stream's position of a consumer and its next one.</summary>
internal readonly record struct PositionMove(int Stream, FactPosition From, FactPosition To);
