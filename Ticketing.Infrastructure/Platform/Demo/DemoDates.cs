using System.Globalization;

namespace Ticketing.Infrastructure.Platform.Demo;

/// <summary>Dates that are always ahead: <c>w2 fri 20:00</c> is eight in the evening of the Friday after the next two.</summary>
internal static class DemoDates
{
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>The instant, where the venue's clocks show that time.</summary>
    /// <param name="now">Week 0 has the first of its weekday that is a day ahead of it.</param>
    public static DateTimeOffset Resolve(string text, DateTimeOffset now, string timeZone)
    {
        var parts = text.Split(' ');
        var weeks = int.Parse(parts[0].AsSpan(1), CultureInfo.InvariantCulture);
        var weekday = Array.IndexOf(Days, parts[1]);
        var clock = TimeOnly.ParseExact(parts[2], "HH:mm", CultureInfo.InvariantCulture);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var first = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(1);
        var date = first.AddDays((((weekday - (int)first.DayOfWeek) + 7) % 7) + (weeks * 7));
        var local = date.ToDateTime(clock);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
