using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Tickets.Pdf;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>Renders printable tickets: one A4 page each, in the buyer's language, times in the venue's zone. Lengths in points.</summary>
public static class TicketPdf
{
    private const double PageWidth = 595.28;
    private const double PageHeight = 841.89;
    private const double Margin = 48;
    private const double BandHeight = 214;
    private const double ColumnWidth = 296;
    private const double QrSide = 187;

    private const double BorderWidth = 0.75;

    private static readonly XColor Ink = XColor.FromArgb(23, 26, 36);
    private static readonly XColor Muted = XColor.FromArgb(99, 107, 122);
    private static readonly XColor Line = XColor.FromArgb(214, 219, 227);
    private static readonly XColor Paper = XColor.FromArgb(246, 247, 250);

    /// <param name="culture">The language, and the format of dates and amounts.</param>
    /// <param name="now">The time of creation.</param>
    public static byte[] Render(TicketSheet sheet, CultureInfo culture, DateTimeOffset now)
    {
        Invariant.Holds(sheet.Tickets.Count > 0);
        var texts = new ResourceTexts(typeof(TicketTexts), culture);
        using var document = new PdfDocument { Language = culture.TwoLetterISOLanguageName };
        document.Info.Title = $"{sheet.EventTitle} – {sheet.OrderNumber}";
        document.Info.Creator = "Ticketing";
        document.Info.CreationDate = now.UtcDateTime;
        document.ViewerPreferences.DisplayDocTitle = true;
        document.Options.CompressContentStreams = true;
        foreach (var (index, ticket) in sheet.Tickets.Index())
        {
            var page = document.AddPage(new PdfPage { Width = XUnit.FromPoint(PageWidth), Height = XUnit.FromPoint(PageHeight) });
            using var graphics = XGraphics.FromPdfPage(page);
            Draw(graphics, sheet, ticket, index + 1, texts);
        }

        using var file = new MemoryStream();
        document.Save(file);
        return file.ToArray();
    }

    private static void Draw(XGraphics page, TicketSheet sheet, TicketFace ticket, int number, ResourceTexts texts)
    {
        var accent = TicketBand.Draw(page, sheet.ArtworkSeed, PageWidth, BandHeight);
        Headline(page, sheet, texts);
        Dates(page, sheet, texts);
        Venue(page, sheet, texts);
        Code(page, ticket, texts);
        Seat(page, ticket, texts, accent);
        Details(page, sheet, ticket, texts);
        Conditions(page, sheet, number, texts);
    }

    private static void Headline(XGraphics page, TicketSheet sheet, ResourceTexts texts)
    {
        Text(page, texts["Ticket"].ToUpper(texts.Culture), Margin, 54, DocumentFonts.Bold(10), XColors.White);
        const double width = PageWidth - (2 * Margin);
        var size = 34.0;
        while (size > 20 && page.Wrap(sheet.EventTitle, DocumentFonts.Bold(size), width).Count > 2)
        {
            size -= 2;
        }

        var title = DocumentFonts.Bold(size);
        var lines = page.Wrap(sheet.EventTitle, title, width, 3);
        var baseline = BandHeight - 58 - ((lines.Count - 1) * size * 1.16);
        foreach (var line in lines)
        {
            Text(page, line, Margin, baseline, title, XColors.White);
            baseline += size * 1.16;
        }

        Shortened(page, sheet.Organizer, Margin, BandHeight - 28, DocumentFonts.Regular(12), width, XColors.White);
    }

    private static void Dates(XGraphics page, TicketSheet sheet, ResourceTexts texts)
    {
        var starts = VenueTime.At(sheet.StartsAt, sheet.TimeZone);
        var doors = VenueTime.At(sheet.DoorsAt, sheet.TimeZone);
        var date = VenueTime.LongDay(starts, texts.Culture);
        Label(page, texts["Date"], Margin, 258);
        Text(page, date, Margin, 280, page.FontFor(date, DocumentFonts.Bold, ColumnWidth, 17, 10), Ink);
        Label(page, texts["Starts"], Margin, 306);
        Time(page, starts, Margin, texts);
        Label(page, texts["Doors open"], Margin + 152, 306);
        Time(page, doors, Margin + 152, texts);
    }

    private static void Time(XGraphics page, DateTimeOffset local, double x, ResourceTexts texts)
    {
        var time = VenueTime.Time(local, texts.Culture);
        var font = DocumentFonts.Bold(19);
        Text(page, time, x, 330, font, Ink);
        Text(page, VenueTime.Zone(local), x + page.Measure(time, font) + 6, 330, DocumentFonts.Regular(10), Muted);
    }

    private static void Venue(XGraphics page, TicketSheet sheet, ResourceTexts texts)
    {
        Label(page, texts["Venue"], Margin, 362);
        Shortened(page, sheet.Venue.Name, Margin, 383, DocumentFonts.Bold(15), ColumnWidth, Ink);
        Shortened(page, sheet.Venue.Street, Margin, 402, DocumentFonts.Regular(11.5), ColumnWidth, Ink);
        var town = $"{sheet.Venue.PostalCode} {sheet.Venue.City}, {Country(sheet.Venue.Country)}";
        Shortened(page, town, Margin, 419, DocumentFonts.Regular(11.5), ColumnWidth, Ink);
    }

