using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Library;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Seating.Api;

/// <summary>The library of plans, and an organization's own, over the API. Who may do what is decided by the handler.</summary>
internal static class PlansEndpoints
{
    public static void MapPlans(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(AppUrls.ApiPlanTemplates, Templates).WithTags("Organizers").RequireAuthorization()
            .WithName("GetPlanTemplates").WithSummary("The library of seating plans to copy");
        var plans = endpoints.MapGroup(AppUrls.ApiPlansRoute).WithTags("Organizers").RequireAuthorization();
        plans.MapGet("", ListAsync).WithName("GetPlans").WithSummary("An organization's seating plans (owners and managers)");
        plans.MapPost("", CopyAsync).WithName("CopyPlan").WithSummary("Copy a plan of the library to a venue (owners and managers)");
    }

    private static Ok<PlanTemplatesAnswer> Templates(IStringLocalizer<Texts> texts) => TypedResults.Ok(
        new PlanTemplatesAnswer([.. PlanLibrary.All.Select(template => PlanTemplateAnswer.Of(template, texts))], null));

    /// <param name="id">The organization.</param>
    /// <param name="venue">Only plans of this venue.</param>
    private static async Task<Results<Ok<OwnPlansAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, HttpContext context, OrganizationPlans plans, CurrentActor actor, Guid? venue = null)
    {
        var (organization, caller) = (new OrganizationId(id), await actor.ReadAsync(context.RequestAborted));
        if (!caller.Runs(organization))
        {
            return Problem(PlanRefusal.NotFound);
        }

        var found = await plans.ListAsync(organization, venue is { } at ? new VenueId(at) : null, caller, context.RequestAborted);
        return TypedResults.Ok(new OwnPlansAnswer([.. found.Select(OwnPlanAnswer.Of)], null));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Created<OwnPlanAnswer>, ProblemHttpResult>> CopyAsync(
        Guid id, PlanRequest body, HttpContext context, OrganizationPlans plans, CurrentActor actor)
    {
        var command = new CopyTemplate(
            new OrganizationId(id), new VenueId(body.Venue), body.Template, body.Name, await actor.ReadAsync(context.RequestAborted));
        var copied = await plans.HandleAsync(command, context.RequestAborted);
        return copied.Succeeded
            ? TypedResults.Created(AppUrls.ApiPlans(id, body.Venue), OwnPlanAnswer.Of(copied.Value))
            : Problem(copied.Refusal);
    }

    private static ProblemHttpResult Problem(PlanRefusal refusal) => refusal switch
    {
        PlanRefusal.NotFound => Problems.NotFound("There is no such organization or venue."),
        PlanRefusal.Invalid => Problems.Of(
            422, Problems.ValidationType,
            "Choose a template of GET /api/v1/organizer/plan-templates, and a name with a letter or a digit, of at most 80 characters."),
        PlanRefusal.LimitReached => Problems.Of(
            409, "limit-reached", "The organization has as many seating plans as its subscription allows."),
        PlanRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a few minutes."),
    };
}
