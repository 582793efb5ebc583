using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Analytics;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Analytics;

/// <summary>Periods of figures by the clocks of a zone, also when they change.</summary>
public sealed class SalesCalendarTests
{
    private static readonly string[] Zones =
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago", "Atlantic/Azores", "UTC",
        "America/St_Johns", "Pacific/Apia",
    ];

    [Theory]
    [InlineData("2027-03-28T12:00:00Z", "Europe/Berlin", "2027-03-28T00:00:00+01:00", "2027-03-29T00:00:00+02:00", 23)]
    [InlineData("2027-10-31T12:00:00Z", "Europe/Berlin", "2027-10-31T00:00:00+02:00", "2027-11-01T00:00:00+01:00", 25)]
    [InlineData("2027-06-01T21:59:59Z", "Europe/Berlin", "2027-06-01T00:00:00+02:00", "2027-06-02T00:00:00+02:00", 24)]
    // Clocks go forward at midnight: there is no 00:00.
    [InlineData("2027-09-05T12:00:00Z", "America/Santiago", "2027-09-05T01:00:00-03:00", "2027-09-06T00:00:00-03:00", 23)]
    // Clocks go back from 01:00 to midnight: there are two.
    [InlineData("2027-10-31T12:00:00Z", "Atlantic/Azores", "2027-10-31T00:00:00+00:00", "2027-11-01T00:00:00-01:00", 25)]
    public void Day_OfAClockChange_HasItsHours(string at, string zone, string start, string end, int hours)
    {
        var day = Calendar(zone, SalesStep.Day).PeriodOf(Time(at));

        Assert.Equal((start, end), (Text(day.Start), Text(day.End)));
        Assert.Equal(hours, (day.End - day.Start).TotalHours);
    }

    [Theory]
    [InlineData("2027-10-31T00:30:00Z", "Europe/Berlin", "2027-10-31T02:00:00+02:00", "2027-10-31T02:00:00+01:00")]
    [InlineData("2027-10-31T01:30:00Z", "Europe/Berlin", "2027-10-31T02:00:00+01:00", "2027-10-31T03:00:00+01:00")]
    [InlineData("2027-03-28T00:30:00Z", "Europe/Berlin", "2027-03-28T01:00:00+01:00", "2027-03-28T03:00:00+02:00")]
    [InlineData("2027-01-15T12:20:00Z", "Asia/Kathmandu", "2027-01-15T18:00:00+05:45", "2027-01-15T19:00:00+05:45")]
    // Clocks change by half an hour.
    [InlineData("2027-04-03T14:59:00Z", "Australia/Lord_Howe", "2027-04-04T01:00:00+11:00", "2027-04-04T01:30:00+10:30")]
    [InlineData("2027-04-03T15:01:00Z", "Australia/Lord_Howe", "2027-04-04T01:30:00+10:30", "2027-04-04T02:00:00+10:30")]
    public void Hour_OfAClockChange_IsToldApartByItsOffset(string at, string zone, string start, string end)
    {
        var hour = Calendar(zone, SalesStep.Hour).PeriodOf(Time(at));

        Assert.Equal((start, end), (Text(hour.Start), Text(hour.End)));
    }

    [Fact]
    public void Periods_OfAnyZone_FollowEachOther()
    {
        var cases = from zone in Gen.Elements(Zones)
                    from step in Gen.Elements(Enum.GetValues<SalesStep>())
                    from minute in Gen.Choose(0, 2 * 366 * 24 * 60)
                    select (Calendar: Calendar(zone, step), At: new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute));

        Prop.ForAll(cases.ToArbitrary(), it =>
        {
            var period = it.Calendar.PeriodOf(it.At);
            var next = it.Calendar.PeriodOf(period.End);
            return period.Start <= it.At && it.At < period.End && next.Start == period.End
                && it.Calendar.PeriodOf(period.Start) == period && it.Calendar.PeriodOf(period.End.AddTicks(-1)) == period;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Figures_ByAnyPeriod_AreTheFigures() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var lines = new SalesHistory(seed).Figures;
        return (from zone in Zones
                from step in Enum.GetValues<SalesStep>()
                let calendar = Calendar(zone, step)
                select lines.GroupBy(line => calendar.PeriodOf(line.Cell.Minute), line => line.Sums)
                    .Select(period => period.Aggregate(SalesSums.Add)).Aggregate(default(SalesSums), SalesSums.Add)).Distinct().Count() == 1;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Theory]
    [InlineData(null, null, SalesStep.Day, "2027-05-03T00:00:00+02:00", "2027-06-01T12:31:00+00:00")]
    [InlineData(null, null, SalesStep.Hour, "2027-05-31T14:00:00+02:00", "2027-06-01T12:31:00+00:00")]
    [InlineData(null, null, SalesStep.Minute, "2027-06-01T13:31:00+02:00", "2027-06-01T12:31:00+00:00")]
    [InlineData("2027-03-28", "2027-03-28", SalesStep.Hour, "2027-03-28T00:00:00+01:00", "2027-03-29T00:00:00+02:00")]
    [InlineData("2027-03-28T10:00:30Z", "2027-03-28T12:00:59+02:00", SalesStep.Hour, null, null)]
    [InlineData("2027-03-28T09:00:30Z", "2027-03-28T12:00:59+02:00", SalesStep.Hour, "2027-03-28T09:00:00+00:00", "2027-03-28T10:00:00+00:00")]
    public void Range_OfBounds_IsTheirSpan(string? from, string? to, SalesStep by, string? begin, string? end)
    {
        var range = SalesRange.Of(Bound(from), Bound(to), by, Zone("Europe/Berlin"), Time("2027-06-01T12:30:10Z"));

        Assert.Equal(begin is not null, range.Succeeded);
        Assert.Equal((begin, end), (range.Succeeded ? Text(range.Value.From) : null, range.Succeeded ? Text(range.Value.To) : null));
    }

    [Theory]
    [InlineData("2027-03-29", "2027-03-28", SalesStep.Day, SalesRangeRefusal.Reversed)]
    [InlineData("2027-01-01", "2027-01-03", SalesStep.Minute, SalesRangeRefusal.TooLong)]
    [InlineData("2027-01-01", "2027-05-01", SalesStep.Hour, SalesRangeRefusal.TooLong)]
    [InlineData("2024-01-01", "2027-05-01", SalesStep.Day, SalesRangeRefusal.TooLong)]
    [InlineData("0001-01-01", "2027-05-01", SalesStep.Day, SalesRangeRefusal.OutOfCalendar)]
    [InlineData("2027-05-01", "9999-12-31", SalesStep.Day, SalesRangeRefusal.OutOfCalendar)]
    public void Range_ThatCannotBe_IsRefused(string from, string to, SalesStep by, SalesRangeRefusal refusal) => Assert.Equal(
        refusal, SalesRange.Of(Bound(from), Bound(to), by, Zone("Europe/Berlin"), Time("2027-06-01T12:30:10Z")).Refusal);

    private static SalesCalendar Calendar(string zone, SalesStep step) => new(Zone(zone), step);

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);

    private static TimeBound? Bound(string? text) => text is null ? null
        : text.Contains('T', StringComparison.Ordinal) ? TimeBound.At(Time(text))
        : TimeBound.On(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
