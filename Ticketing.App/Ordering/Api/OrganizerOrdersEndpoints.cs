using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Ordering.Api;

/// <summary>An organizer's orders over the API. Who may do what is decided by the handlers.</summary>
internal static class OrganizerOrdersEndpoints
{
    public static void MapOrganizerOrders(this WebApplication app)
    {
        var orders = app.MapGroup(AppUrls.ApiOrganizerOrders).WithTags("Organizers").RequireAuthorization();
        orders.MapGet("", ListAsync).WithName("GetOrganizerOrders").WithSummary("An organization's orders, the newest first (box office)")
            .WithMetadata(CostlyReadAttribute.Metadata);
        orders.MapGet("{number}", ReadAsync).WithName("GetOrganizerOrder").WithSummary("An order with its payments, notes and history (box office)");
        orders.MapPost("{id:guid}/refunds", OrderingEndpoints.RefundAsync).WithName("RefundOrganizerOrder").WithSummary("Refund items (box office)");
        orders.MapPost("{id:guid}/exchange", ExchangeAsync).WithName("ExchangeSeats").WithSummary("Exchange seats for free ones (box office)");
        orders.MapPost("{id:guid}/exchange/quote", QuoteAsync).WithName("QuoteExchange").WithSummary("What an exchange of seats costs (box office)");
        orders.MapPost("{id:guid}/notes", AddNoteAsync).WithName("AddOrderNote").WithSummary("Write a note that the buyer does not see (box office)");
        orders.MapPost("{id:guid}/attention", MarkAsync).WithName("MarkOrder").WithSummary("Mark an order for attention, or remove the mark (box office)");
        orders.MapPatch("{id:guid}/buyer", EditBuyerAsync).WithName("EditBuyer").WithSummary("Correct the buyer's details (box office)");
        orders.MapPatch("{id:guid}/items/{item:guid}", EditAttendeeAsync).WithName("EditAttendee").WithSummary("Change the name on a ticket (box office)");
    }

    /// <param name="organization">The organization; may be left out by who serves the buyers of one.</param>
    /// <param name="q">A part of number, name, address, seat, or a card's last digits; several words must all occur.</param>
    /// <param name="event">An event's id.</param>
    /// <param name="performance">A performance's id.</param>
    /// <param name="status">awaiting-payment, paid, partially-refunded, refunded, expired or cancelled.</param>
    /// <param name="from">First day on which they were placed, UTC.</param>
    /// <param name="to">Last day.</param>
    /// <param name="attention">true: only orders that a member has marked.</param>
    /// <param name="after">The next of the page before.</param>
    private static async Task<Results<Ok<OrganizerOrdersAnswer>, ProblemHttpResult>> ListAsync(
        HttpContext context, OrganizerOrders orders, CurrentActor actor, string? organization = null, string? q = null, string? @event = null,
        string? performance = null, string? status = null, string? from = null, string? to = null, string? attention = null, string? after = null)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (!caller.IsBackOffice)
        {
            return Problems.Of(403, "forbidden", "Orders are for members who serve an organization's buyers.");
        }

        var reader = new OrderFilterReader(context.Request.Query);
        var served = caller.Memberships.Keys.Where(caller.ServesSomeBuyersOf).ToList();
        var chosen = reader.Organization ?? (served.Count == 1 ? served[0] : null);
        var filter = reader.Read(chosen ?? default);
        var last = reader.After;
        if (reader.Errors.Count > 0)
        {
            return Problems.Invalid(reader.Errors);
        }

        if (chosen is not { } id)
        {
            return served.Count == 0 && !caller.IsAdmin
                ? TypedResults.Ok(new OrganizerOrdersAnswer([], null, 0))
                : Problems.Invalid("organization", "Say which organization: 'organization' is its id.");
        }

        if (!caller.ServesSomeBuyersOf(id))
        {
            return Problems.NotFound("There is no such organization among those whose buyers you serve.");
        }

