using System.Globalization;
using Ticketing.Core.Catalog;

namespace Ticketing.App.BackOffice;

/// <summary>
/// Times in the back office: by the clocks of the venue that the thing shown belongs to, with their zone, in the reader's
/// language. <c>28 Nov 2026, 20:00 GMT+1</c>, <c>28.11.2026, 20:00 GMT+1</c>.
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

    /// <summary>A time of day to the second, where day and zone stand beside it.</summary>
    public static string Seconds(DateTimeOffset time, string zone) => VenueTime.At(time, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    // .NET's "en" is American.
    private static string Day(DateTimeOffset local) => local.ToString(
        CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "en" ? "d MMM yyyy" : "d", CultureInfo.CurrentCulture);
}
