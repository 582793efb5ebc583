using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Inventory.Allotments;
using Ticketing.Infrastructure.Ordering.BoxOffice;
using Ticketing.Infrastructure.Payments.Shifts;

namespace Ticketing.App.BoxOffice.Api;

/// <summary>Allotments, sales at the box office, and shifts over the API. Who may do what is decided by handlers and readers.</summary>
internal static class BoxOfficeEndpoints
{
    public static void MapBoxOfficeApi(this WebApplication app)
    {
        var allotments = app.MapGroup(AppUrls.ApiPerformanceAllotments).WithTags("Organizers").RequireAuthorization();
        allotments.MapGet("", ListAsync).WithName("GetAllotments").WithSummary("A performance's allotments with their seats sold, held and free");
        allotments.MapPost("", CreateAsync).WithName("CreateAllotment").WithSummary("Set seats aside for a channel; they are blocked for the public");
        var allotment = app.MapGroup(AppUrls.ApiAllotments).WithTags("Organizers").RequireAuthorization();
        allotment.MapPost("seats", AddAsync).WithName("AddToAllotment").WithSummary("Add seats to an allotment, all or none");
        allotment.MapPost("release", ReleaseAsync).WithName("ReleaseAllotment").WithSummary("Put seats of an allotment on sale to the public, or end it");
        app.MapPost(AppUrls.ApiBoxOffice, SellAsync).WithTags("Organizers").RequireAuthorization().WithName("SellAtBoxOffice")
            .WithSummary("Sell seats at the box office: the order is paid at once")
            .WithDescription("The seats are held and sold in one call, with reduced prices by name and group prices by themselves. Cash needs an open shift of the caller.");
        var shifts = app.MapGroup(AppUrls.ApiShifts).WithTags("Organizers").RequireAuthorization();
        shifts.MapGet("", ShiftsAsync).WithName("GetShifts").WithSummary("Shifts of the box office: the caller's own; all of them for owners and managers");
        shifts.MapPost("", OpenAsync).WithName("OpenShift").WithSummary("Open the caller's shift at a cash drawer");
        shifts.MapPost("close", CloseAsync).WithName("CloseShift").WithSummary("Close the caller's open shift with what was counted");
    }

    /// <param name="id">The performance.</param>
    private static async Task<Results<Ok<AllotmentsAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, HttpContext context, AllotmentReader reader, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var performance = new PerformanceId(id);
        if (await reader.FindPlanAsync(performance, caller, context.RequestAborted) is null)
        {
            return BoxOfficeProblems.Of(new RefusedAllotment(AllotmentRefusal.NotFound));
        }

