using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Settle;

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
        var before = time.GetUtcNow() - WebhookPatience;
        var due = await PendingAsync(payment => payment.UpdatedAt <= before, cancellationToken);
        foreach (var pending in due)
        {
            await AskAsync(pending, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>Asks about the pending payments of one order, now: the buyer's return may be faster than the webhook.</summary>
    /// <returns>True when the provider has answered about all of them: what is known is what is true.</returns>
    public async Task<bool> ReconcileAsync(OrderId order, CancellationToken cancellationToken)
    {
        var answered = true;
        foreach (var pending in await PendingAsync(payment => payment.OrderId == order, cancellationToken))
        {
            answered &= await AskAsync(pending, cancellationToken);
        }

        return answered;
    }

    private async Task<List<PendingPayment>> PendingAsync(Expression<Func<Payment, bool>> which, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Payments.AsNoTracking()
            .Where(payment => payment.Status == PaymentStatus.Pending).Where(which)
            .Join(db.Orders, payment => payment.OrderId, order => order.Id, (payment, order) => new { payment, order })
            .OrderBy(row => row.payment.UpdatedAt)
            .Select(row => new PendingPayment(row.payment.Id, row.payment.ProviderPaymentId, row.order.Status == OrderStatus.AwaitingPayment))
            .Take(BatchMax).ToListAsync(cancellationToken);
    }

    private async Task<bool> AskAsync(PendingPayment pending, CancellationToken cancellationToken)
    {
        var intent = await provider.GetIntentAsync(pending.Intent, cancellationToken);
        if (intent.Succeeded && !pending.IsWanted && intent.Value.Status is not (PaymentIntentStatus.Succeeded or PaymentIntentStatus.Canceled))
        {
            // The order ended while the provider was out of reach: now take the intent back, before somebody pays it.
            intent = await provider.CancelIntentAsync(pending.Intent, $"cancel-{pending.Intent}", cancellationToken);
        }

        if (intent.Succeeded)
        {
            await settle.HandleAsync(intent.Value, null, cancellationToken);
            return true;
        }

        // No answer is no news: the payment stays pending, and is asked about again after the others.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Payments.Where(payment => payment.Id == pending.Id && payment.Status == PaymentStatus.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(payment => payment.UpdatedAt, time.GetUtcNow()), cancellationToken);
        return false;
    }

    /// <param name="IsWanted">False when its order has ended and no money should come any more.</param>
    private sealed record PendingPayment(Guid Id, string Intent, bool IsWanted);
}
