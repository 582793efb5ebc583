using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Ticketing.App.Publishing.Organizer.Steps;

/// <summary>How a series repeats.</summary>
internal enum SeriesStep
{
    Days,
    Weeks,

    /// <summary>On the same day of the month: the 15th.</summary>
    Months,

    /// <summary>On the same weekday of the month: the second Friday.</summary>
    MonthsByWeekday,
}

/// <summary>Writes and describes the rules of series (RFC 5545, section 3.3.10).</summary>
internal static class SeriesRule
{
    /// <summary>Monday first, with their names in rules.</summary>
    public static IReadOnlyList<(DayOfWeek Day, string Name)> Weekdays { get; } =
    [
        (DayOfWeek.Monday, "MO"), (DayOfWeek.Tuesday, "TU"), (DayOfWeek.Wednesday, "WE"), (DayOfWeek.Thursday, "TH"), (DayOfWeek.Friday, "FR"),
        (DayOfWeek.Saturday, "SA"), (DayOfWeek.Sunday, "SU"),
    ];

    /// <summary>A rule's value: <c>FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SA;COUNT=12</c>.</summary>
    /// <param name="weekdays">Of weeks; empty: the first date's.</param>
    /// <param name="until">The last day, included; null: <paramref name="count"/> decides.</param>
    public static string Write(SeriesStep step, int every, IReadOnlyCollection<DayOfWeek> weekdays, DateTime first, int count, DateOnly? until)
    {
        List<string> parts = [step switch
        {
            SeriesStep.Days => "FREQ=DAILY",
            SeriesStep.Weeks => "FREQ=WEEKLY",
            SeriesStep.Months or SeriesStep.MonthsByWeekday => "FREQ=MONTHLY",
        }];
        if (every > 1)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"INTERVAL={every}"));
        }

        if (step == SeriesStep.Weeks && weekdays.Count > 0)
        {
            parts.Add("BYDAY=" + string.Join(',', Weekdays.Where(each => weekdays.Contains(each.Day)).Select(each => each.Name)));
        }
        else if (step == SeriesStep.Months)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"BYMONTHDAY={first.Day}"));
        }
        else if (step == SeriesStep.MonthsByWeekday)
        {
            // A month has four of each weekday; what is later is the last one.
            var ordinal = ((first.Day - 1) / 7) + 1;
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"BYDAY={(ordinal > 4 ? -1 : ordinal)}{NameOf(first.DayOfWeek)}"));
        }

        parts.Add(until is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"UNTIL={last:yyyyMMdd}T235959")
            : string.Create(CultureInfo.InvariantCulture, $"COUNT={count}"));
        return string.Join(';', parts);
    }

    /// <summary>A rule in words: <c>every 2 weeks on Fri, Sat</c>.</summary>
    public static string Describe(string rule, IStringLocalizer<Texts> L)
    {
        var parts = rule.Split(';').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .DistinctBy(part => part[0]).ToDictionary(part => part[0], part => part[1]);
        var every = parts.TryGetValue("INTERVAL", out var interval) && int.TryParse(interval, CultureInfo.InvariantCulture, out var number) ? number : 1;
        string text = (parts.GetValueOrDefault("FREQ"), every) switch
        {
            ("DAILY", 1) => L["every day"],
            ("DAILY", _) => L["every {0} days", every],
            ("WEEKLY", 1) => L["every week"],
            ("WEEKLY", _) => L["every {0} weeks", every],
            ("MONTHLY", 1) => L["every month"],
            ("MONTHLY", _) => L["every {0} months", every],
            _ => rule,
        };
        return parts.TryGetValue("BYDAY", out var days) ? $"{text}: {string.Join(", ", days.Split(',').Select(day => DayOf(day, L)))}" : text;
    }

    /// <summary>A weekday's short name in the reader's language.</summary>
    public static string ShortName(DayOfWeek day) => CultureInfo.CurrentCulture.DateTimeFormat.GetAbbreviatedDayName(day);

    private static string NameOf(DayOfWeek day) => Weekdays.First(each => each.Day == day).Name;

    // "2FR" is the second Friday, "-1FR" the last.
    private static string DayOf(string rule, IStringLocalizer<Texts> L)
    {
        var name = rule.Length < 2 ? rule : rule[^2..];
        var day = Weekdays.FirstOrDefault(each => each.Name == name);
        return day.Name is null ? rule
            : rule[..^2] switch
            {
                "" => ShortName(day.Day),
                "-1" => L["last {0}", ShortName(day.Day)],
                var ordinal => L["{0}. {1}", ordinal, ShortName(day.Day)],
            };
    }
}