        var rows = await reader.ListAsync(performance, caller, context.RequestAborted);
        return TypedResults.Ok(new AllotmentsAnswer([.. rows.Select(AllotmentAnswer.Of)], null));
    }

    /// <param name="id">The performance.</param>
    private static async Task<Results<Created<AllotmentAnswer>, ProblemHttpResult>> CreateAsync(
        Guid id, AllotmentRequest body, HttpContext context, AllotmentReader reader, ManageAllotmentsHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (!EnumWords.TryFromWord<AllotmentKind>(body.Kind, out var kind))
        {
            // A stranger is not told what is wrong with an allotment of a performance that they do not see.
            return await reader.FindPlanAsync(new PerformanceId(id), caller, context.RequestAborted) is not null
                ? BoxOfficeProblems.Invalid("kind", "box-office, partner, sponsor, press or artist.")
                : BoxOfficeProblems.Of(new RefusedAllotment(AllotmentRefusal.NotFound));
        }

        var terms = new AllotmentTerms(body.Name, kind, body.Color, body.ReleaseAt);
        var made = await handler.HandleAsync(new CreateAllotment(new PerformanceId(id), terms, Choice(body.Seats), caller), context.RequestAborted);
        return !made.Succeeded ? BoxOfficeProblems.Of(made.Refusal)
            : await reader.FindAsync(made.Value, caller, context.RequestAborted) is { } row
                ? TypedResults.Created((string?)null, AllotmentAnswer.Of(row))
                : BoxOfficeProblems.Of(new RefusedAllotment(AllotmentRefusal.NotFound));
    }

    private static async Task<Results<Ok<AllotmentAnswer>, ProblemHttpResult>> AddAsync(
        Guid allotment, AllotmentSeatsRequest body, HttpContext context, AllotmentReader reader, ManageAllotmentsHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        return await AnswerAsync(
            await handler.HandleAsync(new AddToAllotment(new AllotmentId(allotment), Choice(body.Seats), caller), context.RequestAborted),
            caller, reader, context);
    }

    private static async Task<Results<Ok<AllotmentAnswer>, ProblemHttpResult>> ReleaseAsync(
        Guid allotment, AllotmentReleaseRequest body, HttpContext context, AllotmentReader reader, ManageAllotmentsHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var id = new AllotmentId(allotment);
        return await AnswerAsync(
            body.Seats is { } seats
                ? await handler.HandleAsync(new ReleaseFromAllotment(id, Choice(seats), caller), context.RequestAborted)
                : await handler.HandleAsync(new ReleaseAllotment(id, caller), context.RequestAborted),
            caller, reader, context);
    }

    /// <param name="id">The performance.</param>
    private static async Task<Results<Ok<BoxOfficeSaleAnswer>, ProblemHttpResult>> SellAsync(
        Guid id, BoxOfficeSaleRequest body, HttpContext context, BoxOfficeHoldHandler holds, BoxOfficeReader reader, SellAtBoxOfficeHandler handler,
        CurrentActor actor, TimeProvider time)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var performance = new PerformanceId(id);
        if (await reader.FindAsync(performance, caller, context.RequestAborted) is not { } desk)
        {
            return BoxOfficeProblems.Of(SellRefusal.NotFound);
        }

        // Before the seats are held: a refused request changes nothing.
        var read = Read(body, desk.Facts.Plan);
        if (!read.Succeeded)
        {
            return read.Refusal;
        }

        if (await holds.FindHoldAsync(performance, caller, context.RequestAborted) is not null)
        {
            // The caller has a sale open at the box office's page: its seats are not sold along with these.
            return BoxOfficeProblems.Of(new RefusedHold(HoldRefusal.Busy));
        }

        var (payment, buyer, reductions) = read.Value;
        if (RefuseQuote(body, payment, reductions, desk, time.GetUtcNow()) is { } wrong)
        {
            return BoxOfficeProblems.Of(wrong);
        }

        var held = await holds.HandleAsync(
            new HoldAtBoxOffice(performance, new SeatWish.Labels(body.Seats), null, caller), context.RequestAborted);
        if (!held.Succeeded)
        {
            return BoxOfficeProblems.Of(held.Refusal);
        }

        var basket = await reader.FindBasketAsync(performance, caller, context.RequestAborted, reductions);
        var total = payment.Means == BoxOfficeMeans.Comp || basket is null ? Money.Zero(held.Value.Currency) : basket.Total;
        var sold = await handler.HandleAsync(
            new SellAtBoxOffice(performance, held.Value.Id, payment, buyer, body.Total is { } told ? total with { Amount = told } : total, caller)
            {
                Reductions = reductions,
            },
            context.RequestAborted);
        if (!sold.Succeeded)
        {
            // Nothing was sold: the seats are not kept for a request that has ended.
            await holds.HandleAsync(new GiveBackAtBoxOffice(performance, null, caller), CancellationToken.None);
            return BoxOfficeProblems.Of(sold.Refusal);
        }

        return TypedResults.Ok(BoxOfficeSaleAnswer.Of(sold.Value.Order, sold.Value.Change.Amount));
    }

    // Why the prices or what was given would be refused once the seats are held. Seats that cannot be held are left to the hold.
    private static SellRefusal? RefuseQuote(
        BoxOfficeSaleRequest body, BoxOfficePayment payment, ChosenReductions reductions, BoxOfficeDesk desk, DateTimeOffset now)
    {
        List<SeatIndex> seats = [];
        foreach (var label in body.Seats)
        {
            if (!desk.Facts.Plan.TryFind(label, out var seat) || desk.Facts.TierOf(seat) is null || seats.Contains(seat))
            {
                return null;
            }

            seats.Add(seat);
        }

        var quote = payment.Means == BoxOfficeMeans.Comp ? Money.Zero(desk.Facts.Terms.Currency) : desk.Quote(seats, reductions, now);
        return !quote.Succeeded ? quote.Refusal
            : body.Total is { } told && told != quote.Value.Amount ? SellRefusal.QuoteOutdated
            : payment.Given < quote.Value.Amount ? SellRefusal.GivenTooLittle
            : null;
    }

    private static Outcome<(BoxOfficePayment Payment, BoxOfficeBuyer Buyer, ChosenReductions Reductions), ProblemHttpResult> Read(
        BoxOfficeSaleRequest body, CompiledPlan plan)
    {
        if (!EnumWords.TryFromWord<BoxOfficeMeans>(body.Means, out var means))
        {
            return BoxOfficeProblems.Invalid("means", "cash, terminal or comp.");
        }

        if (body.Seats.Any(string.IsNullOrWhiteSpace))
        {
            return BoxOfficeProblems.Invalid("seats", "Name each seat by its label.");
        }

        if (body.Locale is not ("en" or "de"))
        {
            return BoxOfficeProblems.Invalid("locale", "en or de.");
        }

        var reductions = new Dictionary<SeatIndex, string>();
        foreach (var (label, name) in body.Reductions ?? new Dictionary<string, string>())
        {
            if (!body.Seats.Contains(label) || !plan.TryFind(label, out var seat) || string.IsNullOrWhiteSpace(name))
            {
                return BoxOfficeProblems.Invalid("reductions", "Name reduced prices by the labels of seats that are sold.");
            }

            reductions[seat] = name.Trim();
        }

        var payment = new BoxOfficePayment(means, body.Given, body.Note);
        var buyer = new BoxOfficeBuyer(body.Name, body.Email, body.Locale);
        return BoxOfficeInput.Refuse(payment, buyer, reductions.Count > 0) is { } invalid
            ? BoxOfficeProblems.Of(invalid)
            : (payment, buyer, ChosenReductions.Of(reductions));
    }

    /// <param name="id">The organization.</param>
    /// <param name="after">The <c>next</c> of the page before. Default: the first page.</param>
    private static async Task<Results<Ok<ShiftsAnswer>, ProblemHttpResult>> ShiftsAsync(
        Guid id, HttpContext context, ShiftReader reader, CurrentActor actor, Guid? after = null)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var organization = new OrganizationId(id);
        if (!caller.ServesSomeBuyersOf(organization))
        {
            return BoxOfficeProblems.Of(ShiftRefusal.NotFound);
        }

        var (shifts, next) = await reader.ListAsync(organization, after, caller, context.RequestAborted);
        return TypedResults.Ok(new ShiftsAnswer([.. shifts.Select(ShiftAnswer.Of)], next?.ToString()));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<ShiftAnswer>, ProblemHttpResult>> OpenAsync(
        Guid id, ShiftRequest body, HttpContext context, ShiftReader reader, ShiftsHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var opened = await handler.HandleAsync(
            new OpenShift(new OrganizationId(id), new Money(body.OpeningFloat, body.Currency), caller), context.RequestAborted);
        return !opened.Succeeded ? BoxOfficeProblems.Of(opened.Refusal)
            : await reader.FindAsync(opened.Value, caller, context.RequestAborted) is { } figures ? TypedResults.Ok(ShiftAnswer.Of(figures))
            : BoxOfficeProblems.Of(ShiftRefusal.NotFound);
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<ShiftAnswer>, ProblemHttpResult>> CloseAsync(
        Guid id, ShiftEndRequest body, HttpContext context, ShiftReader reader, ShiftsHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var organization = new OrganizationId(id);
        if (!caller.ServesSomeBuyersOf(organization))
        {
            return BoxOfficeProblems.Of(ShiftRefusal.NotFound);
        }

        if (await reader.FindOpenAsync(organization, caller, context.RequestAborted) is not { } open)
        {
            return BoxOfficeProblems.Of(ShiftRefusal.AlreadyClosed);
        }

        var closed = await handler.HandleAsync(new CloseShift(open.Shift.Id, body.Counted, body.Note, caller), context.RequestAborted);
        return closed.Succeeded ? TypedResults.Ok(ShiftAnswer.Of(closed.Value)) : BoxOfficeProblems.Of(closed.Refusal);
    }

    private static async Task<Results<Ok<AllotmentAnswer>, ProblemHttpResult>> AnswerAsync(
        Outcome<AllotmentId, RefusedAllotment> outcome, Caller caller, AllotmentReader reader, HttpContext context) =>
        !outcome.Succeeded ? BoxOfficeProblems.Of(outcome.Refusal)
        : await reader.FindAsync(outcome.Value, caller, context.RequestAborted) is { } row ? TypedResults.Ok(AllotmentAnswer.Of(row))
        : BoxOfficeProblems.Of(new RefusedAllotment(AllotmentRefusal.NotFound));

    private static SeatChoice Choice(IReadOnlyList<string> seats) => new([], string.Join('\n', seats));
}
