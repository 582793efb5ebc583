using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Makes the tickets of an order that has just been paid.</summary>
internal static class OrderTickets
{
    /// <summary>Adds a ticket for each live item to the caller's transaction.</summary>
    public static void Issue(TicketingDbContext db, Order order, TicketSigner signer, DateTimeOffset now)
    {
        Invariant.Holds(order.Status == OrderStatus.Paid);
        foreach (var item in order.Items.Where(item => item.Live))
        {
            var id = new TicketId(Guid.CreateVersion7(now));
            db.Tickets.Add(new Ticket
            {
                Id = id,
                OrderId = order.Id,
                OrderItemId = item.Id,
                PerformanceId = order.PerformanceId,
                SeatIndex = item.SeatIndex,
                Label = item.Label,
                AttendeeName = item.AttendeeName,
                Code = signer.Sign(id).ToString(),
                KeyId = signer.KeyId,
                Status = TicketStatus.Valid,
                IssuedAt = now,
            });
        }
    }
}
