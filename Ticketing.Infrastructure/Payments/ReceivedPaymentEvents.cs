using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>Deduplicates the provider's events by id.</summary>
public static class ReceivedPaymentEvents
{
    private static readonly BatchTable<PaymentEvent> Events = new BatchTable<PaymentEvent>("events")
        .Column("id", received => received.Id)
        .Column("type", received => received.Type)
        .Column("payload", received => received.Payload);

    private static readonly SqlScript InsertScript = SqlScript.Load("insert-events.sql", Events);
    private static readonly SqlScript DeleteScript = SqlScript.Of("DELETE FROM payment_events WHERE id = ANY (@ids)");

    /// <summary>Inserts the event in the caller's transaction; null if it exists, that is, its effect is committed already.</summary>
    public static async Task<ReceivedPaymentEvent?> InsertAsync(
        TicketingDbContext db, PaymentEvent received, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A concurrent delivery of the same event waits here for the first transaction to end.
        var added = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO payment_events (id, type, payload, received_at, processed_at)
            VALUES ({received.Id}, {received.Type}, {received.Payload}::jsonb, {now}, {now})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        return added == 0 ? null : await db.PaymentEvents.SingleAsync(e => e.Id == received.Id, cancellationToken);
    }

    /// <summary>Inserts events in the caller's transaction.</summary>
    /// <returns>The ids of the new events; the effect of the others is committed already.</returns>
    internal static HashSet<string> Insert(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<PaymentEvent> received, DateTimeOffset now)
    {
        var inserted = new HashSet<string>(received.Count, StringComparer.Ordinal);
        using var command = InsertScript.On(connection, transaction).With("now", now).With(Events, received).Prepare();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            inserted.Add(reader.GetString("id"));
        }

        return inserted;
    }

    /// <summary>Deletes events that the caller's transaction has inserted.</summary>
    internal static void Delete(NpgsqlConnection connection, NpgsqlTransaction transaction, List<string> ids)
    {
        using var command = DeleteScript.On(connection, transaction).With("ids", ids.ToArray());
        command.ExecuteNonQuery();
    }

    /// <summary>When the latest event was received; null if there is none.</summary>
    internal static Task<DateTimeOffset?> LastReceivedAtAsync(TicketingDbContext db, CancellationToken cancellationToken) =>
        db.PaymentEvents.MaxAsync(received => (DateTimeOffset?)received.ReceivedAt, cancellationToken);

    /// <summary>Which of these events exist.</summary>
    internal static Task<HashSet<string>> KnownAsync(TicketingDbContext db, List<string> ids, CancellationToken cancellationToken) =>
        db.PaymentEvents.Where(received => ids.Contains(received.Id)).Select(received => received.Id).ToHashSetAsync(cancellationToken);
}
