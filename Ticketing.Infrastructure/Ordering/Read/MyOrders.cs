using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>A row of "My tickets".</summary>
/// <param name="Tickets">The number of valid tickets.</param>
public sealed record MyOrder(
    string Number, OrderStatus Status, string EventTitle, string EventSlug, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    string TimeZone, string VenueName, string City, int Tickets);

/// <summary>Reads the orders of a signed-in account, including guest orders with its confirmed address (rule 27).</summary>
public sealed class MyOrders(IDbContextFactory<TicketingDbContext> contexts, ClaimGuestOrdersHandler claim)
{
    private const int CountMax = 200;

    /// <summary>
    /// Assigns guest orders with the confirmed address to the account, then reads the account's paid orders, latest performance first.
    /// </summary>
    public async Task<IReadOnlyList<MyOrder>> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.User is not { } user)
        {
            return [];
        }

        if (caller.EmailConfirmed)
        {
            await claim.HandleAsync(user, caller.Email, cancellationToken);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from order in db.Orders.AsNoTracking()
            where order.UserId == user && order.PaidAt != null
            join performance in db.Performances on order.PerformanceId equals performance.Id
            join @event in db.Events on performance.EventId equals @event.Id
            join venue in db.Venues on performance.VenueId equals venue.Id
            orderby performance.StartsAt descending, order.CreatedAt descending
            select new MyOrder(
                order.Number, order.Status, @event.Title, @event.Slug, performance.StartsAt, performance.EndsAt,
                venue.TimeZone, venue.Name, venue.City,
                db.Tickets.Count(ticket => ticket.OrderId == order.Id && ticket.Status == TicketStatus.Valid)))
            .Take(CountMax).ToListAsync(cancellationToken);
    }
}
