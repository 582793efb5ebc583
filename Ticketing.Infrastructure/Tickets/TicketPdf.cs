using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Platform;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.Tickets.Pdf;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>The tickets to print: an A4 page each, in the buyer's language, all times on the venue's clock.</summary>
public static class TicketPdf
{
    private const double PageWidth = 595.28;
    private const double PageHeight = 841.89;
    private const double Margin = 48;
    private const double BandHeight = 214;
    private const double ColumnWidth = 296;
    private const double QrSide = 187;

    private static readonly Rgb Ink = new(0.09, 0.10, 0.14);
    private static readonly Rgb Quiet = new(0.39, 0.42, 0.48);
    private static readonly Rgb Line = new(0.84, 0.86, 0.89);
    private static readonly Rgb Paper = new(0.965, 0.97, 0.98);

    /// <param name="culture">The language, and how dates and amounts are written.</param>
    /// <param name="now">When the file is made.</param>
    public static byte[] Render(TicketSheet sheet, CultureInfo culture, DateTimeOffset now)
    {
        Invariant.Holds(sheet.Tickets.Count > 0);
        var texts = new ResourceTexts(typeof(TicketTexts), culture);
        var pages = sheet.Tickets.Select((ticket, index) => Page(sheet, ticket, index + 1, texts)).ToList();
        return PdfFile.Write(pages, $"{sheet.EventTitle} – {sheet.OrderNumber}", culture.TwoLetterISOLanguageName, now);
    }

    private static PdfCanvas Page(TicketSheet sheet, TicketFace ticket, int number, ResourceTexts texts)
    {
        var page = new PdfCanvas(PageWidth, PageHeight);
        var accent = TicketBand.Draw(page, sheet.ArtworkSeed, PageWidth, BandHeight);
        Headline(page, sheet, texts);
        When(page, sheet, texts);
        Where(page, sheet, texts);
        Code(page, ticket, texts);
        Seat(page, ticket, texts, accent);
        Details(page, sheet, ticket, texts);
        Conditions(page, sheet, number, texts);
        return page;
    }

    private static void Headline(PdfCanvas page, TicketSheet sheet, ResourceTexts texts)
    {
        page.Text(texts["Ticket"].ToUpper(texts.Culture), Margin, 54, PdfFonts.Bold, 10, Rgb.White);
        const double width = PageWidth - (2 * Margin);
        var size = 34.0;
        while (size > 20 && PdfParagraph.Wrap(sheet.EventTitle, PdfFonts.Bold, size, width).Count > 2)
        {
            size -= 2;
        }

        var lines = PdfParagraph.Wrap(sheet.EventTitle, PdfFonts.Bold, size, width, 3);
        var baseline = BandHeight - 58 - ((lines.Count - 1) * size * 1.16);
        foreach (var line in lines)
        {
            page.Text(line, Margin, baseline, PdfFonts.Bold, size, Rgb.White);
            baseline += size * 1.16;
        }

        page.Text(Fit(sheet.Organizer, PdfFonts.Regular, 12, width), Margin, BandHeight - 28, PdfFonts.Regular, 12, Rgb.White);
    }

    private static void When(PdfCanvas page, TicketSheet sheet, ResourceTexts texts)
    {
        var starts = VenueTime.At(sheet.StartsAt, sheet.TimeZone);
        var doors = VenueTime.At(sheet.DoorsAt, sheet.TimeZone);
        var date = VenueTime.LongDay(starts, texts.Culture);
        Label(page, texts["Date"], Margin, 258);
        page.Text(date, Margin, 280, PdfFonts.Bold, PdfParagraph.SizeFor(date, PdfFonts.Bold, ColumnWidth, 17, 10), Ink);
        Label(page, texts["Starts"], Margin, 306);
        Time(page, starts, Margin, texts);
        Label(page, texts["Doors open"], Margin + 152, 306);
        Time(page, doors, Margin + 152, texts);
    }

    private static void Time(PdfCanvas page, DateTimeOffset local, double x, ResourceTexts texts)
    {
        var time = VenueTime.Time(local, texts.Culture);
        page.Text(time, x, 330, PdfFonts.Bold, 19, Ink);
        page.Text(VenueTime.Zone(local), x + PdfFonts.Bold.Measure(time, 19) + 6, 330, PdfFonts.Regular, 10, Quiet);
    }

    private static void Where(PdfCanvas page, TicketSheet sheet, ResourceTexts texts)
    {
        Label(page, texts["Venue"], Margin, 362);
        page.Text(Fit(sheet.Venue.Name, PdfFonts.Bold, 15, ColumnWidth), Margin, 383, PdfFonts.Bold, 15, Ink);
        page.Text(Fit(sheet.Venue.Street, PdfFonts.Regular, 11.5, ColumnWidth), Margin, 402, PdfFonts.Regular, 11.5, Ink);
        var town = $"{sheet.Venue.PostalCode} {sheet.Venue.City}, {Country(sheet.Venue.Country)}";
        page.Text(Fit(town, PdfFonts.Regular, 11.5, ColumnWidth), Margin, 419, PdfFonts.Regular, 11.5, Ink);
    }

