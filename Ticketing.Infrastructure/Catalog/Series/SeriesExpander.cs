using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Series;

/// <summary>
/// Makes the dates of a recurrence rule, in the venue's local time: 20:00 stays 20:00 when the clocks change. An hour that does not exist
/// moves on by the gap (RFC 5545, 3.3.5), an hour that happens twice is taken once.
/// </summary>
public static class SeriesExpander
{
    public const int DatesMax = 200;

    // A rule with few matches would be searched for long.
    private const int YearsMax = 20;

    /// <summary>Whether a start can be one: within the years that calendars and time zones are known for.</summary>
    private static bool IsStart(DateTime startsAt) => startsAt.Year is >= 1970 and <= 2900;

    /// <param name="rule">The value of an RRULE; see <see cref="SeriesRule"/>.</param>
    /// <param name="startsAt">
    /// Local date and time of the first date. One that does not match the rule is no date: the series begins with the next match.
    /// </param>
    /// <param name="except">Local starts that are left out (EXDATE). COUNT counts them.</param>
    /// <param name="timeZone">The venue's IANA zone.</param>
    /// <returns>At most 200 dates, ascending, each once.</returns>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static Outcome<IReadOnlyList<SeriesDate>, SeriesRefusal> Expand(
        string rule, DateTime startsAt, IReadOnlyCollection<DateTime> except, string timeZone)
    {
        ArgumentNullException.ThrowIfNull(except);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var read = SeriesRule.Read(rule, zone);
        if (!read.Succeeded)
        {
            return read.Refusal;
        }

        if (!IsStart(startsAt))
        {
            return SeriesRefusal.Unreadable;
        }

        if (read.Value.Count > DatesMax)
        {
            return SeriesRefusal.TooMany;
        }

        var starts = Starts(read.Value, DateTime.SpecifyKind(startsAt, DateTimeKind.Unspecified));
        if (!starts.Succeeded)
        {
            return starts.Refusal;
        }

        var left = except.Select(at => DateTime.SpecifyKind(at, DateTimeKind.Unspecified)).ToHashSet();
        List<SeriesDate> dates =
        [
            .. starts.Value.Where(start => !left.Contains(start)).Select(start => Existing(start, zone))
                .Where(date => !left.Contains(date.Local)).DistinctBy(date => date.Local).OrderBy(date => date.Local),
        ];
        return dates.Count == 0 ? SeriesRefusal.Empty : dates;
    }

    // The matches of the rule, as if no clock were ever changed.
    private static Outcome<IReadOnlyList<DateTime>, SeriesRefusal> Starts(SeriesRule rule, DateTime first)
    {
        var horizon = first.AddYears(YearsMax);
        if (rule.Until > horizon)
        {
            return SeriesRefusal.Endless;
        }

        // Floating times: without a zone, the library does not touch the hour.
        var series = new CalendarEvent { DtStart = new CalDateTime(first), RecurrenceRule = rule.ToRecurrence(rule.Until ?? horizon) };
        var matches = series.GetOccurrences()
            .Select(occurrence => DateTime.SpecifyKind(occurrence.Period.StartTime.Value, DateTimeKind.Unspecified))
            .Where(start => start >= first && (rule.Until is null || start <= rule.Until))
            .Take(rule.Count ?? (DatesMax + 1)).ToList();
        return matches.Count > DatesMax ? SeriesRefusal.TooMany
            : matches.Count < rule.Count ? SeriesRefusal.Endless
            : matches;
    }

    private static SeriesDate Existing(DateTime local, TimeZoneInfo zone)
    {
        if (!zone.IsInvalidTime(local))
        {
            return new SeriesDate(local, Moved: false);
        }

        // The moment that it would have been with the offset of before the gap.
        var before = local;
        while (zone.IsInvalidTime(before))
        {
            before = before.AddMinutes(-15);
        }

        var utc = DateTime.SpecifyKind(local - zone.GetUtcOffset(before), DateTimeKind.Utc);
        return new SeriesDate(DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(utc, zone), DateTimeKind.Unspecified), Moved: true);
    }
}
