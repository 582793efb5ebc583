using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>The calendar file of an order.</summary>
public static class OrderCalendar
{
    public const string ContentType = CalendarFile.ContentType;

    /// <summary>
    /// Writes an iCalendar entry of the order's performance, with the seats. Its UID is that of the performance's public entry, so that
    /// a calendar with both shows one.
    /// </summary>
    /// <param name="page">The order's page.</param>
    /// <param name="now">The time of creation.</param>
    public static byte[] Write(OrderView view, Uri page, CultureInfo culture, DateTimeOffset now)
    {
        var texts = new ResourceTexts(typeof(TicketTexts), culture);
        var (performance, venue) = (view.Performance, view.Venue);
        var doors = VenueTime.At(performance.DoorsAt, venue.TimeZone);
        var seats = view.Order.Items.Where(item => item.Live).Select(item => item.Row.Length == 0
            ? item.Section
            : $"{item.Section}, {texts["Row"]} {item.Row}, {texts["Seat"]} {item.Number}");
        string[] lines =
        [
            $"{texts["Order"]} {view.Order.Number}",
            .. seats,
            $"{texts["Doors open"]}: {VenueTime.Time(doors, culture)} ({VenueTime.Zone(doors)})",
            page.AbsoluteUri,
        ];
        var entry = new CalendarEntry(
            performance.Id,
            view.Event.Title,
            performance.StartsAt,
            performance.EndsAt,
            $"{venue.Name}, {venue.Street}, {venue.PostalCode} {venue.City}",
            (venue.Latitude, venue.Longitude),
            string.Join('\n', lines),
            page,
            view.Event.Status == EventStatus.Cancelled ? PerformanceStatus.Cancelled : performance.Status);
        return CalendarFile.Write(entry, now);
    }
}
