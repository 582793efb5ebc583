using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Payments;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Platform;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// Asks the provider what became of payments that no webhook has told about: when the buyer comes back from paying, and
/// every few seconds for the rest.
/// </summary>
public sealed class PaymentReconciler(
    IDbContextFactory<TicketingDbContext> contexts, IPaymentProvider provider, SettlePaymentHandler settle, TimeProvider time)
{
    private const int BatchMax = 50;

    /// <summary>How long a payment is left to its webhook before the provider is asked.</summary>
    internal static readonly TimeSpan WebhookPatience = TimeSpan.FromSeconds(20);

    /// <summary>Asks about every pending payment that was quiet for <see cref="WebhookPatience"/>, the quietest first.</summary>
    /// <returns>How many were asked about.</returns>
    public async Task<int> ReconcileDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = time.GetUtcNow() - WebhookPatience;
        var due = await db.Payments.AsNoTracking()
            .Where(p => p.Status == PaymentStatus.Pending && p.UpdatedAt <= before)
            .OrderBy(p => p.UpdatedAt).Select(p => p.ProviderPaymentId).Take(BatchMax).ToListAsync(cancellationToken);
        foreach (var intent in due)
        {
            await AskAsync(intent, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>Asks about the pending payments of one order, now: the buyer's return may be faster than the webhook.</summary>
    public async Task ReconcileAsync(OrderId order, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = await db.Payments.AsNoTracking()
            .Where(p => p.OrderId == order && p.Status == PaymentStatus.Pending).Select(p => p.ProviderPaymentId).ToListAsync(cancellationToken);
        foreach (var intent in pending)
        {
            await AskAsync(intent, cancellationToken);
        }
    }

    private async Task AskAsync(string intentId, CancellationToken cancellationToken)
    {
        // No answer is no news: the payment stays pending, and is asked about again.
        var intent = await provider.GetIntentAsync(intentId, cancellationToken);
        if (intent.Succeeded)
        {
            await settle.HandleAsync(intent.Value, null, cancellationToken);
        }
    }
}
