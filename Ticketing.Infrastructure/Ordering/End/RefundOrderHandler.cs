using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Payments.Shifts;

namespace Ticketing.Infrastructure.Ordering.End;

/// <summary>
/// Refunds items and extras; see <see cref="RefundOrder"/>. Voids their tickets and frees their seats in the transaction that requests the refund.
/// Sends the refund to the provider after the commit, with retries.
/// </summary>
public sealed class RefundOrderHandler(
    IDbContextFactory<TicketingDbContext> contexts, ProviderRefunds atProvider, SeatLedger ledger, SeatAnnouncer announcer,
    RefundSender refunds, RecentProof proof, TimeProvider time)
{
    private readonly OrderEnding _ending = new(ledger);

    public Task<Outcome<Order, RefundOrderRefusal>> HandleAsync(RefundOrder command, CancellationToken cancellationToken) =>
        RunAsync(
            command,
            byMember => !byMember ? RefundOrderRefusal.NotFound
                : proof.IsOf(command.Caller) ? null
                : RefundOrderRefusal.ProofNeeded,
            null,
            cancellationToken);

    /// <summary>The refund of a cancellation, which <see cref="CancelOrderHandler"/> has authorized.</summary>
    internal Task<Outcome<Order, RefundOrderRefusal>> RefundCancelledAsync(RefundOrder command, CancellationToken cancellationToken) =>
        RunAsync(command, _ => null, null, cancellationToken);

    /// <summary>The refund of an order by a bulk job, which was authorized when it was asked for.</summary>
    internal Task<Outcome<Order, RefundOrderRefusal>> RefundForJobAsync(RefundOrder command, JobRefund job, CancellationToken cancellationToken) =>
        RunAsync(command, _ => null, job, cancellationToken);

    private async Task<Outcome<Order, RefundOrderRefusal>> RunAsync(
        RefundOrder command, Func<bool, RefundOrderRefusal?> refuse, JobRefund? job, CancellationToken cancellationToken)
    {
        // The event of a refund made at the provider may not have arrived.
        var intent = await FindIntentAsync(command.Order, cancellationToken);
        var listed = intent is null ? null : await atProvider.ListAsync(intent, cancellationToken);
        var (outcome, toSend) = await DecideAsync(command, refuse, listed, job, cancellationToken);
        foreach (var refund in toSend)
        {
            await refunds.SendAsync(refund, cancellationToken);
        }

        return outcome;
    }

    private async Task<(Outcome<Order, RefundOrderRefusal> Outcome, IReadOnlyList<Guid> ToSend)> DecideAsync(
        RefundOrder command, Func<bool, RefundOrderRefusal?> refuse, PaymentRefundList? listed, JobRefund? job,
        CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var order = await unit.LockOrderAsync(command.Order, cancellationToken);
        if (order is null)
        {
            return (RefundOrderRefusal.NotFound, []);
        }

        var byMember = await unit.Db.ServesBuyersOfAsync(command.Caller, order.OrganizationId, order.PerformanceId, cancellationToken);
        if (refuse(byMember) is { } refused)
        {
            return (refused, []);
        }

        if (order.Status is not (OrderStatus.Paid or OrderStatus.PartiallyRefunded))
        {
            return (RefundOrderRefusal.NotPaid, []);
        }

        if (Choose(order, command) is not var (items, extras))
        {
            return (RefundOrderRefusal.ItemNotRefundable, []);
        }

        if (order.Total == 0)
        {
            return (await ReturnFreeAsync(unit, order, items, extras, command, job, cancellationToken), []);
        }

        var money = await OrderMoney.ReadAsync(unit, order, cancellationToken);
        if (money.Paying is not { } payment)
        {
            return (RefundOrderRefusal.NotPaid, []);
        }

        if (money.Dispute == PaymentDisputeStatus.Open)
        {
            return (RefundOrderRefusal.Disputed, []);
        }

        var now = time.GetUtcNow();
        if (!payment.IsByHand)
        {
            foreach (var seen in listed?.Refunds ?? [])
            {
                money.Import(payment, seen, now);
            }
        }

        var amount = order.AmountReturnedFor(items, command.WithFees, extras).Amount;
        if (byMember && await RefundAllowances.OfLockedAsync(unit.Db, order, money, command.Caller, cancellationToken) is { } allowance
            && !allowance.Allows(amount))
        {
            return (RefundOrderRefusal.AboveLimit, []);
        }

        if (job?.Limit is { } limit && amount > 0 && money.Given + amount > limit)
        {
            return (RefundOrderRefusal.AboveLimit, []);
        }

        order.Refund(items, amount, command.Caller.Actor, now, extras);
        await _ending.ReturnAsync(unit, order, items, extras, command.SeatsBackOnSale, now, cancellationToken);
        // A job acts for no member: cash refunds of its orders are paid by hand.
        var drawer = byMember
            ? await OpenShifts.LockAsync(unit.Db, order.OrganizationId, command.Caller.User, order.Currency, cancellationToken)
            : null;
        var toSend = money.RequestAll(amount, command.Reason, forExchange: false, byMember, drawer, now);
        money.Count(now);
        await MarkAsync(job, unit, amount, cancellationToken);
        await unit.CommitAsync(announcer, cancellationToken);
        return (order, toSend);
    }

    private async Task<Order> ReturnFreeAsync(
        OrderTransaction unit, Order order, List<OrderItem> items, List<OrderExtra> extras, RefundOrder command, JobRefund? job,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (items.Count == order.Items.Count(item => item.Live) && extras.Count == order.LiveExtras.Count())
        {
            order.Cancel(command.Caller.Actor, now);
        }
        else
        {
            order.Refund(items, 0, command.Caller.Actor, now, extras);
        }

        await _ending.ReturnAsync(unit, order, items, extras, command.SeatsBackOnSale, now, cancellationToken);
        await MarkAsync(job, unit, 0, cancellationToken);
        await unit.CommitAsync(announcer, cancellationToken);
        return order;
    }

    /// <summary>What the command names: without items and extras, all that is left. Null: some of it cannot be refunded, or nothing is left.</summary>
    private static (List<OrderItem> Items, List<OrderExtra> Extras)? Choose(Order order, RefundOrder command)
    {
        if (command.Items is null && command.Extras is null)
        {
            var (items, extras) = (order.Items.Where(item => item.Live).ToList(), order.LiveExtras.ToList());
            return items.Count + extras.Count > 0 ? (items, extras) : null;
        }

        var itemIds = command.Items?.Distinct().ToList() ?? [];
        var extraIds = command.Extras?.Distinct().ToList() ?? [];
        var chosenItems = order.Items.Where(item => item.Live && itemIds.Contains(item.Id)).ToList();
        var chosenExtras = order.LiveExtras.Where(extra => extraIds.Contains(extra.Id)).ToList();
        return itemIds.Count + extraIds.Count > 0 && chosenItems.Count == itemIds.Count && chosenExtras.Count == extraIds.Count
            ? (chosenItems, chosenExtras)
            : null;
    }

    private static Task MarkAsync(JobRefund? job, OrderTransaction unit, long amount, CancellationToken cancellationToken) =>
        job is null ? Task.CompletedTask : job.MarkAsync(unit.Db, amount, cancellationToken);

    private async Task<string?> FindIntentAsync(OrderId order, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await OrderPayments.ReadAsync(db, order, cancellationToken))
            .Find(payment => payment is { Status: PaymentStatus.Succeeded, IsByHand: false })?.ProviderPaymentId;
    }
}

/// <summary>A refund that a bulk job asks for.</summary>
/// <param name="Limit">What may be given back of the order in all; minor units, null: no limit.</param>
/// <param name="MarkAsync">Marks the order as refunded by this amount, in the refund's transaction.</param>
internal sealed record JobRefund(long? Limit, Func<TicketingDbContext, long, CancellationToken, Task> MarkAsync);
