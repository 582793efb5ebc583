using System.Globalization;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>
/// Dates that are always ahead: <c>d2 20:00</c> is eight in the evening of the day after tomorrow, <c>w2 fri 20:00</c> that of
/// the Friday of the second week after the first. The first week is this one until Wednesday, then the next.
/// </summary>
internal static class DemoDates
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>The instant, where the venue's clocks show that time. The first week is for Thursday to Sunday.</summary>
    public static DateTimeOffset Resolve(string text, DateTimeOffset now, string timeZone)
    {
        var parts = text.Split(' ');
        var count = int.Parse(parts[0].AsSpan(1), CultureInfo.InvariantCulture);
        var clock = TimeOnly.ParseExact(parts[^1], "HH:mm", CultureInfo.InvariantCulture);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var date = parts[0][0] == 'd' ? today.AddDays(count) : FirstMonday(today).AddDays((count * 7) + Array.IndexOf(Days, parts[1]));
        var local = date.ToDateTime(clock);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static DateOnly FirstMonday(DateOnly today)
    {
        var sinceMonday = ((int)today.DayOfWeek + 6) % 7;
        return today.AddDays(sinceMonday <= 2 ? -sinceMonday : 7 - sinceMonday);
    }
}
