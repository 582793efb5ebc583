using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>
/// The calendar file of an order. Its identity is the order's: a second order for the same evening is a second entry, and a later file of
/// this order replaces an earlier one (docs/decisions/0014-identities-of-calendar-entries.md).
/// </summary>
public static class OrderCalendar
{
    public const string ContentType = CalendarFile.ContentType;

    /// <summary>Writes an iCalendar entry of the order's performance, with the seats that its tickets admit to.</summary>
    /// <param name="page">The order's page, without a token: calendars are often shared.</param>
    /// <param name="now">The time of creation.</param>
    public static byte[] Write(OrderView view, Uri page, CultureInfo culture, DateTimeOffset now)
    {
        var texts = new ResourceTexts(typeof(TicketTexts), culture);
        var (performance, venue) = (view.Performance, view.Venue);
        var doors = VenueTime.At(performance.DoorsAt, venue.TimeZone);
        var admitting = view.Tickets.Where(ticket => ticket.Admits).ToList();
        var voided = view.Tickets.Where(ticket => !ticket.Admits).ToList();
        string[] lines =
        [
            $"{texts["Order"]} {view.Order.Number}",
            .. admitting.Select(ticket => PlaceName.Of(view.Places[ticket.SeatIndex], culture)),
            $"{texts["Doors open"]}: {VenueTime.Time(doors, culture)} ({VenueTime.Zone(doors)})",
            page.AbsoluteUri,
        ];
        var entry = new CalendarEntry(
            view.Order.Id.Value,
            view.Event.Title,
            performance.StartsAt,
            performance.EndsAt,
            $"{venue.Name}, {venue.Street}, {venue.PostalCode} {venue.City}",
            (venue.Latitude, venue.Longitude),
            string.Join('\n', lines),
            page,
            StateOf(view, admitting.Count),
            // Tickets never become valid again, so the number of void ones only grows.
            performance.Revision + voided.Count,
            voided.Select(ticket => ticket.VoidedAt).Append(view.Order.PaidAt).Append(performance.RevisedAt).Max()!.Value);
        return CalendarFile.Write(entry, now);
    }

    private static CalendarState StateOf(OrderView view, int admitting) =>
        view.Order.Status == OrderStatus.AwaitingPayment ? CalendarState.Tentative
        : admitting == 0 || view.Event.Status == EventStatus.Cancelled ? CalendarState.Cancelled
        : CalendarFile.StateOf(view.Performance.Status);
}
