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
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Presales;
using Ticketing.Infrastructure.WaitingRoom.Join;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Applies an intent's state at the provider to its order. The only place where payments are settled: called by the webhook, the buyer's
/// return, the reconciler and the expiry. Idempotent; safe in any order and from concurrent instances.
/// <para>Invariants: no paid order without seats, no sold seats without a paid order. A payment that cannot get seats is refunded.</para>
/// </summary>
public sealed partial class SettlePaymentHandler
{
    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly ConfirmationBatcher _confirmations;
    private readonly SeatLedger _ledger;
    private readonly OrderEnding _ending;
    private readonly BankWait _bankWait;
    private readonly OrderMetrics _metrics;
    private readonly DisputeEffects _disputes;
    private readonly SeatAnnouncer _announcer;
    private readonly RefundSender _refunds;
    private readonly BuyersPasses _passes;
    private readonly TimeProvider _time;
    private readonly ILogger<SettlePaymentHandler> _logger;

    internal SettlePaymentHandler(
        IDbContextFactory<TicketingDbContext> contexts, ConfirmationBatcher confirmations, SeatLedger ledger, SeatAnnouncer announcer,
        RefundSender refunds, BuyersPasses passes, BankWait bankWait, OrderMetrics metrics, TimeProvider time,
        ILogger<SettlePaymentHandler> logger)
    {
        (_bankWait, _metrics) = (bankWait, metrics);
        (_contexts, _confirmations, _ledger, _announcer) = (contexts, confirmations, ledger, announcer);
        (_refunds, _passes, _time, _logger) = (refunds, passes, time, logger);
        (_ending, _disputes) = (new OrderEnding(ledger), new DisputeEffects(ledger));
    }

    /// <summary>Settles <paramref name="intent"/>.</summary>
    /// <param name="received">The event that reported it, inserted in the same transaction; null if the provider was queried.</param>
    public async Task<SettledPayment> HandleAsync(PaymentIntent intent, PaymentEvent? received, CancellationToken cancellationToken)
    {
        // The common case, batched: the payment succeeded and the order awaits it.
        if (intent.Status == PaymentIntentStatus.Succeeded && await _confirmations.RunAsync(intent, received) is { } confirmed)
        {
            _passes.Bought(confirmed.Performance, confirmed.Hold, confirmed.User);
            LogSettled(intent.Id, intent.Status, SettledPayment.Paid);
            _metrics.Count(SettledPayment.Paid, intent, received);
            return SettledPayment.Paid;
        }

        return await SettleUnbatchedAsync(intent, received, cancellationToken);
    }

    /// <summary>Settles <paramref name="intent"/> in any state, in a transaction of its own.</summary>
    internal async Task<SettledPayment> SettleUnbatchedAsync(
        PaymentIntent intent, PaymentEvent? received, CancellationToken cancellationToken)
    {
        var (settled, refund) = await SettleAsync(intent, received, cancellationToken);
        LogSettled(intent.Id, intent.Status, settled);
        _metrics.Count(settled, intent, received);
        if (refund is { } id)
        {
            // The request is committed: if sending fails, the worker retries.
            await _refunds.SendAsync(id, cancellationToken);
        }

        return settled;
    }

    private async Task<(SettledPayment Settled, Guid? Refund)> SettleAsync(PaymentIntent intent, PaymentEvent? received, CancellationToken cancellationToken)
    {
        var found = await FindOrderAsync(intent, cancellationToken);
        await using var unit = await OrderTransaction.BeginAsync(_contexts, cancellationToken);
        var now = _time.GetUtcNow();
        var stored = received is null ? null : await ReceivedPaymentEvents.InsertAsync(unit.Db, received, now, cancellationToken);
        if (received is not null && stored is null)
        {
            return (SettledPayment.Repeated, null);
        }

        if (found is { } locked)
        {
            // Settling may move the hold's deadline or release its seats; the hold is first in the lock order.
            await unit.LockHoldAsync(locked, cancellationToken);
        }

        var order = found is { } id ? await unit.LockOrderAsync(id, cancellationToken) : null;
        if (order is null)
        {
            stored?.Flag = "unknown-payment";
            await unit.CommitAsync(_announcer, cancellationToken);
            return (SettledPayment.UnknownOrder, null);
        }

        var payments = await unit.LockPaymentsAsync(order.Id, cancellationToken);
        var payment = payments.Find(p => p.ProviderPaymentId == intent.Id) ?? await AdoptAsync(unit, order, intent, now, cancellationToken);
        payment.UpdatedAt = now;
        var (settled, refund) = await ApplyAsync(new Settlement(unit, order, payment, intent, now), cancellationToken);
        if (settled == SettledPayment.Mismatched)
        {
            stored?.Flag = "amount-mismatch";
        }

        if (payment.HasEarlyEvents && settled is SettledPayment.Paid or SettledPayment.PaidLate)
        {
            // Its tickets have to be in the database.
            await unit.Db.SaveChangesAsync(cancellationToken);
            await _disputes.ApplyAsync(unit, order, await OrderMoney.ReadAsync(unit, order, cancellationToken), now, cancellationToken);
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

            // The hold expired before the sweep reached its order: expire it here, then treat this as a late payment.
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
                return await ReturnAsync(it, "late-payment", cancellationToken);
            case PaymentStep.ReturnSecond:
                return await ReturnAsync(it, "paid-twice", cancellationToken);
            default:
                throw new InvariantException($"payment step {step}");
        }
    }

