using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>Conversion of form fields in the venue's local time.</summary>
internal static class VenueClock
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss";
    private static readonly string[] Formats = [Format, "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>The value of a <c>datetime-local</c> field.</summary>
    public static string Text(DateTimeOffset time, string zone) => VenueTime.At(time, zone).ToString(Format, CultureInfo.InvariantCulture);

    /// <returns>The instant, or an error: an English text that is also the resource key.</returns>
    public static Outcome<DateTimeOffset, string> Read(string text, string zone)
    {
        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return "Enter a day and a time.";
        }

        var clocks = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return clocks.IsInvalidTime(local) ? "This time does not exist at the venue: the clocks go forward."
            : clocks.IsAmbiguousTime(local) ? "This hour comes twice at the venue: the clocks go back. Choose an earlier or later time."
            : new DateTimeOffset(local, clocks.GetUtcOffset(local)).ToUniversalTime();
    }
}
