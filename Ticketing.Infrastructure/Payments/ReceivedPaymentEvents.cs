using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>The provider's messages, each kept once.</summary>
public static class ReceivedPaymentEvents
{
    /// <summary>Keeps the event in the caller's transaction; null when it is there already: its effect was committed with it.</summary>
    public static async Task<ReceivedPaymentEvent?> KeepAsync(
        TicketingDbContext db, PaymentEvent received, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A second delivery at the same moment waits here for the first one's end.
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
