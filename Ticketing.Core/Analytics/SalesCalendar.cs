namespace Ticketing.Core.Analytics;

/// <summary>The width of a period of figures.</summary>
public enum SalesStep
{
    Minute,
    Hour,
    Day,
}

/// <summary>A period of figures: from <paramref name="Start"/> to before <paramref name="End"/>, both with their local offset.</summary>
public readonly record struct SalesPeriod(DateTimeOffset Start, DateTimeOffset End);

/// <summary>
/// Periods by the clocks of a time zone. A day has 23 or 25 hours when clocks change; the hour that clocks show twice is two periods, which
/// differ in their offset.
/// </summary>
public sealed class SalesCalendar(TimeZoneInfo zone, SalesStep step)
{
    /// <summary>The period that contains <paramref name="at"/>.</summary>
    public SalesPeriod PeriodOf(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return step switch
        {
            SalesStep.Day => DayOf(DateOnly.FromDateTime(local.DateTime)),
            SalesStep.Hour => PartOf(local, TimeSpan.FromHours(1)),
            SalesStep.Minute => PartOf(local, TimeSpan.FromMinutes(1)),
        };
    }

    /// <summary>The begin of the period that is so many before the one with <paramref name="at"/>.</summary>
    public DateTimeOffset StartBefore(DateTimeOffset at, int periods) => step switch
    {
        // Not 24 hours each: near midnight, days with 23 or 25 hours would shift the begin to another day.
        SalesStep.Day => StartOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime).AddDays(-periods)),
        SalesStep.Hour => PeriodOf(at.AddHours(-periods)).Start,
        SalesStep.Minute => PeriodOf(at.AddMinutes(-periods)).Start,
    };

    /// <summary>The first instant of a day.</summary>
    public DateTimeOffset StartOf(DateOnly day) => StartOf(day, zone);

    /// <inheritdoc cref="StartOf(DateOnly)"/>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks go forward at midnight the day begins later; the offset of the evening before tells when that is.
        var offset = zone.IsInvalidTime(midnight) ? zone.GetUtcOffset(midnight.AddHours(-12))
            : zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        return TimeZoneInfo.ConvertTime(new DateTimeOffset(midnight, offset), zone);
    }

    private SalesPeriod DayOf(DateOnly day) => new(StartOf(day), StartOf(day.AddDays(1)));

    // Where clocks change within the hour, as on Lord Howe Island, both sides of the change are periods of their own.
    private SalesPeriod PartOf(DateTimeOffset local, TimeSpan width)
    {
        var start = local.AddTicks(-(local.Ticks % width.Ticks));
        var end = start + width;
        while (zone.GetUtcOffset(start) != local.Offset)
        {
            start = start.AddMinutes(1);
        }

        while (zone.GetUtcOffset(end.AddMinutes(-1)) != local.Offset)
        {
            end = end.AddMinutes(-1);
        }

        return new SalesPeriod(start, TimeZoneInfo.ConvertTime(end, zone));
    }
}
