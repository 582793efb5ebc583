using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Processes payment events, from webhooks and from <see cref="MissedPaymentEvents"/>. Inserts the event in the transaction of its
/// effect, so that a repeated event has no effect and an acknowledged event is never lost.
/// </summary>
public sealed class PaymentEventIntake(
    IDbContextFactory<TicketingDbContext> contexts, SettlePaymentHandler settle, SeatLedger ledger, SeatAnnouncer announcer, TimeProvider time)
{
    private readonly OrderEnding _ending = new(ledger);

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
    /// Updates a refund's status. A refund made at the provider is recorded and flagged, but does not void tickets: staff decide.
    /// </summary>
    private async Task HandleRefundAsync(PaymentEvent received, PaymentRefund seen, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var now = time.GetUtcNow();
        if (await ReceivedPaymentEvents.InsertAsync(unit.Db, received, now, cancellationToken) is not { } stored)
        {
            return;
        }

        var payment = seen.IntentId is { } intent ? await LockPaymentAsync(unit, intent, cancellationToken) : null;
        if (payment is null)
        {
            stored.Flag = "unknown-payment";
            await unit.SaveAsync(cancellationToken);
            return;
        }

        var refunds = await OrderRefunds.OfPaymentAsync(unit.Db, payment.Id, cancellationToken);

        // Our refund may not have its provider id yet: the webhook can arrive before the request's response.
        var refund = refunds.Find(r => r.ProviderRefundId == seen.Id)
            ?? refunds.Find(r => r.ProviderRefundId is null && r.Amount == seen.Amount.Amount);
        if (refund is null)
        {
            stored.Flag = "provider-refund";
            refund = OrderEnding.RequestRefund(unit, payment, seen.Amount.Amount, "provider", now);
        }

        refund.UpdatedAt = now;
        RefundSender.Apply(refund, seen);
        await unit.SaveAsync(cancellationToken);
    }

    private async Task HandleDisputeAsync(PaymentEvent received, PaymentDispute dispute, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var now = time.GetUtcNow();
        if (await ReceivedPaymentEvents.InsertAsync(unit.Db, received, now, cancellationToken) is not { } stored)
        {
            return;
        }

        stored.Flag = "dispute";
        var payment = dispute.IntentId is { } intent ? await LockPaymentAsync(unit, intent, cancellationToken) : null;
        var order = payment is null ? null : await unit.LockOrderAsync(payment.OrderId, cancellationToken);
        if (order is { Status: OrderStatus.Paid or OrderStatus.PartiallyRefunded })
        {
            await ApplyDisputeAsync(unit, order, dispute.Status, now, cancellationToken);
        }

        await unit.CommitAsync(announcer, cancellationToken);
    }

    private async Task ApplyDisputeAsync(
        OrderTransaction unit, Order order, PaymentDisputeStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (status)
        {
            case PaymentDisputeStatus.Open:
                order.OpenDispute(now);
                await MarkTicketsAsync(unit, order.Id, TicketStatus.Valid, TicketStatus.Disputed, cancellationToken);
                break;
            case PaymentDisputeStatus.Won:
                order.WinDispute(now);
                await MarkTicketsAsync(unit, order.Id, TicketStatus.Disputed, TicketStatus.Valid, cancellationToken);
                break;
            case PaymentDisputeStatus.Lost:
                var live = order.Items.Where(item => item.Live).ToList();
                order.LoseDispute(now);
                await _ending.ReturnSeatsAsync(unit, order, live, backOnSale: true, now, cancellationToken);
                break;
        }
    }

    private static Task<int> MarkTicketsAsync(
        OrderTransaction unit, OrderId order, TicketStatus from, TicketStatus to, CancellationToken cancellationToken) =>
        IssuedTickets.MarkAsync(unit.Db, order, from, to, cancellationToken);

    /// <summary>Locks the order of a payment, then the payment, by the feature's lock order.</summary>
    private static async Task<Payment?> LockPaymentAsync(OrderTransaction unit, string intent, CancellationToken cancellationToken)
    {
        var order = await OrderPayments.FindOrderAsync(unit.Db, intent, cancellationToken);
        if (order is not { } id)
        {
            return null;
        }

        await unit.LockOrderAsync(id, cancellationToken);
        return (await unit.LockPaymentsAsync(id, cancellationToken)).Find(p => p.ProviderPaymentId == intent);
    }
}
