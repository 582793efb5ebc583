using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Tickets.Pdf;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>Renders printable tickets: one A4 page each, in the order's language, times in the venue's zone. Lengths in points.</summary>
public static class TicketPdf
{
    private const double PageWidth = 595.28;
    private const double PageHeight = 841.89;
    private const double Margin = 48;
    private const double TextWidth = PageWidth - (2 * Margin);
    private const double BandHeight = 164;
    private const double ColumnWidth = 296;
    private const double DetailWidth = 236;
    private const double QrSide = 187;

    private static readonly PdfColour Ink = new(23, 26, 36);
    private static readonly PdfColour Muted = new(99, 107, 122);
    private static readonly PdfColour Line = new(214, 219, 227);
    private static readonly PdfColour Paper = new(246, 247, 250);
    private static readonly PdfColour Accent = new(75, 54, 221);
    private static readonly PdfColour White = new(255, 255, 255);
    private static readonly PdfColour Black = new(0, 0, 0);

    /// <summary>Renders in turn, see <see cref="TicketFile"/>: for every request and message.</summary>
    /// <param name="culture">The language, and the format of dates and amounts.</param>
    /// <param name="now">The time of creation.</param>
    public static Task<byte[]> RenderInTurnAsync(TicketSheet sheet, CultureInfo culture, DateTimeOffset now, CancellationToken cancellationToken) =>
        TicketFile.InTurnAsync(() => Render(sheet, culture, now), cancellationToken);

    /// <param name="culture">The language, and the format of dates and amounts.</param>
    /// <param name="now">The time of creation.</param>
    internal static byte[] Render(TicketSheet sheet, CultureInfo culture, DateTimeOffset now) =>
        TicketFile.Render(sheet, culture, now, PageWidth, PageHeight, Pages);

    private static IEnumerable<Action<PdfCanvas>> Pages(TicketSheet sheet, ResourceTexts texts)
    {
        foreach (var (index, ticket) in sheet.Tickets.Index())
        {
            yield return page => Draw(page, sheet, ticket, index + 1, texts);
        }

        foreach (var voucher in sheet.Vouchers)
        {
            yield return page => Draw(page, sheet, voucher, texts);
        }
    }

    private static void Draw(PdfCanvas page, TicketSheet sheet, TicketFace ticket, int number, ResourceTexts texts)
    {
        Headline(page, sheet, texts["Ticket"], texts);
        Dates(page, sheet, texts);
        Venue(page, sheet, ticket.Place.Entrance, texts);
        Code(page, ticket.Code, texts["Show this code at the entrance"]);
        Seat(page, ticket, texts);
        var added = Details(page, sheet, ticket, texts);
        if (number == 1 && sheet.HandedOut.Count > 0)
        {
            added += HandedOut(page, texts["Extras: {0}", string.Join(", ", sheet.HandedOut)], 651 + added);
        }

        Conditions(page, sheet, number, texts, added);
    }

    private static void Draw(PdfCanvas page, TicketSheet sheet, VoucherFace voucher, ResourceTexts texts)
    {
        const double y = 436;
        const double height = 104;
        Headline(page, sheet, texts["Voucher"], texts);
        Dates(page, sheet, texts);
        Venue(page, sheet, null, texts);
        Code(page, voucher.Code, texts["Show this code where you use it"]);
        page.RoundedRectangle(Paper, null, Margin, y, TextWidth, height, 14);
        page.RoundedRectangle(Accent, null, Margin, y, 6, height, 3);
        Big(page, texts["Voucher"], voucher.Name, Margin + 26, 440, y);
        Detail(page, texts["Order"], sheet.OrderNumber, Margin, 574);
        Detail(page, texts["Booked by"], sheet.Buyer, Margin + 262, 574);
    }

