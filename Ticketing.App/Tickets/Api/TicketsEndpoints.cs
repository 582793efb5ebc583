using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Ordering;
using Ticketing.App.Ordering.Api;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.App.Tickets.Api;

/// <summary>Tickets over the API, and the files of an order's page. Access follows the order: <see cref="OrderReader"/>.</summary>
internal static class TicketsEndpoints
{
    private const string Pdf = "application/pdf";

    public static void MapTickets(this WebApplication app)
    {
        var tickets = app.MapGroup(AppUrls.ApiTickets).WithTags("Tickets");
        tickets.MapGet("{id:guid}", ReadAsync).WithName("GetTicket").WithSummary("A ticket, for its holder");
        tickets.MapGet("{id:guid}/qr.svg", QrAsync).WithName("GetTicketQr").WithSummary("The ticket's QR code")
            .Produces(StatusCodes.Status200OK, contentType: "image/svg+xml");
        tickets.MapGet("{id:guid}/ticket.pdf", PdfAsync).WithName("GetTicketPdf").WithSummary("The ticket to print")
            .Produces(StatusCodes.Status200OK, contentType: Pdf).WithMetadata(CostlyReadAttribute.Metadata);

        app.MapGet("/orders/{number}/tickets.pdf", OrderPdfAsync).ExcludeFromDescription().WithMetadata(CostlyReadAttribute.Metadata);
        app.MapGet("/orders/{number}/receipt.pdf", OrderReceiptAsync).ExcludeFromDescription().WithMetadata(CostlyReadAttribute.Metadata);
        app.MapGet("/orders/{number}/calendar.ics", OrderCalendarAsync).ExcludeFromDescription();
        app.MapGet("/orders/{number}/status", OrderStatusAsync).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<TicketDetails>, ProblemHttpResult>> ReadAsync(Guid id, HttpContext context, OrderReader orders)
    {
        return await FindAsync(id, context, orders) is { } found ? TypedResults.Ok(TicketDetails.Of(found.View, found.Ticket)) : NotFound();
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> QrAsync(Guid id, HttpContext context, OrderReader orders)
    {
        if (await FindAsync(id, context, orders) is not { } found)
        {
            return NotFound();
        }

        return !found.Ticket.Admits
            ? IsVoid()
            : TypedResults.Text(TicketQr.Of(found.Ticket.SignedCode).ToSvg(PlaceName.Of(found.View.Places[found.Ticket.SeatIndex], CultureInfo.CurrentCulture)), "image/svg+xml", Encoding.UTF8);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PdfAsync(
        Guid id, HttpContext context, OrderReader orders, TimeProvider time)
    {
        if (await FindAsync(id, context, orders) is not { } found)
        {
            return NotFound();
        }

        return TicketSheets.Of(found.View, found.Ticket.Id) is { } sheet
            ? TypedResults.File(await RenderAsync(sheet, found.View, time, context.RequestAborted), Pdf, $"ticket-{found.View.Order.Number}.pdf")
            : IsVoid();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> OrderPdfAsync(
        string number, string? token, HttpContext context, OrderReader orders, TimeProvider time)
    {
        if (await orders.FindAsync(number, await OrderVisits.OfAsync(context, token), context.RequestAborted) is not { } view)
        {
            return OrderProblems.NotFound();
        }

        var sheet = TicketSheets.Of(view);
        return !sheet.IsEmpty
            ? TypedResults.File(await RenderAsync(sheet, view, time, context.RequestAborted), Pdf, $"tickets-{view.Order.Number}.pdf")
            : Problems.NotFound("This order has no valid tickets or vouchers.");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> OrderReceiptAsync(
        string number, string? token, HttpContext context, OrderReader orders, TimeProvider time)
    {
        if (await orders.FindAsync(number, await OrderVisits.OfAsync(context, token), context.RequestAborted) is not { } view)
        {
            return OrderProblems.NotFound();
        }

        var sheet = TicketSheets.Of(view);
        return !sheet.IsEmpty
            ? TypedResults.File(
                await ReceiptPdf.RenderInTurnAsync(sheet, OrderLanguage.Of(view.Order.Locale), time.GetUtcNow(), context.RequestAborted), Pdf,
                $"receipt-{view.Order.Number}.pdf")
            : Problems.NotFound("This order has no valid tickets or vouchers.");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> OrderCalendarAsync(
        string number, string? token, HttpContext context, OrderReader orders, IOptions<SiteOptions> site, TimeProvider time)
    {
        if (await orders.FindAsync(number, await OrderVisits.OfAsync(context, token), context.RequestAborted) is not { } view)
        {
            return OrderProblems.NotFound();
        }

        // No token in the link: calendars are often shared.
        var file = OrderCalendar.Write(view, site.Value.Absolute(AppUrls.Order(view.Order.Number)), OrderLanguage.Of(view.Order.Locale), time.GetUtcNow());
        return TypedResults.File(file, OrderCalendar.ContentType, $"{view.Order.Number}.ics");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> OrderStatusAsync(
        string number, string? token, HttpContext context, OrderReader orders)
    {
        return await orders.FindAsync(number, await OrderVisits.OfAsync(context, token), context.RequestAborted) is { } view
            ? TypedResults.Text(EnumWords.ToWord(view.Order.Status))
            : OrderProblems.NotFound();
    }

    private static Task<byte[]> RenderAsync(TicketSheet sheet, OrderView view, TimeProvider time, CancellationToken cancellationToken) =>
        TicketPdf.RenderInTurnAsync(sheet, OrderLanguage.Of(view.Order.Locale), time.GetUtcNow(), cancellationToken);

    private static async Task<(OrderView View, Ticket Ticket)?> FindAsync(Guid id, HttpContext context, OrderReader orders)
    {
        var view = await orders.FindAsync(new TicketId(id), await OrderVisits.OfAsync(context), context.RequestAborted);
        return view is null ? null : (view, view.Tickets.Single(ticket => ticket.Id.Value == id));
    }

    private static ProblemHttpResult NotFound() => Problems.NotFound("There is no such ticket.");

    private static ProblemHttpResult IsVoid() => Problems.Of(StatusCodes.Status410Gone, "ticket-void", "This ticket is no longer valid.");
}
