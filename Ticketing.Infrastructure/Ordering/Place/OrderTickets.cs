using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Creates the tickets of a paid order, unsigned; they are signed when first displayed.</summary>
internal static class OrderTickets
{
    /// <summary>One ticket per live item, to be written in the transaction that marks the order as paid.</summary>
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