        return TypedResults.Ok(OrganizerOrdersAnswer.Of(
            await orders.ListAsync(new ListOrganizerOrders(filter, last, caller), context.RequestAborted)));
    }

    /// <param name="number">The order's number.</param>
    private static async Task<Results<Ok<OrganizerOrderAnswer>, ProblemHttpResult>> ReadAsync(
        string number, HttpContext context, OrderReader reader, OrderTimelineReader timelines, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        return await reader.FindAsync(number, new OrderVisitor(caller, null, null), context.RequestAborted) is { } view
            && caller.ServesBuyersOf(view.Order.OrganizationId, view.Event.Id)
                ? TypedResults.Ok(await AnswerAsync(view, caller, timelines, context))
                : OrderProblems.NotFound();
    }

    private static async Task<Results<Ok<ExchangeQuoteAnswer>, ProblemHttpResult>> QuoteAsync(
        Guid id, ExchangeQuoteRequest body, HttpContext context, OrderReader reader, CompiledPlans plans, ExchangeQuotes quotes, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var seats = await SeatsAsync(id, body.Seats, caller, reader, plans, context);
        if (!seats.Succeeded)
        {
            return OrganizerOrderProblems.Of(seats.Refusal);
        }

        var quoted = await quotes.HandleAsync(
            new QuoteExchange(new OrderId(id), [.. body.Items.Select(item => new OrderItemId(item))], seats.Value, caller), context.RequestAborted);
        return quoted.Succeeded ? TypedResults.Ok(ExchangeQuoteAnswer.Of(quoted.Value)) : OrganizerOrderProblems.Of(quoted.Refusal);
    }

    private static async Task<Results<Ok<OrganizerOrderAnswer>, ProblemHttpResult>> ExchangeAsync(
        Guid id, ExchangeRequest body, HttpContext context, OrderReader reader, CompiledPlans plans, ExchangeSeatsHandler handler,
        OrderTimelineReader timelines, RefundAllowances allowances, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var seats = await SeatsAsync(id, body.Seats, caller, reader, plans, context);
        if (!seats.Succeeded)
        {
            return OrganizerOrderProblems.Of(seats.Refusal);
        }

        var currency = (await reader.FindAsync(new OrderId(id), new OrderVisitor(caller, null, null), context.RequestAborted))!.Order.Currency;
        var exchanged = await handler.HandleAsync(
            new ExchangeSeats(
                new OrderId(id), [.. body.Items.Select(item => new OrderItemId(item))], seats.Value, body.Settlement,
                new Money(body.Difference, currency), caller),
            context.RequestAborted);
        return exchanged.Succeeded
            ? await AnswerAsync(new OrderId(id), caller, reader, timelines, context)
            : exchanged.Refusal == ExchangeRefusal.AboveLimit
                ? OrderProblems.AboveLimit(await allowances.ReadAsync(new OrderId(id), caller, context.RequestAborted))
            : OrganizerOrderProblems.Of(exchanged.Refusal);
    }

    private static async Task<Results<Created<NoteAnswer>, ProblemHttpResult>> AddNoteAsync(
        Guid id, NoteRequest body, HttpContext context, OrderNotesHandler handler, CurrentActor actor)
    {
        var added = await handler.HandleAsync(
            new AddNote(new OrderId(id), body.Text, await actor.ReadAsync(context.RequestAborted)), context.RequestAborted);
        return added.Succeeded
            ? TypedResults.Created((string?)null, NoteAnswer.Of(added.Value))
            : OrganizerOrderProblems.Of(added.Refusal);
    }

    private static async Task<Results<Ok<OrganizerOrderAnswer>, ProblemHttpResult>> MarkAsync(
        Guid id, AttentionRequest body, HttpContext context, EditOrderHandler handler, OrderReader reader, OrderTimelineReader timelines,
        CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var marked = await handler.HandleAsync(new MarkForAttention(new OrderId(id), body.Marked, caller), context.RequestAborted);
        return marked.Succeeded
            ? await AnswerAsync(new OrderId(id), caller, reader, timelines, context)
            : OrganizerOrderProblems.Of(marked.Refusal);
    }

    private static async Task<Results<Ok<OrganizerOrderAnswer>, ProblemHttpResult>> EditBuyerAsync(
        Guid id, BuyerChangeRequest body, HttpContext context, EditOrderHandler handler, OrderReader reader, OrderTimelineReader timelines,
        CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var edited = await handler.HandleAsync(
            new EditBuyer(new OrderId(id), body.Name, body.Email, body.Phone, caller), context.RequestAborted);
        return edited.Succeeded
            ? await AnswerAsync(new OrderId(id), caller, reader, timelines, context)
            : OrganizerOrderProblems.Of(edited.Refusal);
    }

    private static async Task<Results<Ok<OrganizerOrderAnswer>, ProblemHttpResult>> EditAttendeeAsync(
        Guid id, Guid item, AttendeeChangeRequest body, HttpContext context, EditOrderHandler handler, OrderReader reader,
        OrderTimelineReader timelines, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var edited = await handler.HandleAsync(
            new EditAttendee(new OrderId(id), new OrderItemId(item), body.Name, caller), context.RequestAborted);
        return edited.Succeeded
            ? await AnswerAsync(new OrderId(id), caller, reader, timelines, context)
            : OrganizerOrderProblems.Of(edited.Refusal);
    }

    // Labels to indexes. Whether the caller serves the order's buyers comes first: to others it does not exist.
    private static async Task<Outcome<IReadOnlyList<SeatIndex>, ExchangeRefusal>> SeatsAsync(
        Guid id, IReadOnlyList<string> labels, Caller caller, OrderReader reader, CompiledPlans plans, HttpContext context)
    {
        if (await reader.FindAsync(new OrderId(id), new OrderVisitor(caller, null, null), context.RequestAborted) is not { } view
            || !caller.ServesBuyersOf(view.Order.OrganizationId, view.Event.Id))
        {
            return ExchangeRefusal.NotFound;
        }

        var plan = await plans.GetAsync(view.Performance.CompiledPlanId, context.RequestAborted);
        var seats = new List<SeatIndex>(labels.Count);
        foreach (var label in labels)
        {
            if (label is null || !plan.TryFind(label, out var seat))
            {
                return ExchangeRefusal.SeatUnknown;
            }

            seats.Add(seat);
        }

        return seats;
    }

    private static async Task<Results<Ok<OrganizerOrderAnswer>, ProblemHttpResult>> AnswerAsync(
        OrderId id, Caller caller, OrderReader reader, OrderTimelineReader timelines, HttpContext context) =>
        await reader.FindAsync(id, new OrderVisitor(caller, null, null), context.RequestAborted) is { } view
            ? TypedResults.Ok(await AnswerAsync(view, caller, timelines, context))
            : OrderProblems.NotFound();

    private static async Task<OrganizerOrderAnswer> AnswerAsync(
        OrderView view, Caller caller, OrderTimelineReader timelines, HttpContext context) =>
        OrganizerOrderAnswer.Of(view, await timelines.ReadAsync(view.Order.Id, caller, context.RequestAborted));
}
