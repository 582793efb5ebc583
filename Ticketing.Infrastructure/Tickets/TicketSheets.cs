using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>Maps an order to the content of its printed tickets.</summary>
public static class TicketSheets
{
    /// <summary>The order's valid tickets, in seat order.</summary>
    public static TicketSheet Of(OrderView view)
    {
        var items = view.Order.Items.ToDictionary(item => item.Id);
        return new TicketSheet(
            view.Order.Number,
            view.Order.Name,
            view.Performance.Id,
            view.Event.Title,
            view.Event.Category,
            view.Event.ArtworkSeed,
            view.Organization.Name,
            view.Performance.StartsAt,
            view.Performance.DoorsAt,
            view.Performance.EndsAt,
            view.Venue.TimeZone,
            new TicketVenue(view.Venue.Name, view.Venue.Street, view.Venue.PostalCode, view.Venue.City, view.Venue.Country),
            [.. view.Tickets.Where(ticket => ticket.Admits).Select(Face)])
        {
            Vouchers = [.. view.Order.LiveExtras.Where(unit => unit.Code is not null).Select(unit => new VoucherFace(unit.Name, unit.Code!))],
            HandedOut =
            [
                .. view.Order.LiveExtras.Where(unit => !unit.HasVoucher).GroupBy(unit => unit.Name)
                    .Select(units => $"{units.Count()} × {units.Key}"),
            ],
        };

        TicketFace Face(Ticket ticket)
        {
            var item = items[ticket.OrderItemId];
            return new TicketFace(
                ticket.Id, ticket.SignedCode, view.PlaceOf(item), item.PriceName,
                new Money(item.Total, view.Order.Currency), ticket.AttendeeName);
        }
    }

    /// <summary>One of the order's valid tickets; null if none has that id.</summary>
    public static TicketSheet? Of(OrderView view, TicketId ticket)
    {
        var sheet = Of(view);
        return sheet.Tickets.Any(face => face.Id == ticket)
            ? sheet with { Tickets = [.. sheet.Tickets.Where(face => face.Id == ticket)], Vouchers = [], HandedOut = [] }
            : null;
    }
}
