using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>Times in fields, as the venue's clocks show them.</summary>
internal static class VenueClock
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss";
    private static readonly string[] Formats = [Format, "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>The value of a field for day and time.</summary>
    public static string Text(DateTimeOffset time, string zone) => VenueTime.At(time, zone).ToString(Format, CultureInfo.InvariantCulture);

    /// <returns>The instant, or what is wrong: a sentence in English that the screens translate.</returns>
    public static Outcome<DateTimeOffset, string> Read(string text, string zone)
    {
        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return "Enter a day and a time.";
        }

        var clocks = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return clocks.IsInvalidTime(local) ? "The venue's clocks leave this hour out." : new DateTimeOffset(local, clocks.GetUtcOffset(local)).ToUniversalTime();
    }
}
