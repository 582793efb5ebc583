using System.Globalization;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.App.Tickets.Api;

/// <summary>A ticket as its holder sees it.</summary>
/// <param name="Name">The place in words, in the language of the request: <c>Floor · standing</c>.</param>
/// <param name="Row">Empty for a place in an area, like <paramref name="Number"/>.</param>
/// <param name="Entrance">The entrance to use, if the venue has several.</param>
/// <param name="Code">What the QR code shows; null once the ticket is void.</param>
public sealed record TicketDetails(
    Guid Id,
    TicketStatus Status,
    string Label,
    string Name,
    string Section,
    string Row,
    string Number,
    string? Entrance,
    string Tier,
    Money Price,
    string? Attendee,
    string OrderNumber,
    TicketPerformance Performance,
    string? Code,
    string Qr,
    string Pdf,
    DateTimeOffset IssuedAt,
    DateTimeOffset? VoidedAt)
{
    internal static TicketDetails Of(OrderView view, Ticket ticket)
    {
        var item = view.Order.Items.Single(item => item.Id == ticket.OrderItemId);
        var place = view.PlaceOf(item);
        return new TicketDetails(
            ticket.Id.Value,
            ticket.Status,
            ticket.Label,
            PlaceName.Of(place, CultureInfo.CurrentCulture),
            place.Section,
            place.Row,
            place.Number,
            place.Entrance,
            item.PriceName,
            new Money(item.Total, view.Order.Currency),
            ticket.AttendeeName,
            view.Order.Number,
            new TicketPerformance(
                view.Performance.Id.Value, view.Event.Title, view.Performance.StartsAt, view.Performance.DoorsAt,
                view.Venue.Name, $"{view.Venue.Street}, {view.Venue.PostalCode} {view.Venue.City}", view.Venue.TimeZone),
            !ticket.Admits ? null : ticket.SignedCode,
            AppUrls.TicketQr(ticket.Id.Value),
            AppUrls.TicketPdf(ticket.Id.Value),
            ticket.IssuedAt,
            ticket.VoidedAt);
    }
}

public sealed record TicketPerformance(
    Guid Id, string Title, DateTimeOffset StartsAt, DateTimeOffset DoorsAt, string Venue, string Address, string TimeZone);
