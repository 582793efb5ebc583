using System.Globalization;

namespace Ticketing.Core.Catalog;

/// <summary>An instant as the clocks of a venue show it.</summary>
public static class VenueTime
{
    /// <summary>The venue's local time.</summary>
    /// <param name="timeZone">The venue's IANA zone.</param>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static DateTimeOffset At(DateTimeOffset instant, string timeZone) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone));

    /// <summary>How a local time's zone is written behind it: <c>GMT+1</c>, <c>GMT-3:30</c>.</summary>
    public static string Zone(DateTimeOffset local)
    {
        var offset = local.Offset.Duration();
        var sign = local.Offset < TimeSpan.Zero ? '-' : '+';
        return offset == TimeSpan.Zero ? "GMT"
            : offset.Minutes == 0 ? string.Create(CultureInfo.InvariantCulture, $"GMT{sign}{offset.Hours}")
            : string.Create(CultureInfo.InvariantCulture, $"GMT{sign}{offset.Hours}:{offset.Minutes:00}");
    }
}
