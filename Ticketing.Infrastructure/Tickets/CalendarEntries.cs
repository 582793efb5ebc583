using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Platform;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>What goes into calendar files.</summary>
public static class CalendarEntries
{
    /// <summary>A performance. An order's entry for it has the same identity, so a calendar that has both shows one.</summary>
    /// <param name="page">Where there is more about it.</param>
    public static CalendarEntry Of(Performance performance, Event shown, Venue venue, Uri page, CultureInfo culture)
    {
        var texts = new ResourceTexts(typeof(TicketTexts), culture);
        var doors = VenueTime.At(performance.DoorsAt, venue.TimeZone);
        return new CalendarEntry(
            Uid: $"{performance.Id}@ticketing",
            shown.Title,
            performance.StartsAt,
            performance.EndsAt,
            $"{venue.Name}, {venue.Street}, {venue.PostalCode} {venue.City}",
            (venue.Latitude, venue.Longitude),
            $"{texts["Doors open"]}: {VenueTime.Time(doors, culture)} ({VenueTime.Zone(doors)})\n{page.AbsoluteUri}",
            page,
            performance.Status == PerformanceStatus.Cancelled);
    }

    /// <summary>The performance of an order, with the seats.</summary>
    /// <param name="page">The order's page.</param>
    public static CalendarEntry Of(OrderView view, Uri page, CultureInfo culture)
    {
        var texts = new ResourceTexts(typeof(TicketTexts), culture);
        var seats = view.Order.Items.Where(item => item.Live).Select(item => item.Row.Length == 0
            ? item.Section
            : $"{item.Section}, {texts["Row"]} {item.Row}, {texts["Seat"]} {item.Number}");
        var entry = Of(view.Performance, view.Event, view.Venue, page, culture);
        return entry with { Description = $"{texts["Order"]} {view.Order.Number}\n{string.Join('\n', seats)}\n{entry.Description}" };
    }
}
