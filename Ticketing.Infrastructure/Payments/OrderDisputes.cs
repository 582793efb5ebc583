using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>The disputes of payments, for the transactions of their orders.</summary>
internal static class OrderDisputes
{
    /// <summary>
    /// Serializes, for one payment, the recording of a dispute and that of the payment itself: the later of the two finds the earlier.
    /// Held until the end of the transaction.
    /// </summary>
    /// <param name="intent">The provider's id.</param>
    public static Task<int> SerializeAsync(TicketingDbContext db, string intent, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"dispute " + intent}, 0))", cancellationToken);

    /// <summary>Inserts or updates the dispute; the caller saves.</summary>
    public static async Task RecordAsync(
        TicketingDbContext db, PaymentDispute seen, string intent, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.Set<DisputeCase>().SingleOrDefaultAsync(dispute => dispute.Id == seen.Id, cancellationToken) is { } known)
        {
            known.Apply(seen.Status, now);
            return;
        }

        db.Set<DisputeCase>().Add(new DisputeCase
        {
            Id = seen.Id,
            ProviderPaymentId = intent,
            Amount = seen.Amount.Amount,
            Currency = seen.Amount.Currency,
            Reason = seen.Reason,
            Status = seen.Status,
            CreatedAt = now,
            UpdatedAt = now,
        });
    }

    /// <summary>The disputes of payments; those that the context has added but not saved are not among them.</summary>
    /// <param name="intents">The provider's ids.</param>
    public static Task<List<DisputeCase>> OfPaymentsAsync(
        TicketingDbContext db, IReadOnlyCollection<string> intents, CancellationToken cancellationToken) =>
        db.Set<DisputeCase>().Where(dispute => intents.Contains(dispute.ProviderPaymentId)).ToListAsync(cancellationToken);
}
