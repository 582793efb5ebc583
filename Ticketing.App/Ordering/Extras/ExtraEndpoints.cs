using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Extras;

namespace Ticketing.App.Ordering.Extras;

/// <summary>Extras of events over the API, and what a date's checkout offers and asks. Who may do what is decided by handlers and readers.</summary>
internal static class ExtraEndpoints
{
    public static void MapExtras(this WebApplication app)
    {
        app.MapGet(AppUrls.ApiPerformances + "/{id:guid}/checkout", OfferAsync).WithTags("Orders").WithName("GetCheckoutOffer")
            .WithSummary("The extras that are sold with a performance's seats, and the questions that its orders are asked");
        var events = app.MapGroup(AppUrls.ApiOrganizations + "/{id:guid}/events/{eventId:guid}/extras").WithTags("Organizers").RequireAuthorization();
        events.MapGet("", ListAsync).WithName("GetExtras").WithSummary("An event's extras, removed ones last");
        events.MapPost("", CreateAsync).WithName("CreateExtra").WithSummary("Add an extra to an event");
        var extras = app.MapGroup(AppUrls.ApiOrganizations + "/{id:guid}/extras/{extra:guid}").WithTags("Organizers").RequireAuthorization();
        extras.MapGet("", ReadAsync).WithName("GetExtra").WithSummary("An extra with its counts");
        extras.MapPatch("", EditAsync).WithName("EditExtra").WithSummary("Change an extra; orders that were placed keep their prices");
        extras.MapDelete("", DeleteAsync).WithName("DeleteExtra").WithSummary("End the sale of an extra; orders keep theirs");
        extras.MapPost("restore", RestoreAsync).WithName("RestoreExtra").WithSummary("Sell a removed extra again");
    }

    private static async Task<Results<Ok<CheckoutOfferAnswer>, ProblemHttpResult>> OfferAsync(
        Guid id, HttpContext context, SellingFactsCache selling, OfferedExtras offered)
    {
        if (await selling.GetAsync(new PerformanceId(id), context.RequestAborted) is not { } facts)
        {
            return Problems.NotFound("There is no such performance.");
        }

        var extras = await offered.ReadAsync(facts, context.RequestAborted);
        return TypedResults.Ok(new CheckoutOfferAnswer(
            [.. extras.Select(OfferedExtraAnswer.Of)], [.. facts.Questions.Select(OfferedQuestionAnswer.Of)]));
    }

