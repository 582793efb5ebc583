using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.WaitingRoom;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// Brings an order up to what the provider says about its payment. Every road that money can take leads here: the
/// webhook, the buyer's return, the reconciler, the expiry's last question. It may be called any number of times with
/// the same news, in any order, by several instances at once.
/// <para>Invariants: no paid order without seats, no seats without a paid order. Money that can get no seats goes back.</para>
/// </summary>
public sealed partial class SettlePaymentHandler
{
    private readonly IDbContextFactory<TicketingDbContext> contexts;
    private readonly ConfirmationBatcher confirmations;
    private readonly SeatLedger ledger;
    private readonly OrderEnding ending;
    private readonly BankWait _bankWait;
    private readonly SeatAnnouncer announcer;
    private readonly RefundSender refunds;
    private readonly BuyersPasses passes;
    private readonly TimeProvider time;
    private readonly ILogger<SettlePaymentHandler> logger;

    internal SettlePaymentHandler(
        IDbContextFactory<TicketingDbContext> contexts, ConfirmationBatcher confirmations, SeatLedger ledger, SeatAnnouncer announcer, RefundSender refunds,
        BuyersPasses passes, BankWait bankWait, TimeProvider time, ILogger<SettlePaymentHandler> logger)
    {
        _bankWait = bankWait;
        (this.contexts, this.confirmations, this.ledger, this.announcer) = (contexts, confirmations, ledger, announcer);
        (this.refunds, this.passes, this.time, this.logger) = (refunds, passes, time, logger);
        ending = new OrderEnding(ledger);
    }

    /// <summary>Settles <paramref name="intent"/>.</summary>
    /// <param name="received">The event that brought the news, to be kept in the same transaction; null when the provider was asked.</param>
    public async Task<SettledPayment> HandleAsync(PaymentIntent intent, PaymentEvent? received, CancellationToken cancellationToken)
    {
        // Nearly all: the money is there, and the order waits for it. They go with others in a batch.
        if (intent.Status == PaymentIntentStatus.Succeeded && await confirmations.RunAsync(intent, received) is { } confirmed)
        {
            passes.Bought(confirmed.Performance, confirmed.Hold, confirmed.User);
            LogSettled(intent.Id, intent.Status, SettledPayment.Paid);
            return SettledPayment.Paid;
        }

        var (settled, refund) = await SettleAsync(intent, received, cancellationToken);
        LogSettled(intent.Id, intent.Status, settled);
        if (refund is { } id)
        {
            // Should it fail now, the refund worker goes on: the request is committed.
            await refunds.SendAsync(id, cancellationToken);
        }

        return settled;
    }

    private async Task<(SettledPayment Settled, Guid? Refund)> SettleAsync(PaymentIntent intent, PaymentEvent? received, CancellationToken cancellationToken)
    {
        var found = await FindOrderAsync(intent, cancellationToken);
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var now = time.GetUtcNow();
        var kept = received is null ? null : await ReceivedPaymentEvents.KeepAsync(unit.Db, received, now, cancellationToken);
        if (received is not null && kept is null)
        {
            return (SettledPayment.Repeated, null);
        }

        if (found is { } locked && intent.Status != PaymentIntentStatus.Succeeded)
        {
            // Its end may move: the hold comes first in the lock order.
            await unit.LockHoldAsync(locked, cancellationToken);
        }

        var order = found is { } id ? await unit.LockOrderAsync(id, cancellationToken) : null;
        if (order is null)
        {
            kept?.Flag = "unknown-payment";
            await unit.CommitAsync(announcer, cancellationToken);
            return (SettledPayment.UnknownOrder, null);
        }

        var payments = await unit.LockPaymentsAsync(order.Id, cancellationToken);
        var payment = payments.Find(p => p.ProviderPaymentId == intent.Id) ?? Adopt(unit, order, intent, now);
        payment.UpdatedAt = now;
        var (settled, refund) = await ApplyAsync(new Settlement(unit, order, payment, intent, now), cancellationToken);
        if (settled == SettledPayment.Mismatched)
        {
            kept?.Flag = "amount-mismatch";
        }

        await unit.CommitAsync(announcer, cancellationToken);
        if (settled is SettledPayment.Paid or SettledPayment.PaidLate)
        {
            passes.Bought(order.PerformanceId, order.HoldId, order.UserId);
        }

        return (settled, refund?.Id);
    }

