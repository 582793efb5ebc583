using System.Globalization;
using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Tests.Tickets;

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

    [Fact]
    public void Pdf_TextsTooLong_AreTruncated()
    {
        var sheet = Sheet();
        var word = new string('W', 400);
        var face = sheet.Tickets[0] with { Place = new SeatPlace(word, word, word, null, word), TierName = word, AttendeeName = word };
        var page = Render(sheet with { EventTitle = word + " " + word, Organizer = word, Venue = sheet.Venue with { Name = word }, Tickets = [face] }, English).Pages[0];

        Assert.Contains("…", page, StringComparison.Ordinal);
        Assert.DoesNotContain(word, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pdf_FontsOfTheFile_AreSmallSubsets() => Assert.InRange(TicketPdf.Render(Sheet(), English, Now).Length, 10_000, 90_000);

    [Fact]
    public void Pdf_SameEventTwice_HasTheSameDrawing() => Assert.Equal(Render(Sheet(), English).Drawings, Render(Sheet(), English).Drawings);

    [Fact]
    public void Pdf_OtherEvent_HasAnotherDrawing() =>
        Assert.NotEqual(Render(Sheet(), English).Drawings, Render(Sheet() with { ArtworkSeed = 1235 }, English).Drawings);

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