    // The code includes its quiet zone, which lies inside the frame.
    private static void Code(XGraphics page, TicketFace ticket, ResourceTexts texts)
    {
        const double x = PageWidth - Margin - QrSide;
        const double y = 246;
        page.DrawRoundedRectangle(new XPen(Line, BorderWidth), XBrushes.White, x, y, QrSide, QrSide + 24, 24, 24);
        var qr = TicketQr.Of(ticket.Code);
        var module = QrSide / qr.Size;
        foreach (var (left, top, length) in qr.Bars())
        {
            page.DrawRectangle(XBrushes.Black, x + (left * module), y + (top * module), length * module, module);
        }

        var caption = texts["Show this code at the entrance"];
        var font = page.FontFor(caption, DocumentFonts.Regular, QrSide - 20, 9, 6);
        Text(page, caption, x + ((QrSide - page.Measure(caption, font)) / 2), y + QrSide + 10, font, Muted);
    }

    private static void Seat(XGraphics page, TicketFace ticket, ResourceTexts texts, XColor accent)
    {
        const double y = 478;
        const double height = 104;
        page.DrawRoundedRectangle(new XSolidBrush(Paper), Margin, y, PageWidth - (2 * Margin), height, 28, 28);
        page.DrawRoundedRectangle(new XSolidBrush(accent), Margin, y, 6, height, 6, 6);
        var place = ticket.Place;
        if (place.Area is not null)
        {
            Big(page, texts["Place"], PlaceName.Of(place, texts.Culture), Margin + 26, 440, y);
            return;
        }

        Big(page, texts["Section"], place.Section, Margin + 26, 230, y);
        Big(page, texts["Row"], place.Row, Margin + 280, 90, y);
        Big(page, texts["Seat"], place.Number, Margin + 386, 96, y);
    }

    private static void Big(XGraphics page, string label, string value, double x, double width, double y)
    {
        Label(page, label, x, y + 30);
        Shortened(page, value, x, y + 76, page.FontFor(value, DocumentFonts.Bold, width, 38, 15), width, Ink);
    }

    private static void Details(XGraphics page, TicketSheet sheet, TicketFace ticket, ResourceTexts texts)
    {
        const double left = Margin;
        const double right = Margin + 262;
        var (label, name) = ticket.AttendeeName is { } attendee ? (texts["Name"], attendee) : (texts["Booked by"], sheet.Buyer);
        Detail(page, label, name, left, 616);
        Detail(page, texts["Price category"], ticket.TierName, right, 616);
        Detail(page, texts["Order"], sheet.OrderNumber, left, 662);
        Detail(page, texts["Price, fees and tax included"], ticket.Paid.Format(texts.Culture), right, 662);
    }

    private static void Detail(XGraphics page, string label, string value, double x, double y)
    {
        Label(page, label, x, y);
        Shortened(page, value, x, y + 19, DocumentFonts.Bold(13), 236, Ink);
    }

    private static void Conditions(XGraphics page, TicketSheet sheet, int number, ResourceTexts texts)
    {
        page.DrawLine(new XPen(Line, BorderWidth) { DashPattern = [4, 16.0 / 3] }, Margin, 708, PageWidth - Margin, 708);
        var conditions = texts["This ticket admits one person, once: the first scan of its code counts, so keep the code to yourself. It is valid for the date and place printed above only. Please be there in good time; latecomers may have to wait for a break. The organizer's terms and house rules apply. Organizer: {0}.", sheet.Organizer];
        var baseline = 728.0;
        var small = DocumentFonts.Regular(8.5);
        foreach (var line in page.Wrap(conditions, small, PageWidth - (2 * Margin), 5))
        {
            Text(page, line, Margin, baseline, small, Muted);
            baseline += 12.5;
        }

        var count = texts["Ticket {0} of {1}", number, sheet.Tickets.Count];
        Text(page, count, Margin, PageHeight - 36, DocumentFonts.Bold(9), Ink);
        var id = sheet.Tickets[number - 1].Id.ToString();
        var idFont = DocumentFonts.Regular(8);
        Text(page, id, PageWidth - Margin - page.Measure(id, idFont), PageHeight - 36, idFont, Muted);
    }

    private static void Label(XGraphics page, string text, double x, double baseline) =>
        Text(page, text, x, baseline, DocumentFonts.Regular(9.5), Muted);

    private static void Shortened(XGraphics page, string text, double x, double baseline, XFont font, double width, XColor colour) =>
        Text(page, page.Shorten(text, font, width), x, baseline, font, colour);

    private static void Text(XGraphics page, string text, double x, double baseline, XFont font, XColor colour) =>
        page.DrawString(text, font, new XSolidBrush(colour), x, baseline);

    // In the country's own language, as in postal addresses.
    private static string Country(string code) => new RegionInfo(code).NativeName;
}
