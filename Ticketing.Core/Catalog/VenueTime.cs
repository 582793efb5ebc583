using System.Globalization;

namespace Ticketing.Core.Catalog;

/// <summary>Conversion to a venue's local time, and its formats.</summary>
public static class VenueTime
{
    /// <summary>The venue's local time.</summary>
    /// <param name="timeZone">The venue's IANA zone.</param>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static DateTimeOffset At(DateTimeOffset instant, string timeZone) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone));

    /// <summary>A long date: <c>Saturday 28 November 2026</c>, <c>Samstag, 28. November 2026</c>.</summary>
    public static string LongDay(DateTimeOffset local, CultureInfo culture) =>
        local.ToString(IsEnglish(culture) ? "dddd d MMMM yyyy" : "D", culture);

    /// <summary>A time of day, 24 hours also in English: .NET's "en" would use AM and PM.</summary>
    public static string Time(DateTimeOffset local, CultureInfo culture) => local.ToString(IsEnglish(culture) ? "HH:mm" : "t", culture);

    /// <summary>Day and time: <c>Saturday 28 November 2026, 20:00</c>.</summary>
    public static string When(DateTimeOffset local, CultureInfo culture) => $"{LongDay(local, culture)}, {Time(local, culture)}";

    /// <summary>A local time's offset: <c>GMT+1</c>, <c>GMT-3:30</c>.</summary>
    public static string Zone(DateTimeOffset local)
    {
        var offset = local.Offset.Duration();
        var sign = local.Offset < TimeSpan.Zero ? '-' : '+';
        return offset == TimeSpan.Zero ? "GMT"
            : offset.Minutes == 0 ? string.Create(CultureInfo.InvariantCulture, $"GMT{sign}{offset.Hours}")
            : string.Create(CultureInfo.InvariantCulture, $"GMT{sign}{offset.Hours}:{offset.Minutes:00}");
    }

    private static bool IsEnglish(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en";
}
