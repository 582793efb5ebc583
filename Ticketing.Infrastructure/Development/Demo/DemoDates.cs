using System.Globalization;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>
/// Relative dates, always in the future: <c>d2 20:00</c> is in two days at 20:00, <c>w2 fri 20:00</c> is Friday two weeks after the first
/// week, at 20:00. The first week is the current one from Monday to Wednesday, otherwise the next.
/// </summary>
internal static class DemoDates
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>The instant of a relative date in the venue's time zone. In week 0, use Thursday to Sunday only.</summary>
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
