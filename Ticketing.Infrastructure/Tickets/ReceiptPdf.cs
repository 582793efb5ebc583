using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Tickets.Pdf;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>
/// Renders tickets for a receipt printer: a page of 80 mm width for each and for each voucher, and one that lists other extras;
/// black on white, which printers cut apart. Lengths in points.
/// </summary>
public static class ReceiptPdf
{
    // 80 mm paper, of which common printers print 72.
    private const double Width = 226.77;
    private const double Margin = 14;
    private const double TextWidth = Width - (2 * Margin);
    private const double Height = 436;
    private const double QrSide = 158;

    private static readonly PdfColour Ink = new(0, 0, 0);

    /// <summary>Renders in turn, see <see cref="TicketFile"/>.</summary>
    /// <param name="culture">The language, and the format of dates and amounts.</param>
    /// <param name="now">The time of creation.</param>
    public static Task<byte[]> RenderInTurnAsync(TicketSheet sheet, CultureInfo culture, DateTimeOffset now, CancellationToken cancellationToken) =>
        TicketFile.InTurnAsync(() => TicketFile.Render(sheet, culture, now, Width, Height, Pages), cancellationToken);

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

        if (sheet.HandedOut.Count > 0)
        {
            yield return page => DrawHandedOut(page, sheet, texts);
        }
    }

    private static void Draw(PdfCanvas page, TicketSheet sheet, TicketFace ticket, int number, ResourceTexts texts)
    {
        var y = Head(page, sheet, texts);
        y = Line(page, PlaceName.Of(ticket.Place, texts.Culture), 14, isBold: true, y + 14, linesMax: 3);
        if (ticket.Place.Entrance is { } entrance)
        {
            y = Line(page, $"{texts["Entrance"]}: {entrance}", 9, isBold: false, y, linesMax: 2);
        }

        y = Line(page, $"{ticket.TierName} · {ticket.Paid.Format(texts.Culture)}", 9, isBold: false, y, linesMax: 2);
        Code(page, ticket.Code, Math.Min(y, Height - QrSide - 34));
        Line(page, $"{sheet.OrderNumber} · {texts["Ticket {0} of {1}", number, sheet.Tickets.Count]}", 9, isBold: true, Height - 22, linesMax: 1);
        Line(page, texts["Show this code at the entrance"], 7.5, isBold: false, Height - 10, linesMax: 1);
    }

    private static void Draw(PdfCanvas page, TicketSheet sheet, VoucherFace voucher, ResourceTexts texts)
    {
        var y = Head(page, sheet, texts);
        y = Line(page, voucher.Name, 14, isBold: true, y + 14, linesMax: 3);
        Code(page, voucher.Code, Math.Min(y, Height - QrSide - 34));
        Line(page, $"{sheet.OrderNumber} · {texts["Voucher"]}", 9, isBold: true, Height - 22, linesMax: 1);
        Line(page, texts["Show this code where you use it"], 7.5, isBold: false, Height - 10, linesMax: 1);
    }

    private static void DrawHandedOut(PdfCanvas page, TicketSheet sheet, ResourceTexts texts)
    {
        var y = Head(page, sheet, texts);
        Line(page, texts["Extras: {0}", string.Join(", ", sheet.HandedOut)], 12, isBold: true, y + 14, linesMax: 16);
        Line(page, sheet.OrderNumber, 9, isBold: true, Height - 22, linesMax: 1);
    }

    /// <returns>The baseline below the event.</returns>
    private static double Head(PdfCanvas page, TicketSheet sheet, ResourceTexts texts)
    {
        var y = Line(page, sheet.Organizer, 9, isBold: false, 20, linesMax: 1);
        y = Line(page, sheet.EventTitle, 15, isBold: true, y + 4, linesMax: 3);
        var starts = VenueTime.At(sheet.StartsAt, sheet.TimeZone);
        y = Line(page, $"{VenueTime.LongDay(starts, texts.Culture)}, {VenueTime.Time(starts, texts.Culture)}", 10.5, isBold: true, y + 2, linesMax: 2);
        y = Line(page, $"{sheet.Venue.Name}, {sheet.Venue.City}", 9, isBold: false, y, linesMax: 2);
        page.DashedLine(Ink, Margin, Width - Margin, y - 2);
        return y;
    }

    // The code includes its quiet zone.
    private static void Code(PdfCanvas page, string code, double y)
    {
        var qr = TicketQr.Of(code);
        var module = QrSide / qr.Size;
        const double x = (Width - QrSide) / 2;
        foreach (var (left, top, length) in qr.Bars())
        {
            page.Rectangle(Ink, x + (left * module), y + (top * module), length * module, module);
        }
    }

    /// <returns>The next baseline.</returns>
    private static double Line(PdfCanvas page, string text, double size, bool isBold, double baseline, int linesMax)
    {
        var style = isBold ? DocumentFonts.Bold(size) : DocumentFonts.Regular(size);
        foreach (var line in TextFit.Wrap(text, style, TextWidth, linesMax))
        {
            page.Text(line, Margin, baseline, style, Ink);
            baseline += size * 1.25;
        }

        return baseline;
    }
}
