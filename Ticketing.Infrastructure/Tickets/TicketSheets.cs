using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Platform;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>Reads what is printed on an order's tickets. Who may see it is the caller's to know.</summary>
public sealed class TicketSheets(IDbContextFactory<TicketingDbContext> contexts)
{
    /// <summary>The sheet with the order's tickets in seat order, void ones included; null when there is no such order.</summary>
    public async Task<TicketSheet?> OfOrderAsync(OrderId id, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = await (
            from order in db.Orders.AsNoTracking().Include(o => o.Items)
            where order.Id == id
            join performance in db.Performances on order.PerformanceId equals performance.Id
            join shown in db.Events on performance.EventId equals shown.Id
            join venue in db.Venues on performance.VenueId equals venue.Id
            join organization in db.Organizations on order.OrganizationId equals organization.Id
            select new { order, performance, shown, venue, organization.Name }).SingleOrDefaultAsync(stop);
        if (found is null)
        {
            return null;
        }

        var tickets = await db.Tickets.AsNoTracking().Where(ticket => ticket.OrderId == id).OrderBy(ticket => ticket.SeatIndex).ThenBy(ticket => ticket.Id).ToListAsync(stop);
        var items = found.order.Items.ToDictionary(item => item.Id);
        return new TicketSheet(
            found.order.Number,
            found.performance.Id,
            found.shown.Title,
            found.shown.Category,
            found.shown.ArtworkSeed,
            found.Name,
            found.performance.StartsAt,
            found.performance.DoorsAt,
            found.performance.EndsAt,
            found.venue.TimeZone,
            Place(found.venue),
            tickets.ConvertAll(ticket => Face(ticket, items[ticket.OrderItemId], found.order.Currency)));
    }

    internal static TicketVenue Place(Venue venue) =>
        new(venue.Name, venue.Street, venue.PostalCode, venue.City, venue.Country, venue.Latitude, venue.Longitude);

    private static TicketFace Face(Ticket ticket, OrderItem item, string currency) => new(
        ticket.Id,
        ticket.Code,
        item.Section,
        item.Row,
        item.Number,
        ticket.Label,
        item.TierName,
        new Money(item.Total, currency),
        ticket.AttendeeName,
        ticket.Status);
}