    // The code's own light margin lies inside the frame.
    private static void Code(PdfCanvas page, TicketFace ticket, ResourceTexts texts)
    {
        const double x = PageWidth - Margin - QrSide;
        const double y = 246;
        page.RoundedRectangle(x, y, QrSide, QrSide + 24, 12, Rgb.White, Line);
        var qr = TicketQr.Of(ticket.Code);
        var module = QrSide / qr.Size;
        foreach (var (left, top, length) in qr.Bars())
        {
            page.Rectangle(x + (left * module), y + (top * module), length * module, module, new Rgb(0, 0, 0));
        }

        var caption = texts["Show this code at the entrance"];
        var size = PdfParagraph.SizeFor(caption, PdfFonts.Regular, QrSide - 20, 9, 6);
        page.Text(caption, x + ((QrSide - PdfFonts.Regular.Measure(caption, size)) / 2), y + QrSide + 10, PdfFonts.Regular, size, Quiet);
    }

    private static void Seat(PdfCanvas page, TicketFace ticket, ResourceTexts texts, Rgb accent)
    {
        const double y = 478;
        const double height = 104;
        page.RoundedRectangle(Margin, y, PageWidth - (2 * Margin), height, 14, Paper);
        page.RoundedRectangle(Margin, y, 6, height, 3, accent);
        if (ticket.Row.Length == 0)
        {
            Big(page, texts["Area"], ticket.Section, Margin + 26, 440, y);
            return;
        }

        Big(page, texts["Section"], ticket.Section, Margin + 26, 230, y);
        Big(page, texts["Row"], ticket.Row, Margin + 280, 90, y);
        Big(page, texts["Seat"], ticket.Number, Margin + 386, 96, y);
    }

    private static void Big(PdfCanvas page, string label, string value, double x, double width, double y)
    {
        Label(page, label, x, y + 30);
        var size = PdfParagraph.SizeFor(value, PdfFonts.Bold, width, 38, 15);
        page.Text(Fit(value, PdfFonts.Bold, size, width), x, y + 76, PdfFonts.Bold, size, Ink);
    }

    private static void Details(PdfCanvas page, TicketSheet sheet, TicketFace ticket, ResourceTexts texts)
    {
        const double left = Margin;
        const double right = Margin + 262;
        Detail(page, texts["Name"], ticket.AttendeeName ?? texts["Not personalised"], left, 616);
        Detail(page, texts["Price category"], ticket.TierName, right, 616);
        Detail(page, texts["Order"], sheet.OrderNumber, left, 662);
        Detail(page, texts["Price, fees and tax included"], ticket.Paid.Format(texts.Culture), right, 662);
    }

    private static void Detail(PdfCanvas page, string label, string value, double x, double y)
    {
        Label(page, label, x, y);
        page.Text(Fit(value, PdfFonts.Bold, 13, 236), x, y + 19, PdfFonts.Bold, 13, Ink);
    }

    private static void Conditions(PdfCanvas page, TicketSheet sheet, int number, ResourceTexts texts)
    {
        page.DashedLine(Margin, PageWidth - Margin, 708, Line);
        var conditions = texts["This ticket admits one person, once: the first scan of its code counts, so keep the code to yourself. It is valid for the date and seat printed above only. Please be there in good time; latecomers may have to wait for a break. The organizer's terms and house rules apply. Organizer: {0}.", sheet.Organizer];
        var baseline = 728.0;
        foreach (var line in PdfParagraph.Wrap(conditions, PdfFonts.Regular, 8.5, PageWidth - (2 * Margin), 5))
        {
            page.Text(line, Margin, baseline, PdfFonts.Regular, 8.5, Quiet);
            baseline += 12.5;
        }

        var count = texts["Ticket {0} of {1}", number, sheet.Tickets.Count];
        page.Text(count, Margin, PageHeight - 36, PdfFonts.Bold, 9, Ink);
        var id = sheet.Tickets[number - 1].Id.ToString();
        page.Text(id, PageWidth - Margin - PdfFonts.Regular.Measure(id, 8), PageHeight - 36, PdfFonts.Regular, 8, Quiet);
    }

    private static void Label(PdfCanvas page, string text, double x, double baseline) =>
        page.Text(text, x, baseline, PdfFonts.Regular, 9.5, Quiet);

    private static string Fit(string text, TrueTypeFont font, double size, double width) => PdfParagraph.Shorten(text, font, size, width);

    // The country's name in its own language, as an envelope has it.
    private static string Country(string code) => new RegionInfo(code).NativeName;
}
