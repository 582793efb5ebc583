using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Place;

namespace Ticketing.Infrastructure.Ordering.End;

/// <summary>What every end of an order has in common. Each method runs inside the caller's transaction, on a locked order.</summary>
internal sealed class OrderEnding(SeatLedger ledger)
{
    /// <summary>After <see cref="Order.Expire"/> or the cancelling of an unpaid order: its seats are free, its promo code's use is given back.</summary>
    public async Task ReleaseUnpaidAsync(OrderTransaction unit, Order order, CancellationToken cancellationToken)
    {
        var status = order.Status == OrderStatus.Expired ? HoldStatus.Expired : HoldStatus.Released;
        unit.SeatsChanged(order.PerformanceId, await ledger.ReleaseAsync(unit.Connection, unit.Transaction, order.HoldId, status, cancellationToken));
        await PromoCodes.GiveBackAsync(unit.Db, order.Id, cancellationToken);
    }

    /// <summary>After items lost their claim: their tickets are void, and their seats free or blocked.</summary>
    public async Task ReturnSeatsAsync(
        OrderTransaction unit, Order order, IReadOnlyList<OrderItem> items, bool backOnSale, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = items.Select(item => item.Id).ToList();
        await unit.Db.Tickets.Where(ticket => ids.Contains(ticket.OrderItemId) && ticket.Status != TicketStatus.Void)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, TicketStatus.Void).SetProperty(t => t.VoidedAt, now), cancellationToken);

        var seats = items.Select(item => item.SeatIndex).Order().ToList();
        var freed = await ledger.FreeAsync(
            unit.Connection, unit.Transaction, order.PerformanceId, order.Id, seats, backOnSale ? SeatStatus.Available : SeatStatus.Blocked, cancellationToken);
        Invariant.Holds(freed.Count == seats.Count);
        unit.SeatsChanged(order.PerformanceId, freed);
    }

    /// <summary>Decides that money goes back; it is sent after the commit.</summary>
    public static Refund RequestRefund(OrderTransaction unit, Payment payment, long amount, string reason, DateTimeOffset now)
    {
        Invariant.Holds(amount > 0 && amount <= payment.Amount);
        var refund = new Refund
        {
            Id = Guid.CreateVersion7(now),
            OrderId = payment.OrderId,
            PaymentId = payment.Id,
            Amount = amount,
            Currency = payment.Currency,
            Status = RefundStatus.Requested,
            Reason = reason,
            CreatedAt = now,
            UpdatedAt = now,
        };
        unit.Db.Refunds.Add(refund);
        return refund;
    }
}