    /// <param name="id">The organization.</param>
    /// <param name="eventId">The event.</param>
    private static async Task<Results<Ok<ExtrasAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, Guid eventId, HttpContext context, ExtraReader reader, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        return await reader.FindEventAsync(new Core.Common.EventId(eventId), caller, context.RequestAborted) is { } found && found.Organization.Value == id
            ? TypedResults.Ok(new ExtrasAnswer(
                [.. (await reader.ListAsync(found.Id, caller, context.RequestAborted)).Select(ExtraAnswer.Of)], null))
            : ProblemOf(new RefusedExtra(ExtraRefusal.NotFound));
    }

    /// <param name="id">The organization.</param>
    /// <param name="eventId">The event.</param>
    private static async Task<Results<Created<ExtraAnswer>, ProblemHttpResult>> CreateAsync(
        Guid id, Guid eventId, ExtraTermsRequest body, HttpContext context, ExtraReader reader, ManageExtrasHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await reader.FindEventAsync(new Core.Common.EventId(eventId), caller, context.RequestAborted) is not { } found || found.Organization.Value != id)
        {
            return ProblemOf(new RefusedExtra(ExtraRefusal.NotFound));
        }

        var made = await handler.HandleAsync(new CreateExtra(found.Id, body.On(null), caller), context.RequestAborted);
        return !made.Succeeded ? ProblemOf(made.Refusal)
            : await reader.FindAsync(made.Value, caller, context.RequestAborted) is { } extra
                ? TypedResults.Created(AppUrls.ApiExtra(id, extra.Id.Value), ExtraAnswer.Of(extra))
                : ProblemOf(new RefusedExtra(ExtraRefusal.NotFound));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<ExtraAnswer>, ProblemHttpResult>> ReadAsync(
        Guid id, Guid extra, HttpContext context, ExtraReader reader, CurrentActor actor) =>
        await FindAsync(id, extra, context, reader, actor) is { } found
            ? TypedResults.Ok(ExtraAnswer.Of(found))
            : ProblemOf(new RefusedExtra(ExtraRefusal.NotFound));

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<ExtraAnswer>, ProblemHttpResult>> EditAsync(
        Guid id, Guid extra, ExtraTermsRequest body, HttpContext context, ExtraReader reader, ManageExtrasHandler handler, CurrentActor actor) =>
        await ChangeAsync(id, extra, context, reader, actor, (found, caller) => handler.HandleAsync(
            new AmendExtra(found, body.On, caller), context.RequestAborted));

    /// <param name="id">The organization.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, Guid extra, HttpContext context, ExtraReader reader, ManageExtrasHandler handler, CurrentActor actor)
    {
        var removed = await ChangeAsync(id, extra, context, reader, actor, (found, caller) => handler.HandleAsync(
            new RemoveExtra(found, true, caller), context.RequestAborted));
        return removed.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<ExtraAnswer>, ProblemHttpResult>> RestoreAsync(
        Guid id, Guid extra, HttpContext context, ExtraReader reader, ManageExtrasHandler handler, CurrentActor actor) =>
        await ChangeAsync(id, extra, context, reader, actor, (found, caller) => handler.HandleAsync(
            new RemoveExtra(found, false, caller), context.RequestAborted));

    private static async Task<Results<Ok<ExtraAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid organization, Guid extra, HttpContext context, ExtraReader reader, CurrentActor actor,
        Func<ExtraId, Core.Access.Caller, Task<Outcome<ExtraId, RefusedExtra>>> change)
    {
        if (await FindAsync(organization, extra, context, reader, actor) is not { } found)
        {
            return ProblemOf(new RefusedExtra(ExtraRefusal.NotFound));
        }

        var caller = await actor.ReadAsync(context.RequestAborted);
        var changed = await change(found.Id, caller);
        return !changed.Succeeded ? ProblemOf(changed.Refusal)
            : await reader.FindAsync(found.Id, caller, context.RequestAborted) is { } after
                ? TypedResults.Ok(ExtraAnswer.Of(after))
                : ProblemOf(new RefusedExtra(ExtraRefusal.NotFound));
    }

    // The address names the organization, too: an extra of another one is not found below it.
    private static async Task<Extra?> FindAsync(Guid organization, Guid extra, HttpContext context, ExtraReader reader, CurrentActor actor) =>
        await reader.FindAsync(new ExtraId(extra), await actor.ReadAsync(context.RequestAborted), context.RequestAborted) is { } found
        && found.OrganizationId.Value == organization ? found : null;

    private static ProblemHttpResult ProblemOf(RefusedExtra refused) => refused.Reason switch
    {
        ExtraRefusal.NotFound => Problems.NotFound("There is no such event or extra."),
        ExtraRefusal.Invalid => Problems.Invalid(refused.Faults.GroupBy(fault => char.ToLowerInvariant(fault.Field[0]) + fault.Field[1..])
            .ToDictionary(field => field.Key, field => field.Select(fault => fault.Sentence).ToArray())),
        ExtraRefusal.Changed => Problems.Of(409, "extra-changed", "The extra has been changed by another member. Read it again."),
        ExtraRefusal.LimitReached => Problems.Of(409, "limit-reached", $"An event can have at most {Extra.PerEventMax} extras."),
        ExtraRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a short time."),
    };
}

/// <summary>What a date's checkout has beside the seats.</summary>
public sealed record CheckoutOfferAnswer(IReadOnlyList<OfferedExtraAnswer> Extras, IReadOnlyList<OfferedQuestionAnswer> Questions);

/// <param name="Price">Per unit, as the organization states prices: with or without tax. Of a donation the least amount.</param>
/// <param name="PriceMax">Of a donation the largest amount.</param>
/// <param name="Left">Units that are left; null: unlimited.</param>
/// <param name="Categories">Keys of seat categories that it is sold with; empty: all.</param>
/// <param name="WithSeatPrice">The price of one unit per seat of <paramref name="WithSeatCategories"/>; null: none.</param>
public sealed record OfferedExtraAnswer(
    Guid Id, ExtraKind Kind, string Name, string Description, Money Price, Money? PriceMax, int TaxBasisPoints, int? Left, int PerOrderMax,
    IReadOnlyList<string> Categories, Money? WithSeatPrice, IReadOnlyList<string> WithSeatCategories)
{
    internal static OfferedExtraAnswer Of(Extra extra) => new(
        extra.Id.Value, extra.Kind, extra.Name, extra.Description, new Money(extra.Price, extra.Currency),
        extra.PriceMax is { } max ? new Money(max, extra.Currency) : null, extra.TaxBasisPoints, extra.Left, extra.PerOrderMax, extra.Categories,
        extra.WithSeatPrice is { } price ? new Money(price, extra.Currency) : null, extra.WithSeatCategories);
}

