using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Ordering.End;

/// <summary>Cancels a whole order, with a refund if it is paid; see <see cref="CancelOrder"/>.</summary>
public sealed class CancelOrderHandler(
    IDbContextFactory<TicketingDbContext> contexts,
    EndUnpaidOrder endUnpaid,
    RefundOrderHandler refund,
    SeatLedger ledger,
    SeatAnnouncer announcer,
    OrderTokens tokens,
    RecentProof proof,
    TimeProvider time)
{
    private readonly OrderEnding _ending = new(ledger);

    public async Task<Outcome<Order, CancelOrderRefusal>> HandleAsync(CancelOrder command, CancellationToken cancellationToken)
    {
        var order = await ReadAsync(command, cancellationToken);
        if (order is null)
        {
            return CancelOrderRefusal.NotFound;
        }

        if (order.Status == OrderStatus.AwaitingPayment)
        {
            switch (await endUnpaid.EndAsync(order.Id, OrderStatus.Cancelled, command.Visitor.Caller.Actor, cancellationToken))
            {
                case EndedUnpaid.Ended:
                    return (await ReadAsync(command, cancellationToken))!;
                case EndedUnpaid.Processing:
                    return CancelOrderRefusal.PaymentUnderWay;
                case EndedUnpaid.NotWaiting:
                case EndedUnpaid.PaidMeanwhile:
                    order = (await ReadAsync(command, cancellationToken))!;
                    break;
            }
        }

        if (order.Status is not (OrderStatus.Paid or OrderStatus.PartiallyRefunded))
        {
            return CancelOrderRefusal.AlreadyEnded;
        }

        var byStaff = await IsByStaffAsync(command, order, cancellationToken);
        if (!byStaff && (order.CancellableUntil is not { } until || time.GetUtcNow() >= until))
        {
            return CancelOrderRefusal.NotWithinPolicy;
        }

        if (byStaff && !proof.IsOf(command.Visitor.Caller))
        {
            return CancelOrderRefusal.ProofNeeded;
        }

        return order.Total == 0 ? await CancelFreeAsync(command, cancellationToken) : await RefundWholeAsync(command, order, byStaff, cancellationToken);
    }

    private async Task<Outcome<Order, CancelOrderRefusal>> RefundWholeAsync(CancelOrder command, Order order, bool byStaff, CancellationToken cancellationToken)
    {
        var withFees = byStaff || !order.CancellationKeepsFees;
        var reason = byStaff ? "staff" : "buyer-cancelled";
        var refunded = await refund.RefundCancelledAsync(
            new RefundOrder(command.Order, null, withFees, SeatsBackOnSale: true, reason, command.Visitor.Caller), cancellationToken);
        return refunded.Succeeded ? refunded.Value
            : refunded.Refusal switch
            {
                RefundOrderRefusal.NotFound => CancelOrderRefusal.NotFound,
                RefundOrderRefusal.NotPaid or RefundOrderRefusal.ItemNotRefundable => CancelOrderRefusal.AlreadyEnded,
                RefundOrderRefusal.Disputed => CancelOrderRefusal.Disputed,
                RefundOrderRefusal.ProofNeeded => CancelOrderRefusal.ProofNeeded,
                RefundOrderRefusal.AboveLimit => CancelOrderRefusal.AboveLimit,
            };
    }

    private async Task<Outcome<Order, CancelOrderRefusal>> CancelFreeAsync(CancelOrder command, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var order = await unit.LockOrderAsync(command.Order, cancellationToken);
        if (order is not { Status: OrderStatus.Paid or OrderStatus.PartiallyRefunded })
        {
            return CancelOrderRefusal.AlreadyEnded;
        }

        var now = time.GetUtcNow();
        var live = order.Items.Where(item => item.Live).ToList();
        var extras = order.LiveExtras.ToList();
        order.Cancel(command.Visitor.Caller.Actor, now);
        await _ending.ReturnAsync(unit, order, live, extras, backOnSale: true, now, cancellationToken);
        await unit.CommitAsync(announcer, cancellationToken);
        return order;
    }

    private async Task<bool> IsByStaffAsync(CancelOrder command, Order order, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ServesBuyersOfAsync(command.Visitor.Caller, order.OrganizationId, order.PerformanceId, cancellationToken);
    }

    private async Task<Order?> ReadAsync(CancelOrder command, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().Include(o => o.Items.OrderBy(i => i.SeatIndex))
            .SingleOrDefaultAsync(o => o.Id == command.Order, cancellationToken);
        return order is not null && await OrderAccess.MaySeeAsync(db, tokens, order, command.Visitor, cancellationToken) ? order : null;
    }
}
