using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Queries the provider for pending payments without a webhook: on the buyer's return from paying, and periodically.
/// </summary>
public sealed class PaymentReconciler(
    IDbContextFactory<TicketingDbContext> contexts, IPaymentProvider provider, SettlePaymentHandler settle, TimeProvider time)
{
    private const int BatchMax = 50;

    /// <summary>Time to wait for a payment's webhook before the provider is queried.</summary>
    internal static readonly TimeSpan WebhookTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Queries a batch of pending payments without an update for <see cref="WebhookTimeout"/>, oldest first.</summary>
    /// <returns>The number of payments queried.</returns>
    public async Task<int> ReconcileDueAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - WebhookTimeout;
        var due = await PendingAsync(payment => payment.UpdatedAt <= before, cancellationToken);
        foreach (var pending in due)
        {
            await QueryAsync(pending, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>Queries the pending payments of one order without waiting for their webhooks.</summary>
    /// <returns>True if the provider answered for all of them.</returns>
    public async Task<bool> ReconcileAsync(OrderId order, CancellationToken cancellationToken)
    {
        var answered = true;
        foreach (var pending in await PendingAsync(payment => payment.OrderId == order, cancellationToken))
        {
            answered &= await QueryAsync(pending, cancellationToken);
        }

        return answered;
    }

    private async Task<List<PendingPayment>> PendingAsync(Expression<Func<Payment, bool>> which, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OrderPayments.Pending(db).Where(which)
            .Join(db.Orders, payment => payment.OrderId, order => order.Id, (payment, order) => new { payment, order })
            .OrderBy(row => row.payment.UpdatedAt)
            .Select(row => new PendingPayment(row.payment.Id, row.payment.ProviderPaymentId, row.order.Status == OrderStatus.AwaitingPayment))
            .Take(BatchMax).ToListAsync(cancellationToken);
    }

    private async Task<bool> QueryAsync(PendingPayment pending, CancellationToken cancellationToken)
    {
        var intent = await provider.GetIntentAsync(pending.Intent, cancellationToken);
        if (intent.Succeeded && !pending.IsWanted && intent.Value.Status is not (PaymentIntentStatus.Succeeded or PaymentIntentStatus.Canceled))
        {
            // The order ended during an outage of the provider: cancel its intent before it is paid.
            intent = await provider.CancelIntentAsync(pending.Intent, $"cancel-{pending.Intent}", cancellationToken);
        }

        if (intent.Succeeded)
        {
            await settle.HandleAsync(intent.Value, null, cancellationToken);
            return true;
        }

        // No answer: the payment stays pending and moves to the end of the queue.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await OrderPayments.TouchPendingAsync(db, pending.Id, time.GetUtcNow(), cancellationToken);
        return false;
    }

    /// <param name="IsWanted">False if the order has ended: the intent has to be cancelled.</param>
    private sealed record PendingPayment(Guid Id, string Intent, bool IsWanted);
}