    private static void Headline(PdfCanvas page, TicketSheet sheet, string kind, ResourceTexts texts)
    {
        var picture = TicketPicture.Of(ArtworkPainter.SeedOf(sheet.Category, sheet.ArtworkSeed));
        page.Picture(picture, TicketPicture.Width, TicketPicture.Height, 0, 0, PageWidth, BandHeight);
        page.Text(kind.ToUpper(texts.Culture), Margin, 34, DocumentFonts.Bold(10), White);
        var title = new MeasuredText(sheet.EventTitle, isBold: true);
        var size = 30.0;
        while (size > 14 && title.Wrap(size, TextWidth).Count > 2)
        {
            size -= 2;
        }

        var lines = TextFit.Wrap(sheet.EventTitle, DocumentFonts.Bold(size), TextWidth, 3);
        var baseline = BandHeight - 52 - ((lines.Count - 1) * size * 1.16);
        foreach (var line in lines)
        {
            page.Text(line, Margin, baseline, DocumentFonts.Bold(size), White);
            baseline += size * 1.16;
        }

        Shortened(page, sheet.Organizer, Margin, BandHeight - 24, DocumentFonts.Regular(12), TextWidth, White);
    }

    private static void Dates(PdfCanvas page, TicketSheet sheet, ResourceTexts texts)
    {
        var starts = VenueTime.At(sheet.StartsAt, sheet.TimeZone);
        var doors = VenueTime.At(sheet.DoorsAt, sheet.TimeZone);
        Label(page, texts["Date"], Margin, 208);
        Lines(page, TextFit.Fit(VenueTime.LongDay(starts, texts.Culture), true, ColumnWidth, 20, 17, 14, 12, 10), Margin, 230, Ink);
        Label(page, texts["Starts"], Margin, 256);
        Time(page, starts, Margin, texts);
        Label(page, texts["Doors open"], Margin + 152, 256);
        Time(page, doors, Margin + 152, texts);
    }

    private static void Time(PdfCanvas page, DateTimeOffset local, double x, ResourceTexts texts)
    {
        var time = VenueTime.Time(local, texts.Culture);
        var style = DocumentFonts.Bold(19);
        page.Text(time, x, 280, style, Ink);
        page.Text(VenueTime.Zone(local), x + TextFit.Measure(time, style) + 6, 280, DocumentFonts.Regular(10), Muted);
    }

    private static void Venue(PdfCanvas page, TicketSheet sheet, string? at, ResourceTexts texts)
    {
        Label(page, texts["Venue"], Margin, 308);
        var name = TextFit.Fit(sheet.Venue.Name, true, ColumnWidth, 18, 15, 13, 11, 9);
        Lines(page, name, Margin, 328, Ink);
        var added = Math.Max(0, name.Height - 18);
        Shortened(page, sheet.Venue.Street, Margin, 347 + added, DocumentFonts.Regular(11.5), ColumnWidth, Ink);
        var town = $"{sheet.Venue.PostalCode} {sheet.Venue.City}, {Country(sheet.Venue.Country)}";
        Shortened(page, town, Margin, 364 + added, DocumentFonts.Regular(11.5), ColumnWidth, Ink);
        if (at is { } entrance)
        {
            Label(page, texts["Entrance"], Margin, 390 + added);
            Lines(page, TextFit.Fit(entrance, true, ColumnWidth, 18, 15, 13, 11, 9), Margin, 410 + added, Ink);
        }
    }

    // The code includes its quiet zone, which lies inside the frame.
    private static void Code(PdfCanvas page, string code, string text)
    {
        const double x = PageWidth - Margin - QrSide;
        const double y = 196;
        page.RoundedRectangle(White, Line, x, y, QrSide, QrSide + 24, 12);
        var qr = TicketQr.Of(code);
        var module = QrSide / qr.Size;
        foreach (var (left, top, length) in qr.Bars())
        {
            page.Rectangle(Black, x + (left * module), y + (top * module), length * module, module);
        }

        var caption = TextFit.Fit(text, false, QrSide - 20, 11, 9, 8, 7, 6);
        page.Text(caption.Lines[0], x + ((QrSide - TextFit.Measure(caption.Lines[0], caption.Style)) / 2), y + QrSide + 10, caption.Style, Muted);
    }

    private static void Seat(PdfCanvas page, TicketFace ticket, ResourceTexts texts)
    {
        const double y = 436;
        const double height = 104;
        page.RoundedRectangle(Paper, null, Margin, y, TextWidth, height, 14);
        page.RoundedRectangle(Accent, null, Margin, y, 6, height, 3);
        var place = ticket.Place;
        if (place.Area is not null)
        {
            Big(page, texts["Place"], PlaceName.Of(place, texts.Culture), Margin + 26, 440, y);
            return;
        }

        Big(page, texts["Section"], place.Section, Margin + 26, 236, y);
        Big(page, texts["Row"], place.Row, Margin + 282, 88, y);
        Big(page, texts["Seat"], place.Number, Margin + 386, 96, y);
    }

