using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Tickets;

public sealed class CalendarFileTests
{
    private static readonly DateTimeOffset Written = new(2026, 11, 21, 9, 30, 0, TimeSpan.FromHours(1));

    [Fact]
    public void File_OfAPerformance_HasTheTimesInUtc()
    {
        var lines = Unfold(CalendarFile.Write([Entry("Faust", "A story")], Written));

        Assert.Contains("DTSTAMP:20261121T083000Z", lines);
        Assert.Contains("DTSTART:20261231T223000Z", lines);
        Assert.Contains("DTEND:20270101T003000Z", lines);
        Assert.Contains("GEO:52.520008;13.404954", lines);
        Assert.Contains("STATUS:CONFIRMED", lines);
        Assert.Equal("BEGIN:VCALENDAR", lines[0]);
        Assert.Equal("END:VCALENDAR", lines[^1]);
        Assert.Single(lines, line => line == "VERSION:2.0");
        Assert.Single(lines, line => line == "BEGIN:VEVENT");
    }

    [Fact]
    public void File_CancelledPerformance_TakesItOffTheCalendar() =>
        Assert.Contains("STATUS:CANCELLED", Unfold(CalendarFile.Write([Entry("Faust", "") with { Cancelled = true }], Written)));

    [Fact]
    public void Identity_WrittenTwice_StaysTheSame()
    {
        string Uid(DateTimeOffset at) => Unfold(CalendarFile.Write([Entry("Faust", "")], at)).Single(line => line.StartsWith("UID:", StringComparison.Ordinal));

        Assert.Equal(Uid(Written), Uid(Written.AddDays(1)));
    }

    [Fact]
    public void Text_WithSpecialCharacters_IsEscaped() => Assert.Contains(
        @"SUMMARY:Tom\, Dick\; Harry \\ Sons\nSecond line", Unfold(CalendarFile.Write([Entry("Tom, Dick; Harry \\ Sons\r\nSecond line", "")], Written)));

    [Fact]
    public void Lines_OfAnyText_AreShortAndReadBack() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<int>(), (any, repeat) =>
        {
            var text = string.Concat(Enumerable.Repeat($"{any}äé€😀 ", 1 + (Math.Abs(repeat % 7)))).Trim();
            // Halves of surrogate pairs are no text: nothing can be said of how they are written.
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            var file = CalendarFile.Write([Entry("x", text)], Written);
            var written = Unfold(file).Single(line => line.StartsWith("DESCRIPTION:", StringComparison.Ordinal))["DESCRIPTION:".Length..];
            return file.Split("\r\n").All(line => Encoding.UTF8.GetByteCount(line) <= 75)
                && !file.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().ContainsAny('\r', '\n')
                && Unescape(written) == Expected(text);
        }).QuickCheckThrowOnFailure();

    private static string Expected(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Select(character => char.IsControl(character) && character is not ('\t' or '\n') ? ' ' : character));

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            result.Append(text[i] != '\\' ? text[i] : text[++i] == 'n' ? '\n' : text[i]);
        }

        return result.ToString();
    }

    private static string[] Unfold(string file) =>
        file.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static CalendarEntry Entry(string title, string description) => new(
        "0198@ticketing",
        title,
        new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.FromHours(1)),
        new DateTimeOffset(2027, 1, 1, 1, 30, 0, TimeSpan.FromHours(1)),
        "Opera, Main Street 1, 10115 Berlin",
        (52.520008, 13.404954),
        description,
        new Uri("https://tickets.example/events/faust"));
}
