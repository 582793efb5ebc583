using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Catalog.Series;

namespace Ticketing.Tests.Catalog;

/// <summary>Dates of recurrence rules in the venue's local time.</summary>
public sealed class SeriesTests
{
    private const string Berlin = "Europe/Berlin";
    private const string NewYork = "America/New_York";
    private const string Tokyo = "Asia/Tokyo";

    [Theory]

    // The clocks go forward on 28 March 2027 at 02:00, back on 25 October 2026 at 03:00.
    [InlineData("FREQ=DAILY;COUNT=3", "2027-03-27 20:00", Berlin, "2027-03-27 20:00, 2027-03-28 20:00, 2027-03-29 20:00")]
    [InlineData("FREQ=DAILY;COUNT=3", "2027-03-27 02:30", Berlin, "2027-03-27 02:30, 2027-03-28 03:30 moved, 2027-03-29 02:30")]
    [InlineData("FREQ=DAILY;COUNT=3", "2026-10-24 02:30", Berlin, "2026-10-24 02:30, 2026-10-25 02:30, 2026-10-26 02:30")]
    [InlineData("FREQ=WEEKLY;BYDAY=FR;COUNT=3", "2026-10-16 20:00", Berlin, "2026-10-16 20:00, 2026-10-23 20:00, 2026-10-30 20:00")]

    // On 14 March 2027 at 02:00.
    [InlineData("FREQ=WEEKLY;COUNT=2", "2027-03-07 02:15", NewYork, "2027-03-07 02:15, 2027-03-14 03:15 moved")]
    [InlineData("FREQ=DAILY;COUNT=2", "2027-03-13 19:30", NewYork, "2027-03-13 19:30, 2027-03-14 19:30")]
    [InlineData("FREQ=DAILY;COUNT=2", "2027-03-27 02:30", Tokyo, "2027-03-27 02:30, 2027-03-28 02:30")]

