using System.Globalization;
using Ical.Net;
using Ical.Net.DataTypes;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Series;

/// <summary>
/// A recurrence rule (RFC 5545, 3.3.10) in the part that this site offers: FREQ of DAILY, WEEKLY or MONTHLY, INTERVAL, BYDAY, BYMONTHDAY,
/// WKST, and COUNT or UNTIL.
/// </summary>
/// <param name="Count">Null: up to <paramref name="Until"/>.</param>
/// <param name="Until">The last local time, included; null: up to <paramref name="Count"/>.</param>
internal sealed record SeriesRule(
    FrequencyType Frequency, int Interval, IReadOnlyList<WeekDay> Days, IReadOnlyList<int> MonthDays, DayOfWeek WeekStart, int? Count,
    DateTime? Until)
{
    private const int LengthMax = 500;
    private const int IntervalMax = 999;
    private const string Day = "yyyyMMdd";
    private const string Time = "yyyyMMdd'T'HHmmss";

    // Parts and values of RFC 5545 and RFC 7529 that are not offered here.
    private static readonly HashSet<string> OtherParts = new(StringComparer.Ordinal)
    {
        "BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "RSCALE", "SKIP",
    };

    private static readonly HashSet<string> OtherFrequencies = new(StringComparer.Ordinal) { "SECONDLY", "MINUTELY", "HOURLY", "YEARLY" };

    private static readonly Dictionary<string, DayOfWeek> WeekDays = new(StringComparer.Ordinal)
    {
        ["MO"] = DayOfWeek.Monday,
        ["TU"] = DayOfWeek.Tuesday,
        ["WE"] = DayOfWeek.Wednesday,
        ["TH"] = DayOfWeek.Thursday,
        ["FR"] = DayOfWeek.Friday,
        ["SA"] = DayOfWeek.Saturday,
        ["SU"] = DayOfWeek.Sunday,
    };

    /// <summary>Reads a rule, with or without the property's name <c>RRULE:</c>.</summary>
    /// <param name="zone">In which an UNTIL in UTC is read.</param>
    public static Outcome<SeriesRule, SeriesRefusal> Read(string? text, TimeZoneInfo zone)
    {
        if (text is null || text.Length > LengthMax || PartsOf(text) is not { } parts)
        {
            return SeriesRefusal.Unreadable;
        }

        if (parts.Keys.Any(OtherParts.Contains) || OtherFrequencies.Contains(parts.GetValueOrDefault("FREQ", "")))
        {
            return SeriesRefusal.NotSupported;
        }

        var draft = new Draft();
        if (!parts.All(part => draft.Take(part.Key, part.Value, zone)) || draft.Frequency is not { } frequency
            || (draft.Count is not null && draft.Until is not null) || !draft.AreDaysAllowed(frequency))
        {
            return SeriesRefusal.Unreadable;
        }

        return draft.Count is null && draft.Until is null
            ? SeriesRefusal.Endless
            : new SeriesRule(frequency, draft.Interval, draft.Days, draft.MonthDays, draft.WeekStart, draft.Count, draft.Until);
    }

    /// <summary>The rule for the library, without its end.</summary>
    public RecurrenceRule ToRecurrence(DateTime until) => new(Frequency, Interval)
    {
        ByDay = [.. Days],
        ByMonthDay = [.. MonthDays],
        FirstDayOfWeek = WeekStart,
        Until = new CalDateTime(DateTime.SpecifyKind(until, DateTimeKind.Unspecified)),
    };

    // NAME=VALUE;NAME=VALUE, in any order, each name once, in any case. Null: something else.
    private static Dictionary<string, string>? PartsOf(string text)
    {
        const string property = "RRULE:";
        var rule = text.Trim().ToUpperInvariant();
        rule = rule.StartsWith(property, StringComparison.Ordinal) ? rule[property.Length..] : rule;
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in rule.Split(';'))
        {
            if (part.Split('=') is not [{ Length: > 0 } name, { Length: > 0 } value] || !parts.TryAdd(name, value))
            {
                return null;
            }
        }

        return parts;
    }

    private sealed class Draft
    {
        public FrequencyType? Frequency { get; private set; }

        public int Interval { get; private set; } = 1;

        public List<WeekDay> Days { get; } = [];

        public List<int> MonthDays { get; } = [];

        public DayOfWeek WeekStart { get; private set; } = DayOfWeek.Monday;

        public int? Count { get; private set; }

        public DateTime? Until { get; private set; }

        /// <summary>False: the part is invalid or unknown.</summary>
        public bool Take(string name, string value, TimeZoneInfo zone)
        {
            switch (name)
            {
                case "FREQ":
                    Frequency = value switch
                    {
                        "DAILY" => FrequencyType.Daily,
                        "WEEKLY" => FrequencyType.Weekly,
                        "MONTHLY" => FrequencyType.Monthly,
                        _ => null,
                    };
                    return Frequency is not null;
                case "INTERVAL":
                    Interval = Whole(value) is { } interval and >= 1 and <= IntervalMax ? interval : 0;
                    return Interval > 0;
                case "COUNT":
                    Count = Whole(value);
                    return Count > 0;
                case "UNTIL":
                    Until = End(value, zone);
                    return Until is not null;
                case "WKST":
                    WeekStart = WeekDays.GetValueOrDefault(value);
                    return WeekDays.ContainsKey(value);
                case "BYDAY":
                    return value.Split(',').All(TakeDay);
                case "BYMONTHDAY":
                    return value.Split(',').All(TakeMonthDay);
                default:
                    return false;
            }
        }

        /// <summary>Numbered days are for months only, days of a month not for weeks (RFC 5545, 3.3.10).</summary>
        public bool AreDaysAllowed(FrequencyType frequency) =>
            (frequency == FrequencyType.Monthly || Days.TrueForAll(day => day.Offset is null))
            && (frequency != FrequencyType.Weekly || MonthDays.Count == 0);

        // FR, 2FR, -1FR.
        private bool TakeDay(string text)
        {
            if (text.Length < 2 || !WeekDays.TryGetValue(text[^2..], out var day))
            {
                return false;
            }

            if (text.Length == 2)
            {
                Days.Add(new WeekDay(day));
                return true;
            }

            if (Signed(text[..^2]) is not { } number || number is 0 or < -5 or > 5)
            {
                return false;
            }

            Days.Add(new WeekDay(day, number));
            return true;
        }

        private bool TakeMonthDay(string text)
        {
            if (Signed(text) is not { } day || day is 0 or < -31 or > 31)
            {
                return false;
            }

            MonthDays.Add(day);
            return true;
        }

        private static int? Whole(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        private static int? Signed(string text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

        // A day is meant with all its hours; a time in UTC is the venue's local time at that moment.
        private static DateTime? End(string text, TimeZoneInfo zone)
        {
            if (DateTime.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day.Add(new TimeSpan(23, 59, 59));
            }

            var isUtc = text.EndsWith('Z');
            if (!DateTime.TryParseExact(isUtc ? text[..^1] : text, Time, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            {
                return null;
            }

            return isUtc ? TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc), zone) : at;
        }
    }
}
