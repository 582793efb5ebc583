namespace Ticketing.Core.Publishing;

/// <summary>Conversion of a venue's local times, as they are typed, to instants.</summary>
public static class LocalTimes
{
    // Longer than any change of a clock, and shorter than the time between two.
    private const int HoursBefore = 6;

    /// <summary>Whether a year is within the calendar that events are planned in.</summary>
    public static bool IsPlanned(DateTime local) => local.Year is >= 2000 and < 2200;

    /// <summary>
    /// The instant of a local time. An hour that does not exist, because clocks go forward, moves on by the change; of an hour that happens
    /// twice it is the first.
    /// </summary>
    /// <param name="timeZone">The venue's IANA zone.</param>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static DateTimeOffset ToInstant(DateTime local, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var time = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (!IsPlanned(time))
        {
            return new DateTimeOffset(time, TimeSpan.Zero);
        }

        var offset = zone.IsInvalidTime(time) ? zone.GetUtcOffset(time.AddHours(-HoursBefore))
            : zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max()
            : zone.GetUtcOffset(time);
        return new DateTimeOffset(time, offset).ToUniversalTime();
    }

    /// <summary>The local time of an instant, to the minute.</summary>
    /// <inheritdoc cref="ToInstant" path="/param"/>
    /// <inheritdoc cref="ToInstant" path="/exception"/>
    public static DateTime OfInstant(DateTimeOffset instant, string timeZone)
    {
        var local = TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime;
        return new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified);
    }
}
