using System.Globalization;
using PdfSharp.Pdf;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Tickets.Pdf;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>The drawings of a file's pages.</summary>
internal delegate IEnumerable<Action<PdfCanvas>> TicketPages(TicketSheet sheet, ResourceTexts texts);

/// <summary>Makes PDF files of tickets and vouchers, a page for each.</summary>
internal static class TicketFile
{
    // Rendering takes processor time only: more at once are not faster, and would take it from the sale.
    private static readonly SemaphoreSlim Turns = new(2);

    /// <summary>Renders when one of this instance's few turns is free.</summary>
    public static async Task<byte[]> InTurnAsync(Func<byte[]> render, CancellationToken cancellationToken)
    {
        await Turns.WaitAsync(cancellationToken);
        try
        {
            return render();
        }
        finally
        {
            Turns.Release();
        }
    }

    /// <param name="culture">The language, and the format of dates and amounts.</param>
    /// <param name="now">The time of creation.</param>
    /// <param name="width">Of a page; points.</param>
    /// <param name="height">Of a page; points.</param>
    public static byte[] Render(TicketSheet sheet, CultureInfo culture, DateTimeOffset now, double width, double height, TicketPages pages)
    {
        Invariant.Holds(!sheet.IsEmpty);
        var texts = new ResourceTexts(typeof(TicketTexts), culture);
        using var document = new PdfDocument { Language = culture.TwoLetterISOLanguageName };
        document.Info.Title = $"{sheet.EventTitle} – {sheet.OrderNumber}";
        document.Info.Creator = "Ticketing";
        document.Info.CreationDate = now.UtcDateTime;
        document.ViewerPreferences.DisplayDocTitle = true;
        document.Options.CompressContentStreams = true;
        var page = new PdfCanvas(document, width, height);
        foreach (var draw in pages(sheet, texts))
        {
            page.BeginPage();
            draw(page);
            page.EndPage();
        }

        page.End();
        using var file = new MemoryStream();
        document.Save(file);
        return file.ToArray();
    }
}