    // Months without the day are left out.
    [InlineData("FREQ=MONTHLY;COUNT=4", "2027-01-31 20:00", Berlin, "2027-01-31 20:00, 2027-03-31 20:00, 2027-05-31 20:00, 2027-07-31 20:00")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "2026-11-27 20:00", Berlin, "2026-11-27 20:00, 2026-12-25 20:00, 2027-01-29 20:00")]
    [InlineData("FREQ=MONTHLY;BYDAY=2TU,4TU;COUNT=3", "2027-01-01 20:00", Berlin, "2027-01-12 20:00, 2027-01-26 20:00, 2027-02-09 20:00")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=29;COUNT=3", "2028-01-29 20:00", Berlin, "2028-01-29 20:00, 2028-02-29 20:00, 2028-03-29 20:00")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=29;COUNT=3", "2027-01-29 20:00", Berlin, "2027-01-29 20:00, 2027-03-29 20:00, 2027-04-29 20:00")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", "2027-01-31 20:00", Berlin, "2027-01-31 20:00, 2027-02-28 20:00")]

    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SA;COUNT=4", "2027-01-01 20:00", Berlin, "2027-01-01 20:00, 2027-01-02 20:00, 2027-01-15 20:00, 2027-01-16 20:00")]
    [InlineData("rrule:freq=weekly;byday=fr;count=2", "2027-01-06 20:00", Berlin, "2027-01-08 20:00, 2027-01-15 20:00")]
    [InlineData("COUNT=1;FREQ=DAILY", "2027-01-06 20:00", Berlin, "2027-01-06 20:00")]

    // The last day is included, a time in UTC is the venue's at that moment.
    [InlineData("FREQ=DAILY;UNTIL=20270102", "2027-01-01 20:00", Berlin, "2027-01-01 20:00, 2027-01-02 20:00")]
    [InlineData("FREQ=DAILY;UNTIL=20270102T195959", "2027-01-01 20:00", Berlin, "2027-01-01 20:00")]
    [InlineData("FREQ=DAILY;UNTIL=20270102T190000Z", "2027-01-01 20:00", Berlin, "2027-01-01 20:00, 2027-01-02 20:00")]
    [InlineData("FREQ=DAILY;UNTIL=20270102T185959Z", "2027-01-01 20:00", Berlin, "2027-01-01 20:00")]
    public void Series_OfARule_HasItsDates(string rule, string start, string zone, string expected) =>
        Assert.Equal(expected, Text(SeriesExpander.Expand(rule, At(start), [], zone).Value!));

    [Theory]
    [InlineData("2027-01-02 20:00", "2027-01-01 20:00, 2027-01-03 20:00")]
    [InlineData("2027-01-02 19:00", "2027-01-01 20:00, 2027-01-02 20:00, 2027-01-03 20:00")]
    public void Series_WithExceptions_LeavesThemOut(string except, string expected) =>
        Assert.Equal(expected, Text(SeriesExpander.Expand("FREQ=DAILY;COUNT=3", At("2027-01-01 20:00"), [At(except)], Berlin).Value!));

    // An exception may name the hour that the rule has, or the one that was shown.
    [Theory]
    [InlineData("2027-03-28 02:30")]
    [InlineData("2027-03-28 03:30")]
    public void Series_MovedDateExcepted_IsLeftOut(string except) => Assert.Equal(
        "2027-03-27 02:30", Text(SeriesExpander.Expand("FREQ=DAILY;COUNT=2", At("2027-03-27 02:30"), [At(except)], Berlin).Value!));

    [Theory]
    [InlineData("", SeriesRefusal.Unreadable)]
    [InlineData("weekly", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=", SeriesRefusal.Unreadable)]
    [InlineData("COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=FORTNIGHTLY;COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;COUNT=3;COUNT=4", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;COUNT=3;UNTIL=20270101", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;COUNT=0", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;COUNT=-1", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;COUNT=99999999999", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;INTERVAL=0;COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;UNTIL=20270231", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;UNTIL=tomorrow", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=WEEKLY;BYDAY=XX;COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=WEEKLY;BYDAY=;COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=WEEKLY;BYDAY=2FR;COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=MONTHLY;BYDAY=6FR;COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=MONTHLY;BYDAY=0FR;COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32;COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=3;COUNT=3", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;COUNT=3;X-SECRET=1", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=DAILY;COUNT=3;", SeriesRefusal.Unreadable)]
    [InlineData("FREQ=YEARLY;COUNT=3", SeriesRefusal.NotSupported)]
    [InlineData("FREQ=HOURLY;COUNT=3", SeriesRefusal.NotSupported)]
    [InlineData("FREQ=SECONDLY", SeriesRefusal.NotSupported)]
    [InlineData("FREQ=DAILY;BYHOUR=19,21;COUNT=3", SeriesRefusal.NotSupported)]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;COUNT=3", SeriesRefusal.NotSupported)]
    [InlineData("FREQ=DAILY", SeriesRefusal.Endless)]
    [InlineData("FREQ=WEEKLY;BYDAY=FR", SeriesRefusal.Endless)]
    [InlineData("FREQ=DAILY;UNTIL=99991231", SeriesRefusal.Endless)]
    [InlineData("FREQ=MONTHLY;UNTIL=99991231T235959Z", SeriesRefusal.Endless)]
    [InlineData("FREQ=MONTHLY;BYDAY=5FR;COUNT=200", SeriesRefusal.Endless)]
    [InlineData("FREQ=DAILY;COUNT=201", SeriesRefusal.TooMany)]
    [InlineData("FREQ=DAILY;UNTIL=20280101", SeriesRefusal.TooMany)]
    [InlineData("FREQ=DAILY;UNTIL=20261231", SeriesRefusal.Empty)]
    public void Rule_ThatMakesNoDates_IsRefused(string rule, SeriesRefusal refusal)
    {
        var expanded = SeriesExpander.Expand(rule, At("2027-01-01 20:00"), [], Berlin);

        Assert.False(expanded.Succeeded);
        Assert.Equal(refusal, expanded.Refusal);
    }

    [Fact]
    public void Rule_OverLong_IsRefused() => Assert.Equal(
        SeriesRefusal.Unreadable, SeriesExpander.Expand($"FREQ=WEEKLY;BYDAY={string.Join(',', Enumerable.Repeat("FR", 1_000))};COUNT=3", At("2027-01-01 20:00"), [], Berlin).Refusal);

    [Theory]
    [InlineData("0001-01-01 00:00")]
    [InlineData("9999-12-31 23:59")]
    public void Start_OutsideOfTheCalendar_IsRefused(string start) =>
        Assert.Equal(SeriesRefusal.Unreadable, SeriesExpander.Expand("FREQ=DAILY;COUNT=3", At(start), [], Berlin).Refusal);

    [Fact]
    public void Series_AllExcepted_IsEmpty() => Assert.Equal(
        SeriesRefusal.Empty, SeriesExpander.Expand("FREQ=DAILY;COUNT=1", At("2027-01-01 20:00"), [At("2027-01-01 20:00")], Berlin).Refusal);

    [Fact]
    public void Series_OfTheLimit_IsMade() =>
        Assert.Equal(SeriesExpander.DatesMax, SeriesExpander.Expand("FREQ=DAILY;COUNT=200", At("2027-01-01 20:00"), [], Berlin).Value!.Count);

    [Fact]
    public void Series_OfAnyWeeklyRule_MatchesItsDaysInOrder()
    {
        string[] names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        DayOfWeek[] days =
        [
            DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday,
        ];
        var rules =
            from set in Gen.Choose(1, 127)
            from interval in Gen.Choose(1, 3)
            from count in Gen.Choose(1, 60)
            from day in Gen.Choose(0, 900)
            from minute in Gen.Choose(0, (24 * 60) - 1)
            from zone in Gen.Elements(Berlin, NewYork, Tokyo, "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia")
            select (Set: set, Interval: interval, Count: count, Start: new DateTime(2026, 1, 1).AddDays(day).AddMinutes(minute), Zone: zone);

        Prop.ForAll(rules.ToArbitrary(), drawn =>
        {
            var chosen = Enumerable.Range(0, 7).Where(i => (drawn.Set & (1 << i)) != 0).ToArray();
            var rule = $"FREQ=WEEKLY;INTERVAL={drawn.Interval};BYDAY={string.Join(',', chosen.Select(i => names[i]))};COUNT={drawn.Count}";
            var dates = SeriesExpander.Expand(rule, drawn.Start, [], drawn.Zone).Value!;
            var zone = TimeZoneInfo.FindSystemTimeZoneById(drawn.Zone);
            return dates.Count == drawn.Count
                && dates.All(date => chosen.Any(i => days[i] == date.Local.DayOfWeek) && date.Local >= drawn.Start && !zone.IsInvalidTime(date.Local))
                && dates.All(date => date.Moved || date.Local.TimeOfDay == drawn.Start.TimeOfDay)
                && dates.Zip(dates.Skip(1)).All(pair => pair.First.Local < pair.Second.Local);
        }).QuickCheckThrowOnFailure();
    }

    private static DateTime At(string text) =>
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(IEnumerable<SeriesDate> dates) => string.Join(", ", dates.Select(date =>
        date.Local.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) + (date.Moved ? " moved" : "")));
}
