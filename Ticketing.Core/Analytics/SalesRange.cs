using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Core.Analytics;

/// <summary>Why figures of a span of time are refused.</summary>
public enum SalesRangeRefusal
{
    /// <summary>A bound is before 2000 or after 2199.</summary>
    OutOfCalendar,

    /// <summary>The end is not after the begin.</summary>
    Reversed,

    /// <summary>More than <see cref="SalesRange.Longest"/>.</summary>
    TooLong,
}

/// <summary>A span of figures: from <paramref name="From"/> to before <paramref name="To"/>, whole minutes.</summary>
public sealed record SalesRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Days before the last that are read by day when no begin is given.</summary>
    public const int UsualDays = 29;

    private const int FirstYear = 2000;
    private const int LastYear = 2199;

    /// <summary>The longest span by width of its periods.</summary>
    public static TimeSpan Longest(SalesStep by) => by switch
    {
        SalesStep.Minute => TimeSpan.FromDays(2),
        SalesStep.Hour => TimeSpan.FromDays(92),
        SalesStep.Day => TimeSpan.FromDays(800),
    };

    // The span that is read when no begin is given: periods before the one of the end.
    private static int Usual(SalesStep by) => by switch
    {
        SalesStep.Minute => 60,
        SalesStep.Hour => 24,
        SalesStep.Day => UsualDays,
    };

    /// <summary>Resolves the bounds of a request.</summary>
    /// <param name="from">A day or a time, whose seconds are ignored; null: an hour, a day or 29 days before the end, by
    /// <paramref name="by"/>, from a period's begin.</param>
    /// <param name="to">The last day, or a time that is not included any more; null: now.</param>
    /// <param name="zone">The zone of days and periods.</param>
    public static Outcome<SalesRange, SalesRangeRefusal> Of(
        TimeBound? from, TimeBound? to, SalesStep by, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (!IsInCalendar(from) || !IsInCalendar(to))
        {
            return SalesRangeRefusal.OutOfCalendar;
        }

        var end = to is { } given ? EndOf(given, zone) : SalesCell.MinuteOf(now).AddMinutes(1);
        var begin = from is { } asked ? BeginOf(asked, zone) : new SalesCalendar(zone, by).StartBefore(end, Usual(by));
        return end <= begin ? SalesRangeRefusal.Reversed
            : end - begin > Longest(by) ? SalesRangeRefusal.TooLong
            : new SalesRange(begin, end);
    }

    private static DateTimeOffset BeginOf(TimeBound bound, TimeZoneInfo zone) =>
        bound.Day is { } day ? SalesCalendar.StartOf(day, zone) : SalesCell.MinuteOf(bound.Instant!.Value);

    private static DateTimeOffset EndOf(TimeBound bound, TimeZoneInfo zone) =>
        bound.Day is { } day ? SalesCalendar.StartOf(day.AddDays(1), zone) : SalesCell.MinuteOf(bound.Instant!.Value);

    private static bool IsInCalendar(TimeBound? bound) =>
        (bound?.Day?.Year ?? bound?.Instant?.UtcDateTime.Year) is null or (>= FirstYear and <= LastYear);
}
