using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.WaitingRoom.Join;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Brings an order up to what the provider says about its payment. Every road that money can take leads here: the
/// webhook, the buyer's return, the reconciler, the expiry's last question. It may be called any number of times with
/// the same news, in any order, by several instances at once.
/// <para>Invariants: no paid order without seats, no seats without a paid order. Money that can get no seats goes back.</para>
/// </summary>
public sealed partial class SettlePaymentHandler
{
    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly ConfirmationBatcher _confirmations;
    private readonly SeatLedger _ledger;
    private readonly OrderEnding _ending;
    private readonly BankWait _bankWait;
    private readonly SeatAnnouncer _announcer;
    private readonly RefundSender _refunds;
    private readonly BuyersPasses _passes;
    private readonly TimeProvider _time;
    private readonly ILogger<SettlePaymentHandler> _logger;

    internal SettlePaymentHandler(
        IDbContextFactory<TicketingDbContext> contexts, ConfirmationBatcher confirmations, SeatLedger ledger, SeatAnnouncer announcer, RefundSender refunds,
        BuyersPasses passes, BankWait bankWait, TimeProvider time, ILogger<SettlePaymentHandler> logger)
    {
        _bankWait = bankWait;
        (_contexts, _confirmations, _ledger, _announcer) = (contexts, confirmations, ledger, announcer);
        (_refunds, _passes, _time, _logger) = (refunds, passes, time, logger);
        _ending = new OrderEnding(ledger);
    }

    /// <summary>Settles <paramref name="intent"/>.</summary>
    /// <param name="received">The event that brought the news, to be kept in the same transaction; null when the provider was asked.</param>
    public async Task<SettledPayment> HandleAsync(PaymentIntent intent, PaymentEvent? received, CancellationToken cancellationToken)
    {
        // Nearly all: the money is there, and the order waits for it. They go with others in a batch.
        if (intent.Status == PaymentIntentStatus.Succeeded && await _confirmations.RunAsync(intent, received) is { } confirmed)
        {
            _passes.Bought(confirmed.Performance, confirmed.Hold, confirmed.User);
            LogSettled(intent.Id, intent.Status, SettledPayment.Paid);
            return SettledPayment.Paid;
        }

        return await SettleAloneAsync(intent, received, cancellationToken);
    }

    /// <summary>Settles <paramref name="intent"/> in a transaction of its own, whatever it says.</summary>
    internal async Task<SettledPayment> SettleAloneAsync(PaymentIntent intent, PaymentEvent? received, CancellationToken cancellationToken)
    {
        var (settled, refund) = await SettleAsync(intent, received, cancellationToken);
        LogSettled(intent.Id, intent.Status, settled);
        if (refund is { } id)
        {
            // Should it fail now, the refund worker goes on: the request is committed.
            await _refunds.SendAsync(id, cancellationToken);
        }

        return settled;
    }

    private async Task<(SettledPayment Settled, Guid? Refund)> SettleAsync(PaymentIntent intent, PaymentEvent? received, CancellationToken cancellationToken)
    {
        var found = await FindOrderAsync(intent, cancellationToken);
        await using var unit = await OrderTransaction.BeginAsync(_contexts, cancellationToken);
        var now = _time.GetUtcNow();
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
            await unit.CommitAsync(_announcer, cancellationToken);
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

        await unit.CommitAsync(_announcer, cancellationToken);
        if (settled is SettledPayment.Paid or SettledPayment.PaidLate)
        {
            _passes.Bought(order.PerformanceId, order.HoldId, order.UserId);
        }

        return (settled, refund?.Id);
    }

    private async Task<(SettledPayment Settled, Refund? Refund)> ApplyAsync(Settlement it, CancellationToken cancellationToken)
    {
        var step = PaymentJudge.Judge(it.Intent, it.Order, it.Payment);
        if (step == PaymentStep.Confirm)
        {
            if (await TryConfirmAsync(it, cancellationToken))
            {
                return (SettledPayment.Paid, null);
            }

            // The time ran out in this moment, only nobody has swept it yet: a late payment like any other.
            it.Order.Expire(it.Now);
            await _ending.ReleaseUnpaidAsync(it.Unit, it.Order, cancellationToken);
            step = PaymentJudge.Judge(it.Intent, it.Order, it.Payment);
        }

        switch (step)
        {
            case PaymentStep.Ignore:
                return (SettledPayment.Repeated, null);
            case PaymentStep.Wait:
                it.Payment.FailureCode = it.Intent.LastError?.DeclineCode ?? it.Intent.LastError?.Code;
                await _bankWait.EndAsync(it.Unit, it.Order, it.Payment, it.Now, cancellationToken);
                return (SettledPayment.NotPaid, null);
            case PaymentStep.WaitForBank:
                it.Payment.FailureCode = null;
                await _bankWait.BeginAsync(it.Unit, it.Order, it.Payment, it.Now, cancellationToken);
                return (SettledPayment.NotPaid, null);
            case PaymentStep.Cancel:
                it.Payment.Status = it.Payment.Status == PaymentStatus.Pending ? PaymentStatus.Cancelled : it.Payment.Status;
                await _bankWait.EndAsync(it.Unit, it.Order, it.Payment, it.Now, cancellationToken);
                return (SettledPayment.NotPaid, null);
            case PaymentStep.Mismatch:
                it.Payment.Status = PaymentStatus.Mismatched;
                return (SettledPayment.Mismatched, null);
            case PaymentStep.Revive when await TryReviveAsync(it, cancellationToken):
                return (SettledPayment.PaidLate, null);
            case PaymentStep.Revive or PaymentStep.ReturnLate:
                it.Order.ReturnLatePayment(it.Now);
                return Return(it, "late-payment");
            case PaymentStep.ReturnSecond:
                return Return(it, "paid-twice");
            default:
                throw new InvariantException($"payment step {step}");
        }
    }

    private async Task<bool> TryConfirmAsync(Settlement it, CancellationToken cancellationToken)
    {
        var (unit, order) = (it.Unit, it.Order);
        var sold = await _ledger.SellAsync(unit.Connection, unit.Transaction, order.PerformanceId, order.HoldId, order.Id, SeatsOf(order), it.Now, cancellationToken);
        if (!Took(it, sold))
        {
            return false;
        }

        order.ConfirmPaid(Actor.Provider, it.Now);
        unit.Db.Tickets.AddRange(OrderTickets.Of(order, it.Now));
        return true;
    }

    private async Task<bool> TryReviveAsync(Settlement it, CancellationToken cancellationToken)
    {
        var (unit, order) = (it.Unit, it.Order);
        var sold = await _ledger.RetakeAsync(unit.Connection, unit.Transaction, order.PerformanceId, order.Id, SeatsOf(order), it.Now, cancellationToken);
        if (!Took(it, sold))
        {
            return false;
        }

        order.ReviveByLatePayment(it.Now);
        unit.Db.Tickets.AddRange(OrderTickets.Of(order, it.Now));
        return true;
    }

    private static (SettledPayment Settled, Refund? Refund) Return(Settlement it, string reason)
    {
        it.Payment.Status = PaymentStatus.Returned;
        return (SettledPayment.Returned, OrderEnding.RequestRefund(it.Unit, it.Payment, it.Payment.Amount, reason, it.Now));
    }

    private static List<SeatIndex> SeatsOf(Order order) => [.. order.Items.Select(item => item.SeatIndex)];

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
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);

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
