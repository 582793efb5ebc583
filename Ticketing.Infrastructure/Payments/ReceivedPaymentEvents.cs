using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>Deduplicates the provider's events by id.</summary>
public static class ReceivedPaymentEvents
{
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
}
