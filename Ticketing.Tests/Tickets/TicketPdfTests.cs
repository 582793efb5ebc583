using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Tickets;
using Ticketing.Infrastructure.Tickets.Pdf;
using Ticketing.Tests.Architecture;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Tickets;

[LongRunning]
public sealed class TicketPdfTests
{
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    [Fact]
    public void Pdf_OfThreeTickets_HasAPageForEach()
    {
        var pdf = Render(Sheet(), English);

        Assert.Equal(3, pdf.Pages.Count);
        Assert.Contains("Ticket 2 of 3", pdf.Pages[1], StringComparison.Ordinal);
        Assert.Contains("\nF\n", pdf.Pages[0], StringComparison.Ordinal);
        Assert.Contains("\n104\n", pdf.Pages[1], StringComparison.Ordinal);
        Assert.Contains("Floor · standing", pdf.Pages[2], StringComparison.Ordinal);
        Assert.DoesNotContain("Row", pdf.Pages[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Pdf_InGerman_IsGermanInVenueTime()
    {
        var page = Render(Sheet(), German).Pages[0];

        foreach (var text in (string[])["Samstag, 5. Dezember 2026", "19:30", "18:30", "GMT+1", "Einlass", "Reihe", "Platz", "04109 Leipzig, Deutschland", "89,50 €", "T-7K3M9Q2X"])
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Äpfel, Öl & Übermaß – „Größe“")]
    [InlineData("Œuvre à l'été, garçon naïve")]
    [InlineData("Zażółć gęślą jaźń")]
    [InlineData("Θέατρο и Опера")]
    public void Pdf_EuropeanLetters_AreInTheFont(string title)
    {
        var page = Render(Sheet() with { EventTitle = title }, English).Pages[0];

        Assert.Contains(title, page.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    // What people look for at the door is never cut, however long; what does not matter there may be.
    [Theory]
    [InlineData(41, "links ")]
    [InlineData(100, "W")]
    [InlineData(100, "Ünö ")]
    public void Pdf_LongNames_AreWhole(int length, string part)
    {
        var section = Long(length, "Section " + part);
        var name = Long(2 * length, "Name " + part);
        var face = Sheet().Tickets[0] with { Place = new SeatPlace(section, section[..40], section[..40], null, section), TierName = section, AttendeeName = name };
        var page = Render(Sheet() with { Organizer = Long(400, "W"), Venue = Sheet().Venue with { Name = name }, Tickets = [face] }, English);

        var text = page.Letters[0].Replace(" ", "", StringComparison.Ordinal);
        // Section, entrance and category; the venue and who comes.
        Assert.Equal(3, text.Split(section.Replace(" ", "", StringComparison.Ordinal)).Length - 1);
        Assert.Equal(2, text.Split(name.Replace(" ", "", StringComparison.Ordinal)).Length - 1);
        Assert.Contains("…", text, StringComparison.Ordinal);
        Assert.All(page.Boxes[0], box => Assert.True(box is { Left: >= 0, Bottom: >= 0, Right: <= 596, Top: <= 842 }, box.ToString()));
    }

    // Names of 96 emoji, spelled out as words of thousands of letters. Shaping allocates what it shapes: four times the text takes about four
    // times the memory, and sixteen times if every beginning of a line is shaped again.
    [Theory]
    [InlineData("🎉")]
    [InlineData("W")]
    [InlineData("Wa ")]
    [InlineData("م")]
    [InlineData("1م")]
    public void Fit_OfLongText_TakesLinearWork(string part)
    {
        var (text, longer) = (string.Concat(Enumerable.Repeat(part, 200)), string.Concat(Enumerable.Repeat(part, 800)));
        Fit(text);

        var (work, more) = (BytesOf(() => Fit(text)), BytesOf(() => Fit(longer)));

        Assert.InRange(more, work, 7 * work);

        static void Fit(string name) => TextFit.Fit(name, true, 236, 26, 13, 11, 9, 7);

        static long BytesOf(Action act)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            act();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    // Lines are found by sums over the whole text, and drawn by themselves.
    [Theory]
    [InlineData("AVATAR To Ty Va. We, Yo ")]
    [InlineData("WAVAToTyVaWeYo")]
    [InlineData("Владимир Ильич ")]
    [InlineData("محمد رشيد ")]
    [InlineData("山田太郎")]
    public void Wrap_OfLongText_FillsLinesAndKeepsTheText(string part)
    {
        var text = new MeasuredText(string.Concat(Enumerable.Repeat(part, 40)), isBold: true);
        var style = DocumentFonts.Bold(10);

        var lines = text.Wrap(style.Size, 200);

        Assert.Equal(text.Text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(TextFit.Measure(line, style) <= 200 + style.Size, line));
        Assert.All(lines.SkipLast(1), line => Assert.True(TextFit.Measure(line, style) >= 100, line));
    }

    // The text that is copied or spoken is what was written, in every script of the fonts.
    [Theory]
    [InlineData("山田太郎", false)]
    [InlineData("ひらがな カタカナ", false)]
    [InlineData("محمد رشيد", true)]
    [InlineData("שרה כהן", true)]
    [InlineData("ศรีสมร", false)]
    [InlineData("Владимир Ильич", false)]
    [InlineData("Ελένη", false)]
    [InlineData("Noe\u0308l O\u2019Brien", false)]
    [InlineData("Nguyễn Thị Ánh", false)]
    [InlineData("Łucja Wójcik-Żak", false)]
    public void Pdf_NamesOfAnyScript_AreTheTextOfTheFile(string name, bool isRightToLeft)
    {
        var printed = Name(name);

        // Readers turn text that runs from right to left; the file has it as it is drawn.
        var expected = name.Normalize();
        Assert.Equal(isRightToLeft ? Reversed(expected) : expected, printed);
    }

    [Theory]
    [InlineData("राम", "राम")]
    [InlineData("Zoë 🎉", "Zoë :tada:")]
    [InlineData("김민준", "GimMinJun")]
    [InlineData("Ana\u202E gro.live\u200B", "Ana gro.live")]
    [InlineData("Tab\there\u0007", "Tab here")]
    [InlineData("Kim 김 Lee", "Kim Gim Lee")]
    public void Printable_OfWhatFontsLack_IsTransliterated(string name, string expected) => Assert.Equal(expected, PrintableText.Of(name));

    // Each venue of the demo, in both languages: no empty box, and the whole address.
    [Fact]
    public void Pdf_OfEachDemoVenue_HasNoEmptyBox()
    {
        var venues = JsonNode.Parse(Repository.Read("Ticketing.Infrastructure/Development/Demo/Content/venues.json"))!.AsArray();
        Assert.True(venues.Count > 10);
        foreach (var venue in venues.Select(venue => venue!))
        {
            string Text(string key) => venue[key]!.GetValue<string>();
            var sheet = Sheet() with
            {
                TimeZone = Text("timeZone"),
                Venue = new TicketVenue(Text("name"), Text("street"), Text("postalCode"), Text("city"), Text("country")),
            };
            foreach (var culture in (CultureInfo[])[English, German])
            {
                var pdf = Render(sheet, culture);

                Assert.Contains(Text("name").Replace(" ", "", StringComparison.Ordinal), pdf.Letters[0].Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
                Assert.Contains(PrintableText.Of(new RegionInfo(Text("country")).NativeName), pdf.Letters[0], StringComparison.Ordinal);
                Assert.All(pdf.Drawings, drawing => Assert.DoesNotContain("<0000>", drawing, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Pdf_WithEveryScript_EmbedsSubsetsOnly()
    {
        var face = Sheet().Tickets[0] with { AttendeeName = "山田太郎 محمد שרה ศรี राम Ελένη" };

        var file = TicketPdf.Render(Sheet() with { Tickets = [face] }, English, Now);

        Assert.InRange(file.Length, 10_000, 200_000);
        Assert.Equal(8, new PdfText(file).Fonts.Count);
        Assert.All(new PdfText(file).Fonts, font => Assert.Matches("^TICKE[A-Z]\\+[A-Za-z]+-(Regular|Bold)$", font));
    }

    [Fact]
    public void Pdf_TicketWithoutAttendee_HasTheBuyersName()
    {
        var pages = Render(Sheet(), English).Pages;

        Assert.Contains("Łucja Wójcik", pages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Booked by", pages[0], StringComparison.Ordinal);
        Assert.Contains("Booked by", pages[1], StringComparison.Ordinal);
        Assert.Contains("Ada Lovelace", pages[1], StringComparison.Ordinal);
        Assert.Contains("Entrance", pages[0], StringComparison.Ordinal);
        Assert.Contains("Gate B", pages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Entrance", pages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Pdf_FontsOfTheFile_AreSmallSubsets() => Assert.InRange(TicketPdf.Render(Sheet(), English, Now).Length, 10_000, 150_000);

    [Fact]
    public void Pdf_SameEventTwice_HasTheSameDrawing() => Assert.Equal(Render(Sheet(), English).Drawings, Render(Sheet(), English).Drawings);

    [Fact]
    public void Pdf_OtherEvent_HasAnotherDrawing() =>
        Assert.NotEqual(Render(Sheet(), English).Picture, Render(Sheet() with { ArtworkSeed = 1235 }, English).Picture);

    [Fact]
    public void Pdf_QrCode_ReadsBackAsTheTicketsCode() =>
        Assert.Equal(Sheet().Tickets.Select(ticket => ticket.Code), Render(Sheet(), English).Codes);

    [Fact]
    public void Pdf_Metadata_HasTitleAndLanguage()
    {
        var pdf = Render(Sheet(), German);

        Assert.Equal("Die Zauberflöte – T-7K3M9Q2X", pdf.Title);
        Assert.Equal("de", pdf.Language);
    }

    // The calls also race to register the process-wide font resolver.
    [Fact]
    public async Task Pdf_RenderedConcurrently_IsDeterministic()
    {
        var drawings = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => string.Concat(Render(Sheet(), English).Drawings))));

        Assert.Single(drawings.Distinct());
    }

    // More than may render at once, and some that give up before their turn.
    [Fact]
    public async Task Pdf_RenderedInTurn_IsTheSameAndLeavesTheTurn()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        for (var i = 0; i < 4; i++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TicketPdf.RenderInTurnAsync(Sheet(), English, Now, gone.Token));
        }

        var files = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => TicketPdf.RenderInTurnAsync(Sheet(), English, Now, TestContext.Current.CancellationToken))));

        Assert.Single(files.Select(file => string.Concat(new PdfText(file).Drawings)).Distinct());
    }

    [Theory]
    [InlineData("東京 🎫 תיאטרון مسرح")]
    [InlineData("Tab\there, break\nthere, bell\u0007")]
    [InlineData("\ud800 half a character")]
    [InlineData("e\u0301 \u200f\u200d\ufeff")]
    [InlineData("")]
    public void Pdf_CharactersMissingInTheFont_KeepTheRestReadable(string name)
    {
        var face = Sheet().Tickets[0] with { AttendeeName = name, Place = Sheet().Tickets[0].Place with { Section = name } };
        var page = Render(Sheet() with { EventTitle = name, Tickets = [face] }, English).Pages[0];

        Assert.Contains("Gewandhaus zu Leipzig", page, StringComparison.Ordinal);
    }

    private static string Long(int length, string part) => string.Concat(Enumerable.Repeat(part, length)).Replace("  ", " ", StringComparison.Ordinal)[..length].TrimEnd().PadRight(length, 'x');

    // What the file says between the label and the next one.
    private static string Name(string name)
    {
        var face = Sheet().Tickets[0] with { AttendeeName = name };
        var text = Render(Sheet() with { Tickets = [face] }, English).Letters[0];
        var start = text.IndexOf("Name", StringComparison.Ordinal) + "Name".Length;
        return text[start..text.IndexOf("Price category", StringComparison.Ordinal)];
    }

    private static string Reversed(string text) => string.Concat(PrintableText.Elements(text).Reverse());

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private static readonly TicketSheet Same = Make();

    private static PdfText Render(TicketSheet sheet, CultureInfo culture) => new(TicketPdf.Render(sheet, culture, Now));

    private static TicketSheet Sheet() => Same;

    private static TicketSheet Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var performance = PerformanceId.New();
        TicketFace Face(SeatPlace place, string? name)
        {
            var id = TicketId.New();
            return new TicketFace(
                id, TicketCode.Sign(id, performance, Guid.CreateVersion7(), key).ToString(), place, "Category 1", new Money(8950, "EUR"), name);
        }

        return new TicketSheet(
            "T-7K3M9Q2X",
            "Ada Lovelace",
            performance,
            "Die Zauberflöte",
            "opera",
            1234,
            "Kulturverein & Söhne",
            new DateTimeOffset(2026, 12, 5, 18, 30, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 12, 5, 17, 30, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 12, 5, 21, 30, 0, TimeSpan.Zero),
            "Europe/Berlin",
            new TicketVenue("Gewandhaus zu Leipzig", "Augustusplatz 8", "04109", "Leipzig", "DE"),
            [
                Face(new SeatPlace("Parkett links", "F", "12", null, "Gate B"), "Łucja Wójcik"), Face(new SeatPlace("Balkon", "2", "104", null, null), null),
                Face(new SeatPlace("Floor", "", "", AreaKind.Standing, "Gate A"), null),
            ]);
    }
}
