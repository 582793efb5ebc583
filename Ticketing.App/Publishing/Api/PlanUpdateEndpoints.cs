using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Publishing;

namespace Ticketing.App.Publishing.Api;

/// <summary>Newer versions of plans for dates on sale, over the API. Who may do what is decided by the handler.</summary>
internal static class PlanUpdateEndpoints
{
    public static void MapPlanUpdates(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGroup(AppUrls.ApiPlanRoute).WithTags("Organizers").RequireAuthorization()
            .MapGet("dates", DatesAsync).WithName("GetPlanDates").WithMetadata(CostlyReadAttribute.Metadata)
            .WithSummary("The dates to come that are sold by a plan, and whether by its newest version");
        var date = endpoints.MapGroup(AppUrls.ApiOrganizer + "/performances/{id:guid}").WithTags("Organizers").RequireAuthorization();
        date.MapGet("plan-change", PreviewAsync).WithName("GetPlanChange").WithMetadata(CostlyReadAttribute.Metadata)
            .WithSummary("What the newest published version of its plan would change of a date on sale");
        date.MapPost("plan-change", ApplyAsync).WithName("ApplyPlanChange")
            .WithSummary("Sell a date by the newest published version of its plan; the hash names the difference that was seen");
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<Ok<IReadOnlyList<PlanDateAnswer>>, ProblemHttpResult>> DatesAsync(
        Guid id, Guid plan, HttpContext context, PlanUpdates updates, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        return await updates.DatesAsync(new OrganizationId(id), new SeatingPlanId(plan), caller, context.RequestAborted) is { } dates
            ? TypedResults.Ok<IReadOnlyList<PlanDateAnswer>>([.. dates.Select(PlanDateAnswer.Of)])
            : Problems.NotFound("There is no such plan.");
    }

    /// <param name="id">The performance.</param>
    private static async Task<Results<Ok<PlanUpdateAnswer>, ProblemHttpResult>> PreviewAsync(
        Guid id, HttpContext context, PlanUpdates updates, CurrentActor actor) =>
        Answer(await updates.PreviewAsync(new PerformanceId(id), await actor.ReadAsync(context.RequestAborted), context.RequestAborted));

    /// <param name="id">The performance.</param>
    private static async Task<Results<Ok<PlanUpdateAnswer>, ProblemHttpResult>> ApplyAsync(
        Guid id, PlanUpdateRequest body, HttpContext context, PlanUpdates updates, CurrentActor actor)
    {
        var command = new ApplyPlanUpdate(new PerformanceId(id), body.Hash, await actor.ReadAsync(context.RequestAborted));
        return Answer(await updates.HandleAsync(command, context.RequestAborted));
    }

    private static Results<Ok<PlanUpdateAnswer>, ProblemHttpResult> Answer(Outcome<PlanUpdate, RefusedPlanUpdate> outcome) =>
        outcome.Succeeded ? TypedResults.Ok(PlanUpdateAnswer.Of(outcome.Value)) : Problem(outcome.Refusal);

    private static ProblemHttpResult Problem(RefusedPlanUpdate refused) => refused.Reason switch
    {
        PlanUpdateRefusal.NotFound => Problems.NotFound("There is no such performance."),
        PlanUpdateRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a few minutes. Wait a moment and try again."),
        PlanUpdateRefusal.WrongState => Problems.Of(409, "wrong-state", "The event is not published, or the performance is over or cancelled."),
        PlanUpdateRefusal.NothingNewer => Problems.Of(409, "nothing-newer", "The date is sold by the newest version of its plan."),
        PlanUpdateRefusal.Outdated => Problems.Of(
            409, "outdated", "The difference is another one now. Look at it again.", ("change", PlanUpdateAnswer.Of(refused.Update!))),
        PlanUpdateRefusal.Blocked => Problems.Of(
            422, "blocked", "Seats prevent this: see blocks.", ("blocks", PlanUpdateAnswer.Of(refused.Update!).Blocks)),
    };
}

/// <summary>Body of <c>POST …/plan-change</c>.</summary>
/// <param name="Hash">Of <c>GET …/plan-change</c>.</param>
public sealed record PlanUpdateRequest(string Hash);

/// <summary>A date that is sold by a plan.</summary>
/// <param name="TimeZone">The venue's IANA zone.</param>
/// <param name="Current">Whether it is sold by the newest published version.</param>
public sealed record PlanDateAnswer(Guid Performance, string Title, DateTimeOffset StartsAt, string TimeZone, bool Current)
{
    public static PlanDateAnswer Of(PlanDate date) => new(date.Performance.Value, date.Title, date.StartsAt, date.TimeZone, date.IsCurrent);
}

/// <summary>What the newest published version of its plan changes of a date.</summary>
/// <param name="Hash">To be sent to apply it.</param>
/// <param name="Seats">All places afterwards.</param>
/// <param name="Added">How many places come in addition; the next three likewise.</param>
/// <param name="Blocks">Why it cannot be applied; empty: it can.</param>
public sealed record PlanUpdateAnswer(
    Guid Performance, int Version, string Hash, int Seats, int Added, int Moved, int OtherCategory, int OtherKind, IReadOnlyList<PlanUpdateBlockAnswer> Blocks)
{
    public static PlanUpdateAnswer Of(PlanUpdate update) => new(
        update.Performance.Value, update.Version, update.Hash, update.Seats, update.Added, update.Moved, update.OtherCategory, update.OtherKind,
        [.. update.Blocks.Select(block => new PlanUpdateBlockAnswer(block.Kind.ToWord(), block.Places, block.Labels))]);
}

/// <summary>Places that keep a plan from being applied.</summary>
/// <param name="Kind">sold-seat-would-vanish, held-seat-would-vanish, seat-would-vanish, seat-would-be-renamed, price-missing, places-of-areas-follow.</param>
/// <param name="Labels">Of the first 100; names of categories for price-missing, of areas for places-of-areas-follow.</param>
public sealed record PlanUpdateBlockAnswer(string Kind, int Places, IReadOnlyList<string> Labels);