    // The whole name, in as many lines as it needs: sections that begin alike must be told apart.
    private static void Big(PdfCanvas page, string label, string value, double x, double width, double y)
    {
        Label(page, label, x, y + 28);
        var fitted = TextFit.Fit(value, true, width, 62, 38, 32, 26, 22, 18, 15, 13, 11, 9, 7.5);
        Lines(page, fitted, x, y + 36 + fitted.Style.Size, Ink);
    }

    /// <returns>The height that long names add.</returns>
    private static double Details(PdfCanvas page, TicketSheet sheet, TicketFace ticket, ResourceTexts texts)
    {
        const double left = Margin;
        const double right = Margin + 262;
        var (label, name) = ticket.AttendeeName is { } attendee ? (texts["Name"], attendee) : (texts["Booked by"], sheet.Buyer);
        var added = Math.Max(Detail(page, label, name, left, 574), Detail(page, texts["Price category"], ticket.TierName, right, 574));
        Detail(page, texts["Order"], sheet.OrderNumber, left, 622 + added);
        Detail(page, texts["Price, fees and tax included"], ticket.Paid.Format(texts.Culture), right, 622 + added);
        return added;
    }

    /// <returns>The height beyond the space that is kept for it.</returns>
    private static double HandedOut(PdfCanvas page, string text, double y)
    {
        const double height = 17;
        var fitted = TextFit.Fit(text, false, TextWidth, height, 9.5, 8, 7);
        Lines(page, fitted, Margin, y + fitted.Style.Size, Ink);
        return Math.Max(0, fitted.Height - height);
    }

    private static double Detail(PdfCanvas page, string label, string value, double x, double y)
    {
        const double height = 26;
        Label(page, label, x, y);
        var fitted = TextFit.Fit(value, true, DetailWidth, height, 13, 11, 9, 7);
        Lines(page, fitted, x, y + 5 + fitted.Style.Size, Ink);
        return Math.Max(0, fitted.Height - height);
    }

    private static void Conditions(PdfCanvas page, TicketSheet sheet, int number, ResourceTexts texts, double added)
    {
        page.DashedLine(Line, Margin, PageWidth - Margin, 668 + added);
        var conditions = texts["This ticket admits one person, once: the first scan of its code counts, so keep the code to yourself. It is valid for the date and place printed above only. Please be there in good time; latecomers may have to wait for a break. The organizer's terms and house rules apply. Organizer: {0}.", sheet.Organizer];
        var baseline = 690 + added;
        foreach (var line in TextFit.Wrap(conditions, DocumentFonts.Regular(8.5), TextWidth, 5))
        {
            page.Text(line, Margin, baseline, DocumentFonts.Regular(8.5), Muted);
            baseline += 12.5;
        }

        var count = texts["Ticket {0} of {1}", number, sheet.Tickets.Count];
        page.Text(count, Margin, PageHeight - 36, DocumentFonts.Bold(9), Ink);
        var id = sheet.Tickets[number - 1].Id.ToString();
        page.Text(id, PageWidth - Margin - TextFit.Measure(id, DocumentFonts.Regular(8)), PageHeight - 36, DocumentFonts.Regular(8), Muted);
    }

    private static void Label(PdfCanvas page, string text, double x, double baseline) =>
        page.Text(text, x, baseline, DocumentFonts.Regular(9.5), Muted);

    private static void Lines(PdfCanvas page, TextFit.FittedText text, double x, double baseline, PdfColour colour)
    {
        foreach (var line in text.Lines)
        {
            page.Text(line, x, baseline, text.Style, colour);
            baseline += text.LineStep;
        }
    }

    private static void Shortened(PdfCanvas page, string text, double x, double baseline, TextStyle style, double width, PdfColour colour) =>
        page.Text(TextFit.Shorten(text, style, width), x, baseline, style, colour);

    // In the country's own language, as in postal addresses.
    private static string Country(string code) => new RegionInfo(code).NativeName;
}
