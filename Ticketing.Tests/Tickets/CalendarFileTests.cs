using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ical.Net.CalendarComponents;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Catalog;
using Calendar = Ical.Net.Calendar;

namespace Ticketing.Tests.Tickets;

public sealed class CalendarFileTests
{
    private const int LineOctetsMax = 75;

    private static readonly DateTimeOffset Written = new(2026, 11, 21, 9, 30, 0, TimeSpan.FromHours(1));
    private static readonly Guid Id = Guid.NewGuid();
    private static readonly DateTimeOffset Modified = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void File_OfAPerformance_HasTheTimesInUtc()
    {
        var lines = Text(Entry("Faust", "A story")).Split("\r\n");
        var read = Read(Entry("Faust", "A story"));

        Assert.Equal((true, true, true), (read.DtStamp!.IsUtc, read.DtStart!.IsUtc, read.DtEnd!.IsUtc));
        Assert.Equal(new DateTime(2026, 11, 21, 8, 30, 0), read.DtStamp.Value);
        Assert.Equal(new DateTime(2026, 12, 31, 22, 30, 0), read.DtStart.Value);
        Assert.Equal(new DateTime(2027, 1, 1, 0, 30, 0), read.DtEnd.Value);
        Assert.Equal((52.520008, 13.404954), (read.GeographicLocation!.Latitude, read.GeographicLocation.Longitude));
        Assert.Equal(("Faust", "A story", "Opera, Main Street 1, 10115 Berlin"), (read.Summary, read.Description, read.Location));
        Assert.Equal("https://tickets.example/events/faust", read.Url!.AbsoluteUri);
        Assert.Equal(("BEGIN:VCALENDAR", ""), (lines[0], lines[^1]));
        Assert.Single(lines, line => line == "VERSION:2.0");
        Assert.Single(lines, line => line == "METHOD:PUBLISH");
        Assert.Equal((3, Modified.UtcDateTime), (read.Sequence, read.LastModified!.Value));
    }

    [Theory]
    [InlineData(PerformanceStatus.Scheduled, "CONFIRMED")]
    [InlineData(PerformanceStatus.Paused, "CONFIRMED")]
    [InlineData(PerformanceStatus.Completed, "CONFIRMED")]
    [InlineData(PerformanceStatus.Postponed, "CANCELLED")]
    [InlineData(PerformanceStatus.Cancelled, "CANCELLED")]
    public void Status_OfThePerformance_IsMapped(PerformanceStatus status, string written) =>
        Assert.Equal(written, Read(Entry("Faust", "") with { State = CalendarFile.StateOf(status) }).Status);

    [Fact]
    public void Uid_WrittenAgain_IsUnchanged()
    {
        var changed = Entry("Faust II", "") with { StartsAt = Written, Url = new Uri("https://tickets.example/orders/T-1") };

        Assert.Equal(Id.ToString(), Read(Entry("Faust", "")).Uid);
        Assert.Equal(Read(Entry("Faust", "")).Uid, Read(changed).Uid);
    }

    [Fact]
    public void Text_WithSpecialCharacters_IsEscaped() => Assert.Contains(
        @"SUMMARY:Tom\, Dick\; Harry \\ Sons\nSecond line", Text(Entry("Tom, Dick; Harry \\ Sons\r\nSecond line", "")), StringComparison.Ordinal);

    [Fact]
    public void Lines_OfAnyText_AreFoldedAndRoundTrip() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<int>(), (any, repeat) =>
        {
            var text = string.Concat(Enumerable.Repeat($"{any}äé€😀 ", 1 + (Math.Abs(repeat % 7)))).Trim();
            // Lone surrogates are invalid text and excluded.
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            var file = Text(Entry("x", text));
            return file.Split("\r\n").All(line => Encoding.UTF8.GetByteCount(line) <= LineOctetsMax)
                && !file.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().ContainsAny('\r', '\n')
                && Read(Entry("x", text)).Description == Expected(text);
        }).QuickCheckThrowOnFailure();

    // For one of these lengths the fold falls within an emoji.
    [Fact]
    public void Lines_FoldedAtAnEmoji_KeepItIntact() => Assert.All(Enumerable.Range(0, 2 * LineOctetsMax), length =>
    {
        foreach (var rest in (string[])["", new string('b', 2 * LineOctetsMax), string.Concat(Enumerable.Repeat("😀", LineOctetsMax))])
        {
            var text = new string('a', length) + "😀" + rest;
            var lines = Text(Entry("x", text)).Split("\r\n");

            Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, LineOctetsMax));
            Assert.DoesNotContain(" ", lines);
            Assert.Equal(text, Read(Entry("x", text)).Description);
        }
    });

    private static string Expected(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Select(character => char.IsControl(character) && character is not ('\t' or '\n') ? ' ' : character));

    private static string Text(CalendarEntry entry) => Encoding.UTF8.GetString(CalendarFile.Write(entry, Written));

    private static CalendarEvent Read(CalendarEntry entry) => Assert.Single(Calendar.Load(Text(entry))!.Events);

    private static CalendarEntry Entry(string title, string description) => new(
        Id,
        title,
        new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.FromHours(1)),
        new DateTimeOffset(2027, 1, 1, 1, 30, 0, TimeSpan.FromHours(1)),
        "Opera, Main Street 1, 10115 Berlin",
        (52.520008, 13.404954),
        description,
        new Uri("https://tickets.example/events/faust"),
        CalendarState.Confirmed,
        3,
        Modified);
}
