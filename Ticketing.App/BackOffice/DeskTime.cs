using System.Globalization;
using Ticketing.Core.Catalog;

namespace Ticketing.App.BackOffice;

/// <summary>
/// Formats times in the back office: venue's local time with its zone, in the reader's language. <c>28 Nov 2026, 20:00 GMT+1</c>,
/// <c>28.11.2026, 20:00 GMT+1</c>.
/// </summary>
public static class DeskTime
{
    /// <summary>Day, time and zone.</summary>
    /// <param name="zone">The venue's IANA zone.</param>
    public static string Text(DateTimeOffset time, string zone)
    {
        var local = VenueTime.At(time, zone);
        return $"{Day(local)}, {VenueTime.Time(local, CultureInfo.CurrentCulture)} {VenueTime.Zone(local)}";
    }

    /// <summary>A time of day to the second, without day and zone.</summary>
    public static string Seconds(DateTimeOffset time, string zone) => VenueTime.At(time, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    // .NET's "en" formats dates as in the United States.
    private static string Day(DateTimeOffset local) => local.ToString(
        CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "en" ? "d MMM yyyy" : "d", CultureInfo.CurrentCulture);
}
