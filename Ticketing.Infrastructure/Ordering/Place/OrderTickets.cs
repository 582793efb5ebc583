using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Makes the tickets of an order that has just been paid. They are signed when they are first shown.</summary>
internal static class OrderTickets
{
    /// <summary>A ticket for each live item, to be written in the transaction that pays the order.</summary>
    public static List<Ticket> Of(Order order, DateTimeOffset now)
    {
        Invariant.Holds(order.Status == OrderStatus.Paid);
        var tickets = new List<Ticket>(order.Items.Count);
        foreach (var item in order.Items)
        {
            if (item.Live)
            {
                tickets.Add(new Ticket
                {
                    Id = new TicketId(Guid.CreateVersion7(now)),
                    OrderId = order.Id,
                    OrderItemId = item.Id,
                    PerformanceId = order.PerformanceId,
                    SeatIndex = item.SeatIndex,
                    Label = item.Label,
                    AttendeeName = item.AttendeeName,
                    Status = TicketStatus.Valid,
                    IssuedAt = now,
                });
            }
        }

        return tickets;
    }
}
