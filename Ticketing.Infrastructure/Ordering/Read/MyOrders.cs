using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>A row of "My tickets".</summary>
/// <param name="Artwork">The seed of the event's artwork.</param>
/// <param name="Tickets">The number of valid tickets.</param>
public sealed record MyOrder(
    string Number, OrderStatus Status, string EventTitle, string Artwork, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    string TimeZone, string VenueName, string City, int Tickets);

/// <summary>Reads the orders of a signed-in account; guest orders are its own after <see cref="GuestOrders.ClaimAsync"/>.</summary>
public sealed class MyOrders(IDbContextFactory<TicketingDbContext> contexts)
{
    private const int CountMax = 200;

    /// <summary>The account's paid orders, latest performance first.</summary>
    public async Task<IReadOnlyList<MyOrder>> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.User is not { } user)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tickets = IssuedTickets.Admitting(db);
        return await (
            from order in db.Orders.AsNoTracking()
            where order.UserId == user && order.PaidAt != null
            join performance in db.PerformanceFacts on order.PerformanceId equals performance.Id
            orderby performance.StartsAt descending, order.CreatedAt descending
            select new MyOrder(
                order.Number, order.Status, performance.EventTitle, ArtworkPainter.SeedOf(performance.EventCategory, performance.EventArtworkSeed), performance.StartsAt, performance.EndsAt,
                performance.TimeZone, performance.VenueName, performance.City,
                tickets.Count(ticket => ticket.OrderId == order.Id)))
            .Take(CountMax).ToListAsync(cancellationToken);
    }
}
