using System.Data;
using System.Security.Cryptography;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messaging.Events.Consuming;

/// <summary>Reads and writes dead letters in the consumer's transaction.</summary>
internal static class DeadLetters
{
    /// <summary>Tries before a letter is parked: at once, then after 1 s, 5 s, 15 s and a minute.</summary>
    public const int AttemptsMax = 5;

    public const int ErrorLengthMax = 2000;

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1)];

    private static readonly BatchTable<NewLetter> Letters = new BatchTable<NewLetter>("letters")
        .Column("id", _ => Guid.CreateVersion7())
        .Column("stream", letter => (short)FactStreams.Of(letter.Fact.AggregateId))
        .Column("txid", letter => letter.Fact.Position.Transaction)
        .Column("ordinal", letter => letter.Fact.Position.Ordinal)
        .Column("fact_id", letter => letter.Fact.Id)
        .Column("type", letter => letter.Fact.Type)
        .Column("aggregate_type", letter => letter.Fact.AggregateType)
        .Column("aggregate_id", letter => letter.Fact.AggregateId)
        .Column("organization_id", letter => letter.Fact.OrganizationId)
        .Column("trace_parent", letter => letter.Fact.TraceParent)
        .Column("payload", letter => letter.Fact.Payload)
        .Column("recorded_at", letter => letter.Fact.CreatedAt)
        .Column("attempts", letter => letter.Error is null ? 0 : 1)
        .Column("next_at", letter => letter.NextAt)
        .Column("error", letter => letter.Error is null ? null : Short(letter.Error));

    private static readonly SqlScript InsertScript = SqlScript.Of(
        """
        INSERT INTO dead_letters (id, consumer, stream, txid, ordinal, fact_id, type, aggregate_type, aggregate_id, organization_id,
          trace_parent, payload, recorded_at, status, attempts, next_at, error, created_at)
        SELECT id, @consumer, stream, txid, ordinal, fact_id, type, aggregate_type, aggregate_id, organization_id,
          trace_parent, payload::jsonb, recorded_at, 'waiting', attempts, next_at, error, @now
        FROM {{letters}} AS n
        """, Letters);

    /// <summary>The aggregates with letters that are neither applied nor skipped: their later facts have to wait too.</summary>
    public static async Task<HashSet<(string Type, string Id)>> ReadBlockedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string consumer, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT DISTINCT aggregate_type, aggregate_id FROM dead_letters WHERE consumer = @consumer AND status <> 'skipped'",
            connection, transaction).With("consumer", consumer);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var blocked = new HashSet<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            blocked.Add((reader.GetString("aggregate_type"), reader.GetString("aggregate_id")));
        }

        return blocked;
    }

    public static async Task AddAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string consumer, IReadOnlyList<NewLetter> letters, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (letters.Count > 0)
        {
            await using var command = InsertScript.On(connection, transaction)
                .With(Letters, letters).With("consumer", consumer).With("now", now);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Locks the first letter that is due: none of its aggregate is before it.</summary>
    public static async Task<DueLetter?> TakeDueAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string consumer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT d.id, d.fact_id, d.type, d.aggregate_type, d.aggregate_id, d.organization_id, d.recorded_at, d.trace_parent,
              d.payload::text AS payload, d.txid, d.ordinal, d.attempts
            FROM dead_letters d
            WHERE d.consumer = @consumer AND d.status = 'waiting' AND d.next_at <= @now
              AND NOT EXISTS (
                SELECT FROM dead_letters e
                WHERE e.consumer = d.consumer AND e.aggregate_type = d.aggregate_type AND e.aggregate_id = d.aggregate_id
                  AND e.status <> 'skipped' AND (e.txid, e.ordinal) < (d.txid, d.ordinal))
            ORDER BY d.txid, d.ordinal
            LIMIT 1
            FOR UPDATE OF d SKIP LOCKED
            """, connection, transaction)
            .With("consumer", consumer).With("now", now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new DueLetter(
                reader.GetGuid("id"),
                reader.GetInt32("attempts"),
                new Fact(
                    reader.GetGuid("fact_id"),
                    reader.GetString("type"),
                    reader.GetString("aggregate_type"),
                    reader.GetString("aggregate_id"),
                    await reader.IsDBNullAsync("organization_id", cancellationToken) ? null : reader.GetGuid("organization_id"),
                    await reader.GetFieldValueAsync<DateTimeOffset>("recorded_at", cancellationToken),
                    await reader.IsDBNullAsync("trace_parent", cancellationToken) ? null : reader.GetString("trace_parent"),
                    reader.GetString("payload"),
                    new FactPosition(reader.GetInt64("txid"), reader.GetInt64("ordinal"))))
            : null;
    }

    public static async Task DeleteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid letter, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("DELETE FROM dead_letters WHERE id = @id", connection, transaction).With("id", letter);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Counts a failed try, and parks the letter after the last one.</summary>
    public static async Task FailAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DueLetter letter, Exception error, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var attempts = letter.Attempts + 1;
        await using var command = new NpgsqlCommand(
            """
            UPDATE dead_letters SET attempts = @attempts, next_at = @next, error = @error, status = @status
            WHERE id = @id
            """, connection, transaction)
            .With("attempts", attempts)
            .With("next", attempts >= AttemptsMax ? now : NextAt(attempts, now))
            .With("error", Short(error.ToString()))
            .With("status", attempts >= AttemptsMax ? "parked" : "waiting")
            .With("id", letter.Id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The time of the next try, with up to 20 % jitter.</summary>
    /// <param name="attempts">Failed tries until now.</param>
    public static DateTimeOffset NextAt(int attempts, DateTimeOffset now) =>
        now + (Waits[Math.Min(attempts, Waits.Length) - 1] * (1 + (RandomNumberGenerator.GetInt32(1000) / 5000.0)));

    private static string Short(string error) => error.Length > ErrorLengthMax ? error[..ErrorLengthMax] : error;
}

/// <summary>A letter to be written.</summary>
/// <param name="Error">The failure; null if it follows another letter of its aggregate.</param>
internal readonly record struct NewLetter(Fact Fact, string? Error, DateTimeOffset NextAt);

/// <summary>A letter to be tried again.</summary>
internal sealed record DueLetter(Guid Id, int Attempts, Fact Fact);
