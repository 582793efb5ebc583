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
        plans.MapGet("", ListAsync).WithName("GetPlans").WithSummary("An organization's published seating plans (owners and managers)");
        plans.MapPost("", AddAsync).WithName("AddPlan")
            .WithSummary("Copy a plan of the library or of the organization to a venue, or start an empty one (owners and managers)");
        var plan = endpoints.MapGroup(AppUrls.ApiPlanRoute).WithTags("Organizers").RequireAuthorization();
        plan.MapPatch("", RenameAsync).WithName("RenamePlan").WithSummary("Rename a seating plan (owners and managers)");
        plan.MapDelete("", DeleteAsync).WithName("DeletePlan").WithSummary("Delete a seating plan that no date is sold by (owners and managers)");
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
    private static async Task<Results<Created<OwnPlanAnswer>, Created<NewPlanAnswer>, ProblemHttpResult>> AddAsync(
        Guid id, PlanRequest body, HttpContext context, OrganizationPlans plans, PlanShelf shelf, CurrentActor actor)
    {
        var (organization, venue, caller) = (new OrganizationId(id), new VenueId(body.Venue), await actor.ReadAsync(context.RequestAborted));
        if (body.Template is { } template)
        {
            var copied = await plans.HandleAsync(new CopyTemplate(organization, venue, template, body.Name, caller), context.RequestAborted);
            return copied.Succeeded
                ? TypedResults.Created(AppUrls.ApiPlan(id, copied.Value.Id.Value), OwnPlanAnswer.Of(copied.Value))
                : Problem(copied.Refusal);
        }

        var added = body.CopyOf is { } original
            ? await shelf.HandleAsync(
                new CopyPlan(organization, new SeatingPlanId(original), venue, body.Name, caller), context.RequestAborted)
            : await shelf.HandleAsync(new CreatePlan(organization, venue, body.Name, caller), context.RequestAborted);
        return added.Succeeded
            ? TypedResults.Created(AppUrls.ApiPlan(id, added.Value.Value), new NewPlanAnswer(added.Value.Value, body.Venue, TypedText.Line(body.Name)))
            : Problem(added.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> RenameAsync(
        Guid id, Guid plan, RenameRequest body, HttpContext context, PlanShelf shelf, CurrentActor actor)
    {
        var command = new RenamePlan(
            new OrganizationId(id), new SeatingPlanId(plan), body.Name, await actor.ReadAsync(context.RequestAborted));
        var renamed = await shelf.HandleAsync(command, context.RequestAborted);
        return renamed.Succeeded ? TypedResults.NoContent() : Problem(renamed.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, Guid plan, HttpContext context, PlanShelf shelf, CurrentActor actor)
    {
        var command = new DeletePlan(new OrganizationId(id), new SeatingPlanId(plan), await actor.ReadAsync(context.RequestAborted));
        var deleted = await shelf.HandleAsync(command, context.RequestAborted);
        return deleted.Succeeded ? TypedResults.NoContent() : Problem(deleted.Refusal);
    }

    private static ProblemHttpResult Problem(PlanRefusal refusal) => refusal switch
    {
        PlanRefusal.NotFound => Problems.NotFound("There is no such organization, venue or plan."),
        PlanRefusal.Invalid => Problems.Of(
            422, Problems.ValidationType,
            "Choose a template of GET /api/v1/organizer/plan-templates, and a name with a letter or a digit, of at most 80 characters."),
        PlanRefusal.LimitReached => Problems.Of(
            409, "limit-reached", "The organization has as many seating plans as its subscription allows."),
        PlanRefusal.InUse => Problems.Of(409, "in-use", "A date is sold by this plan, so it stays."),
        PlanRefusal.BeingEdited => Problems.Of(423, "being-edited", "Somebody else is editing the plan. Wait until they have finished."),
        PlanRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a few minutes."),
    };
}