    private async Task<bool> TryConfirmAsync(Settlement it, CancellationToken cancellationToken)
    {
        var (unit, order) = (it.Unit, it.Order);
        var sold = await _ledger.SellAsync(
            unit.Connection, unit.Transaction, order.PerformanceId, order.HoldId, order.Id, SeatsOf(order), it.Now, cancellationToken);
        if (!RecordSold(it, sold))
        {
            return false;
        }

        order.ConfirmPaid(Actor.Provider, it.Now);
        return true;
    }

    private async Task<bool> TryReviveAsync(Settlement it, CancellationToken cancellationToken)
    {
        var (unit, order) = (it.Unit, it.Order);
        var sold = await _ledger.RetakeAsync(
            unit.Connection, unit.Transaction, order.PerformanceId, order.Id, SeatsOf(order), it.Now, cancellationToken);

        // The code's use before the extras, as orders take them.
        var hasCode = sold.Count > 0 && order.FormerAccessCodeId is { } former && await AccessCodeUses.TakeAsync(unit.Db, former, cancellationToken);
        if (sold.Count > 0 && !await ExtraStock.TryChangeAsync(unit, [], order.Extras, cancellationToken))
        {
            // Sold out meanwhile. The order was for all of it, so its money goes back; the seats, which viewers have not seen taken, and the
            // code's use, too.
            await _ledger.FreeAsync(
                unit.Connection, unit.Transaction, order.PerformanceId, order.Id, [.. SeatsOf(order).Order()], SeatStatus.Available,
                cancellationToken);
            if (hasCode)
            {
                await AccessCodeUses.GiveBackAsync(unit.Db, order.FormerAccessCodeId!.Value, cancellationToken);
            }

            return false;
        }

        if (!RecordSold(it, sold))
        {
            return false;
        }

        order.ReviveByLatePayment(it.Now);
        if (hasCode)
        {
            order.TakeAccessCodeAgain();
        }
        else if (order.FormerAccessCodeId is not null)
        {
            order.MissAccessCode(it.Now);
        }

        return true;
    }

    private static async Task<(SettledPayment Settled, Refund? Refund)> ReturnAsync(
        Settlement it, string reason, CancellationToken cancellationToken)
    {
        it.Payment.Status = PaymentStatus.Returned;
        await it.Unit.Db.SaveChangesAsync(cancellationToken);
        var money = await OrderMoney.ReadAsync(it.Unit, it.Order, cancellationToken);
        var left = money.LeftOf(it.Payment);
        return (SettledPayment.Returned, left > 0 ? money.Request(it.Payment, left, reason, it.Now) : null);
    }

    private static List<SeatIndex> SeatsOf(Order order) => [.. order.Items.Select(item => item.SeatIndex)];

    // False if the ledger sold none; it sells all or none.
    private static bool RecordSold(Settlement it, IReadOnlyList<SeatChange> sold)
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

        // A crash between creating the intent and recording it leaves no row: the intent's metadata has the order.
        return await OrderPayments.FindOrderAsync(db, intent.Id, cancellationToken) ?? intent.Order;
    }

    private static async Task<Payment> AdoptAsync(
        OrderTransaction unit, Order order, PaymentIntent intent, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await OrderDisputes.SerializeAsync(unit.Db, intent.Id, cancellationToken);
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
            HasEarlyEvents = (await OrderDisputes.OfPaymentsAsync(unit.Db, [intent.Id], cancellationToken)).Count > 0,
            CreatedAt = now,
            UpdatedAt = now,
        };
        OrderPayments.Add(unit.Db, payment);
        return payment;
    }

    private sealed record Settlement(
        OrderTransaction Unit, Order Order, Payment Payment, PaymentIntent Intent, DateTimeOffset Now);

    [LoggerMessage(LogLevel.Information, "Payment {Intent} is {Status} at the provider: {Settled}")]
    private partial void LogSettled(string intent, PaymentIntentStatus status, SettledPayment settled);
}