/// <param name="Options">Of a choice: its keys are the answers.</param>
/// <param name="ShownBy">An earlier question that decides whether it is asked; null: it is always asked.</param>
/// <param name="ShownByAnswer">The answer of that question after which it is asked.</param>
public sealed record OfferedQuestionAnswer(
    Guid Id, QuestionKind Kind, QuestionScope Scope, string Text, string Help, bool Required, IReadOnlyList<string> Categories,
    IReadOnlyList<QuestionOption> Options, Guid? ShownBy, string? ShownByAnswer)
{
    internal static OfferedQuestionAnswer Of(EventQuestion question) => new(
        question.Id.Value, question.Kind, question.Scope, question.Text, question.Help, question.IsRequired, question.Categories,
        [.. question.Options], question.ShownBy?.Value, question.ShownByAnswer);
}

/// <param name="Next">Always null: an event has at most 20 that are on sale.</param>
public sealed record ExtrasAnswer(IReadOnlyList<ExtraAnswer> Items, string? Next);

/// <summary>An extra as its organizer sees it. Amounts are minor units of the currency.</summary>
/// <param name="Stock">For all dates together; null: unlimited.</param>
/// <param name="Sold">Units in orders that are not returned.</param>
public sealed record ExtraAnswer(
    Guid Id, Guid EventId, ExtraKind Kind, string Name, string Description, string Currency, long Price, long? PriceMax, int TaxBasisPoints,
    int? Stock, int Sold, int PerOrderMax, bool HasVoucher, IReadOnlyList<string> Categories, long? WithSeatPrice,
    IReadOnlyList<string> WithSeatCategories, bool Removed)
{
    internal static ExtraAnswer Of(Extra extra) => new(
        extra.Id.Value, extra.EventId.Value, extra.Kind, extra.Name, extra.Description, extra.Currency, extra.Price, extra.PriceMax,
        extra.TaxBasisPoints, extra.Stock, extra.Sold, extra.PerOrderMax, extra.HasVoucher, extra.Categories, extra.WithSeatPrice,
        extra.WithSeatCategories, extra.RemovedAt is not null);
}

/// <summary>Body of a new extra or of a change; in a change, what is left out or null stays. Amounts are minor units.</summary>
/// <param name="Kind">Of a new one; a change keeps it.</param>
/// <param name="Clear">Names of values to remove: <c>stock</c>, <c>withSeatPrice</c>.</param>
public sealed record ExtraTermsRequest(
    ExtraKind? Kind = null, string? Name = null, string? Description = null, long? Price = null, long? PriceMax = null,
    int? TaxBasisPoints = null, int? Stock = null, int? PerOrderMax = null, bool? HasVoucher = null, IReadOnlyList<string>? Categories = null,
    long? WithSeatPrice = null, IReadOnlyList<string>? WithSeatCategories = null, IReadOnlyList<string>? Clear = null)
{
    /// <summary>The stored terms with the changes; null: new ones.</summary>
    public ExtraTerms On(ExtraTerms? it)
    {
        var kind = it?.Kind ?? Kind ?? ExtraKind.Product;
        var clearsWithSeat = Clear?.Contains("withSeatPrice") == true;
        return new ExtraTerms(
            kind,
            Name ?? it?.Name,
            Description ?? it?.Description,
            Price ?? it?.Price,
            PriceMax ?? it?.PriceMax,
            TaxBasisPoints ?? it?.TaxBasisPoints ?? 0,
            Stock ?? (Clear?.Contains("stock") == true ? null : it?.Stock),
            PerOrderMax ?? it?.PerOrderMax ?? (kind == ExtraKind.Donation ? 1 : 4),
            HasVoucher ?? it?.HasVoucher ?? false,
            Categories ?? it?.Categories ?? [],
            clearsWithSeat ? null : WithSeatPrice ?? it?.WithSeatPrice,
            clearsWithSeat ? [] : WithSeatCategories ?? it?.WithSeatCategories ?? []);
    }
}
