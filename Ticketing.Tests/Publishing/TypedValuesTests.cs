using System.Globalization;
using Ticketing.App.Publishing;
using Ticketing.App.Publishing.Organizer.Steps;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Publishing;

/// <summary>What the wizard's fields make of typed text.</summary>
public sealed class TypedValuesTests
{
    [Theory]
    [InlineData("45", "EUR", 4500L)]
    [InlineData("45.5", "EUR", 4550L)]
    [InlineData("45,50", "EUR", 4550L)]
    [InlineData(" 0 ", "EUR", 0L)]
    [InlineData("1500", "JPY", 1500L)]
    [InlineData("1.5", "JPY", null)]
    [InlineData("1.234", "KWD", 1234L)]
    [InlineData("1.234", "EUR", null)]
    [InlineData("-1", "EUR", null)]
    [InlineData("1.000,00", "EUR", null)]
    [InlineData("99999999999999999999", "EUR", null)]
    [InlineData("free", "EUR", null)]
    public void Amount_Typed_IsExactOrRefused(string typed, string currency, long? amount) =>
        Assert.Equal(amount, TypedValues.ReadAmount(typed, currency));

    [Theory]
    [InlineData("19", 1900)]
    [InlineData("7,7", 770)]
    [InlineData("0.001", null)]
    [InlineData("x", null)]
    public void Percent_Typed_IsBasisPoints(string typed, int? points) => Assert.Equal(points, TypedValues.ReadPercent(typed));

    [Theory]
    [InlineData("en", "45.50")]
    [InlineData("de", "45,50")]
    public void Amount_Shown_IsReadBack(string language, string shown)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(shown, TypedValues.Amount(4550, "EUR"));
        Assert.Equal(4550, TypedValues.ReadAmount(shown, "EUR"));
    }

    [Theory]
    [InlineData("2027-01-15T20:00", "2027-01-15T19:00:00Z")]
    [InlineData("2027-03-28T02:30", "2027-03-28T01:30:00Z")]
    [InlineData("2027-10-31T02:30", "2027-10-31T00:30:00Z")]
    public void Instant_OfALocalTime_SkipsGapsAndTakesTheFirst(string local, string instant) => Assert.Equal(
        DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), TypedValues.InstantOf(TypedValues.ReadLocal(local)!.Value, "Europe/Berlin"));

    [Theory]
    [InlineData("Days", 1, "", "2027-01-01", 5, null, "FREQ=DAILY;COUNT=5")]
    [InlineData("Weeks", 2, "Saturday,Friday", "2027-01-01", 12, null, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SA;COUNT=12")]
    [InlineData("Weeks", 1, "", "2027-01-01", 1, "2027-02-28", "FREQ=WEEKLY;UNTIL=20270228T235959")]
    [InlineData("Months", 1, "", "2027-01-31", 3, null, "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3")]
    [InlineData("MonthsByWeekday", 1, "", "2027-01-08", 3, null, "FREQ=MONTHLY;BYDAY=2FR;COUNT=3")]
    [InlineData("MonthsByWeekday", 1, "", "2027-01-29", 3, null, "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3")]
    public void Rule_OfTheForm_IsARecurrenceRule(string step, int every, string days, string first, int count, string? until, string rule) => Assert.Equal(
        rule,
        SeriesRule.Write(
            Enum.Parse<SeriesStep>(step), every, [.. days.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<DayOfWeek>)],
            DateTime.Parse(first, CultureInfo.InvariantCulture), count, until is null ? null : DateOnly.Parse(until, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("bold", "a word b", 2, 6, "a **word** b")]
    [InlineData("bold", "a **word** b", 4, 8, "a word b")]
    [InlineData("italic", "x", 0, 1, "*x*")]
    [InlineData("heading", "one\\ntwo", 4, 7, "one\\n### two")]
    [InlineData("list", "one\\ntwo", 0, 7, "- one\\n- two")]
    [InlineData("list", "- one\\n- two", 0, 11, "one\\ntwo")]
    [InlineData("link", "see here", 4, 8, "see [here](https://)")]
    public async Task Toolbar_OfTheStory_FormatsTheSelection(string mark, string text, int start, int end, string formatted) => Assert.Equal(
        formatted,
        await NodeScript.RunAsync(
            $$"""
            import { format } from '{{NodeScript.Module("backoffice/markdown")}}';
            console.log(JSON.stringify(format('{{mark}}', '{{text}}', {{start}}, {{end}}).text).slice(1, -1));
            """));
}
