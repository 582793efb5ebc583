using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// The tickets of orders' items, for the transactions of their orders. An item is issued its ticket by its order
/// (<see cref="Core.Ordering.Order.ConfirmPaid"/>); everything after that goes through the view <c>tickets</c>.
/// </summary>
internal static class IssuedTickets
{
    /// <summary>An order's tickets by seat, void ones too.</summary>
    public static Task<List<Ticket>> ReadAsync(TicketingDbContext db, OrderId order, CancellationToken cancellationToken) =>
        db.Tickets.AsNoTracking().Where(ticket => ticket.OrderId == order).OrderBy(ticket => ticket.SeatIndex)
            .ToListAsync(cancellationToken);

    /// <summary>All that admit (<see cref="Ticket.Admits"/>), for lists that count them.</summary>
    public static IQueryable<Ticket> Admitting(TicketingDbContext db) =>
        db.Tickets.AsNoTracking().Where(ticket => ticket.Status != TicketStatus.Void);

    /// <summary>The order that a ticket is of; null: there is no such ticket.</summary>
    public static Task<OrderId?> FindOrderAsync(TicketingDbContext db, TicketId id, CancellationToken cancellationToken) =>
        db.Tickets.Where(ticket => ticket.Id == id).Select(ticket => (OrderId?)ticket.OrderId).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Makes the tickets of items void.</summary>
    public static Task<int> VoidAsync(
        TicketingDbContext db, List<OrderItemId> items, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Tickets.Where(ticket => items.Contains(ticket.OrderItemId) && ticket.Status != TicketStatus.Void)
            .ExecuteUpdateAsync(
                set => set.SetProperty(t => t.Status, TicketStatus.Void).SetProperty(t => t.VoidedAt, now), cancellationToken);

    /// <summary>Changes the status of an order's tickets that have the status <paramref name="from"/>.</summary>
    public static Task<int> MarkAsync(
        TicketingDbContext db, OrderId order, TicketStatus from, TicketStatus to, CancellationToken cancellationToken) =>
        db.Tickets.Where(ticket => ticket.OrderId == order && ticket.Status == from)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, to), cancellationToken);
}
