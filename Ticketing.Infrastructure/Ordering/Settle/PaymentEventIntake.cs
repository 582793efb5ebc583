using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Processes payment events, from webhooks and from <see cref="MissedPaymentEvents"/>. Inserts the event in the transaction of its
/// effect, so that a repeated event has no effect and an acknowledged event is never lost.
/// </summary>
public sealed class PaymentEventIntake(
    IDbContextFactory<TicketingDbContext> contexts, SettlePaymentHandler settle, SeatLedger ledger, SeatAnnouncer announcer,
    OrderMetrics metrics, TimeProvider time)
{
    private readonly DisputeEffects _disputes = new(ledger);

    public async Task HandleAsync(PaymentEvent received, CancellationToken cancellationToken)
    {
        switch (received.Fact)
        {
            case PaymentFact.OfIntent intent:
                await settle.HandleAsync(intent.Intent, received, cancellationToken);
                break;
            case PaymentFact.OfRefund refund:
                await HandleRefundAsync(received, refund.Refund, cancellationToken);
                break;
            case PaymentFact.OfDispute dispute:
                await HandleDisputeAsync(received, dispute.Dispute, cancellationToken);
                break;
            case PaymentFact.Other:
                await using (var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken))
                {
                    await ReceivedPaymentEvents.InsertAsync(unit.Db, received, time.GetUtcNow(), cancellationToken);
                    await unit.SaveAsync(cancellationToken);
                }

                break;
        }
    }

    /// <summary>
    /// Updates a refund's status. A refund made at the provider is recorded and flagged once, but does not void tickets: staff decide.
    /// </summary>
    private async Task HandleRefundAsync(PaymentEvent received, PaymentRefund seen, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var now = time.GetUtcNow();
        if (await ReceivedPaymentEvents.InsertAsync(unit.Db, received, now, cancellationToken) is not { } stored)
        {
            return;
        }

        if (seen.IntentId is not { } intent || await LockAsync(unit, intent, cancellationToken) is not (_, var money, { } payment))
        {
            stored.Flag = "unknown-payment";
            await unit.SaveAsync(cancellationToken);
            return;
        }

        var refund = money.Import(payment, seen, now);
        payment.HasEarlyEvents |= payment.Status != PaymentStatus.Succeeded;
        if (refund.MadeAtProvider && received.Type == "refund.created")
        {
            stored.Flag = "provider-refund";
        }

        await unit.SaveAsync(cancellationToken);
        metrics.Count(money.EndedRefunds);
    }

    private async Task HandleDisputeAsync(PaymentEvent received, PaymentDispute dispute, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var now = time.GetUtcNow();
        if (await ReceivedPaymentEvents.InsertAsync(unit.Db, received, now, cancellationToken) is not { } stored)
        {
            return;
        }

        if (dispute.IntentId is not { } intent)
        {
            stored.Flag = "unknown-payment";
            await unit.SaveAsync(cancellationToken);
            return;
        }

        stored.Flag = "dispute";
        await OrderDisputes.SerializeAsync(unit.Db, intent, cancellationToken);
        if (await LockOrderAsync(unit, intent, cancellationToken) is not { } order)
        {
            // The payment may be recorded later: its settlement finds the dispute.
            await OrderDisputes.RecordAsync(unit.Db, dispute, intent, now, cancellationToken);
            await unit.SaveAsync(cancellationToken);
            return;
        }

        await OrderDisputes.RecordAsync(unit.Db, dispute, intent, now, cancellationToken);
        await unit.Db.SaveChangesAsync(cancellationToken);
        var money = await OrderMoney.ReadAsync(unit, order, cancellationToken);
        if (money.FindPayment(intent) is { Status: not PaymentStatus.Succeeded } early)
        {
            early.HasEarlyEvents = true;
        }

        await _disputes.ApplyAsync(unit, order, money, now, cancellationToken);
        await unit.CommitAsync(announcer, cancellationToken);
    }

    /// <summary>Locks the order of a payment, then its payments, by the feature's lock order; null: there is no such payment.</summary>
    private static async Task<(Order Order, OrderMoney Money, Payment? Payment)?> LockAsync(
        OrderTransaction unit, string intent, CancellationToken cancellationToken)
    {
        if (await LockOrderAsync(unit, intent, cancellationToken) is not { } order)
        {
            return null;
        }

        var money = await OrderMoney.ReadAsync(unit, order, cancellationToken);
        return (order, money, money.FindPayment(intent));
    }

    private static async Task<Order?> LockOrderAsync(OrderTransaction unit, string intent, CancellationToken cancellationToken) =>
        await OrderPayments.FindOrderAsync(unit.Db, intent, cancellationToken) is { } id
            ? await unit.LockOrderAsync(id, cancellationToken)
            : null;
}