    private async Task<(SettledPayment Settled, Refund? Refund)> ApplyAsync(Settlement it, CancellationToken cancellationToken)
    {
        switch (it.Intent.Status)
        {
            case PaymentIntentStatus.Succeeded when it.Payment.Status is PaymentStatus.Succeeded or PaymentStatus.Returned or PaymentStatus.Mismatched:
                return (SettledPayment.Repeated, null);
            case PaymentIntentStatus.Succeeded:
                return await ReceiveAsync(it, cancellationToken);
            case PaymentIntentStatus.Canceled:
                it.Payment.Status = it.Payment.Status == PaymentStatus.Pending ? PaymentStatus.Cancelled : it.Payment.Status;
                await _bankWait.EndAsync(it.Unit, it.Order, it.Payment, it.Now, cancellationToken);
                return (SettledPayment.NotPaid, null);
            case PaymentIntentStatus.AwaitingCard:
            case PaymentIntentStatus.AwaitingConfirmation:
            case PaymentIntentStatus.AwaitingBuyer:
                it.Payment.FailureCode = it.Intent.LastError?.DeclineCode ?? it.Intent.LastError?.Code;
                await _bankWait.EndAsync(it.Unit, it.Order, it.Payment, it.Now, cancellationToken);
                return (SettledPayment.NotPaid, null);
            case PaymentIntentStatus.Processing:
                it.Payment.FailureCode = null;
                await _bankWait.BeginAsync(it.Unit, it.Order, it.Payment, it.Now, cancellationToken);
                return (SettledPayment.NotPaid, null);
        }

        throw new InvariantException($"payment intent status {it.Intent.Status}");
    }

    private async Task<(SettledPayment Settled, Refund? Refund)> ReceiveAsync(Settlement it, CancellationToken cancellationToken)
    {
        var (unit, order, payment) = (it.Unit, it.Order, it.Payment);
        if (it.Intent.Received != new Money(payment.Amount, payment.Currency) || payment.Currency != order.Currency
            || (order.Status == OrderStatus.AwaitingPayment && payment.Amount != order.Total))
        {
            payment.Status = PaymentStatus.Mismatched;
            return (SettledPayment.Mismatched, null);
        }

        var seats = order.Items.Select(item => item.SeatIndex).ToList();
        if (order.Status == OrderStatus.AwaitingPayment)
        {
            var sold = await ledger.SellAsync(unit.Connection, unit.Transaction, order.PerformanceId, order.HoldId, order.Id, seats, it.Now, cancellationToken);
            if (Took(it, sold))
            {
                order.ConfirmPaid(Actor.Provider, it.Now);
                unit.Db.Tickets.AddRange(OrderTickets.Of(order, it.Now));
                return (SettledPayment.Paid, null);
            }

            // The time ran out in this moment, only nobody has swept it yet: a late payment like any other.
            order.Expire(it.Now);
            await ending.ReleaseUnpaidAsync(unit, order, cancellationToken);
        }

        if (order.Status == OrderStatus.Expired)
        {
            var sold = await ledger.RetakeAsync(unit.Connection, unit.Transaction, order.PerformanceId, order.Id, seats, it.Now, cancellationToken);
            if (Took(it, sold))
            {
                order.ReviveByLatePayment(it.Now);
                unit.Db.Tickets.AddRange(OrderTickets.Of(order, it.Now));
                return (SettledPayment.PaidLate, null);
            }
        }

        // Paid after the end with the seats gone, paid after the buyer cancelled, or paid a second time.
        var late = order.PaidAt is null;
        payment.Status = PaymentStatus.Returned;
        if (late)
        {
            order.ReturnLatePayment(it.Now);
        }

        return (SettledPayment.Returned, OrderEnding.RequestRefund(unit, payment, payment.Amount, late ? "late-payment" : "paid-twice", it.Now));
    }

    private static bool Took(Settlement it, IReadOnlyList<SeatChange> sold)
    {
        Invariant.Holds(sold.Count == 0 || sold.Count == it.Order.Items.Count);
        if (sold.Count == 0)
        {
            return false;
        }

        it.Unit.SeatsChanged(it.Order.PerformanceId, sold);
        it.Payment.Status = PaymentStatus.Succeeded;
        return true;
    }

    private async Task<OrderId?> FindOrderAsync(PaymentIntent intent, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // The app may have died between creating the intent and noting it: the intent itself knows its order.
        return await db.Payments.Where(p => p.ProviderPaymentId == intent.Id).Select(p => (OrderId?)p.OrderId).SingleOrDefaultAsync(cancellationToken)
            ?? intent.Order;
    }

    private static Payment Adopt(OrderTransaction unit, Order order, PaymentIntent intent, DateTimeOffset now)
    {
        var payment = new Payment
        {
            Id = Guid.CreateVersion7(now),
            OrderId = order.Id,
            Provider = PaymentStarter.Provider,
            ProviderPaymentId = intent.Id,
            ClientSecret = intent.ClientSecret ?? "",
            Amount = intent.Amount.Amount,
            Currency = intent.Amount.Currency,
            Status = PaymentStatus.Pending,
            CreatedAt = now,
            UpdatedAt = now,
        };
        unit.Db.Payments.Add(payment);
        return payment;
    }

    private sealed record Settlement(
        OrderTransaction Unit, Order Order, Payment Payment, PaymentIntent Intent, DateTimeOffset Now);

    [LoggerMessage(LogLevel.Information, "Payment {Intent} is {Status} at the provider: {Settled}")]
    private partial void LogSettled(string intent, PaymentIntentStatus status, SettledPayment settled);
}
