using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Seating.Api;

/// <summary>What the seating designer reads and writes, over the API. Who may do what is decided by the handlers.</summary>
internal static class DesignerEndpoints
{
    private const int BestSeatsMax = 100;

    // Of a revision that there never was.
    private const long NoRevision = -1;

    public static void MapDesigner(this IEndpointRouteBuilder endpoints)
    {
        var plan = endpoints.MapGroup(AppUrls.ApiPlanRoute).WithTags("Organizers").RequireAuthorization();
        plan.MapGet("draft", FindAsync).WithName("GetPlanDraft").WithSummary("A seating plan as it is drawn; its ETag is the revision");
        plan.MapPatch("draft", EditAsync).WithName("EditPlan")
            .WithSummary("Apply change sets to a plan's draft, all or none; If-Match names the revision that they are based on");
        plan.MapPost("draft/editing", TakeAsync).WithName("TakePlanEditing")
            .WithSummary("Take or renew the lease of 60 seconds by which one account edits a plan");
        plan.MapGet("draft/check", CheckAsync).WithName("CheckPlanDraft").WithMetadata(CostlyReadAttribute.Metadata)
            .WithSummary("What prevents publishing a plan, what is probably a mistake, and what it has");
        plan.MapGet("draft/best", BestAsync).WithName("GetBestPlanSeats").WithMetadata(CostlyReadAttribute.Metadata)
            .WithSummary("The seats that \"best available\" would sell first");
        plan.MapGet("versions", VersionsAsync).WithName("GetPlanVersions").WithSummary("A plan's saved versions, the newest first");
        plan.MapPost("versions", SaveAsync).WithName("SavePlanVersion").WithSummary("Save a plan's draft as a version with a name");
        plan.MapGet("versions/{number:int}", VersionAsync).WithName("GetPlanVersion").WithSummary("The document of a plan's version");
        plan.MapPost("versions/{number:int}/restore", RestoreAsync).WithName("RestorePlanVersion")
            .WithSummary("Make a plan's draft what a version was; adds a version");
        plan.MapPost("publish", PublishAsync).WithName("PublishPlan")
            .WithSummary("Publish a plan's draft: new events get it, what is on sale stays as it is");
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<Ok<PlanDraftAnswer>, ProblemHttpResult>> FindAsync(
        Guid id, Guid plan, HttpContext context, PlanDrafts drafts, CurrentActor actor)
    {
        if (await DraftAsync(id, plan, context, drafts, actor) is not { } view)
        {
            return PlanEditProblems.NotFound();
        }

        Tag(context, view.Revision);
        return TypedResults.Ok(PlanDraftAnswer.Of(view));
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<Ok<PlanRevisionAnswer>, ProblemHttpResult>> EditAsync(
        Guid id, Guid plan, IReadOnlyList<PlanChangeSet> body, HttpContext context, PlanDrafts drafts, CurrentActor actor, IStringLocalizer<Texts> texts)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (context.Request.Headers.IfMatch.ToString() is not { Length: > 0 } tag)
        {
            // To strangers it does not exist, whatever they send.
            return await DraftAsync(id, plan, context, drafts, actor) is null ? PlanEditProblems.NotFound() : PlanEditProblems.RevisionNeeded();
        }

        var seen = long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : NoRevision;
        var edited = await drafts.HandleAsync(
            new EditPlan(new OrganizationId(id), new SeatingPlanId(plan), seen, body, caller), context.RequestAborted);
        if (!edited.Succeeded)
        {
            return PlanEditProblems.Of(edited.Refusal, null, texts);
        }

        Tag(context, edited.Value);
        return TypedResults.Ok(new PlanRevisionAnswer(edited.Value));
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<Ok<EditingAnswer>, ProblemHttpResult>> TakeAsync(
        Guid id, Guid plan, EditingRequest body, HttpContext context, PlanDrafts drafts, CurrentActor actor, IStringLocalizer<Texts> texts)
    {
        var command = new TakeOverEditing(
            new OrganizationId(id), new SeatingPlanId(plan), body.TakeOver, await actor.ReadAsync(context.RequestAborted));
        var taken = await drafts.HandleAsync(command, context.RequestAborted);
        return taken.Succeeded ? TypedResults.Ok(new EditingAnswer(taken.Value)) : PlanEditProblems.Of(taken.Refusal, null, texts);
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<Ok<PlanCheckAnswer>, ProblemHttpResult>> CheckAsync(
        Guid id, Guid plan, HttpContext context, PlanDrafts drafts, CurrentActor actor, IStringLocalizer<Texts> texts) =>
        await DraftAsync(id, plan, context, drafts, actor) is { } view
            ? TypedResults.Ok(PlanCheckAnswer.Of(view, texts))
            : PlanEditProblems.NotFound();

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="count">How many seats together; 1 to 100.</param>
    private static async Task<Results<Ok<BestPlanSeatsAnswer>, ProblemHttpResult>> BestAsync(
        Guid id, Guid plan, HttpContext context, PlanDrafts drafts, CurrentActor actor, IStringLocalizer<Texts> texts, int count = 4)
    {
        if (await DraftAsync(id, plan, context, drafts, actor) is not { } view)
        {
            return PlanEditProblems.NotFound();
        }

        if (count is < 1 or > BestSeatsMax)
        {
            return Problems.Invalid("count", $"'count' is 1 to {BestSeatsMax}.");
        }

        var compilation = PlanCompiler.Compile(view.Document);
        if (compilation.Plan is not { } compiled)
        {
            return PlanEditProblems.Of(new RefusedPlanEdit(PlanEditRefusal.Incomplete, Problems: compilation.Problems), view.Document, texts);
        }

        var seats = BestAvailable.Find(compiled, new byte[compiled.PlaceCount], new BestAvailableRequest(count));
        return TypedResults.Ok(new BestPlanSeatsAnswer(
        [
            .. seats.Select(seat =>
            {
                var key = compiled.KeyOf(seat);
                (int X, int Y)? at = compiled.IsPlaced(seat) ? compiled.PositionOf(seat) : null;
                return new PlanSeatAnswer(key.ObjectId, key.Row, key.Seat, at?.X, at?.Y);
            }),
        ]));
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<Ok<IReadOnlyList<PlanVersionAnswer>>, ProblemHttpResult>> VersionsAsync(
        Guid id, Guid plan, HttpContext context, PlanVersions versions, CurrentActor actor) =>
        await versions.ListAsync(
            new OrganizationId(id), new SeatingPlanId(plan), await actor.ReadAsync(context.RequestAborted), context.RequestAborted) is { } rows
            ? TypedResults.Ok<IReadOnlyList<PlanVersionAnswer>>([.. rows.Select(PlanVersionAnswer.Of)])
            : PlanEditProblems.NotFound();

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<Created<VersionNumberAnswer>, ProblemHttpResult>> SaveAsync(
        Guid id, Guid plan, VersionRequest body, HttpContext context, PlanVersions versions, CurrentActor actor, IStringLocalizer<Texts> texts)
    {
        var command = new SaveVersion(new OrganizationId(id), new SeatingPlanId(plan), body.Name, await actor.ReadAsync(context.RequestAborted));
        var saved = await versions.HandleAsync(command, context.RequestAborted);
        return saved.Succeeded
            ? TypedResults.Created(AppUrls.ApiPlanVersion(id, plan, saved.Value), new VersionNumberAnswer(saved.Value))
            : PlanEditProblems.Of(saved.Refusal, null, texts);
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="number">The version.</param>
    private static async Task<Results<Ok<PlanDocumentAnswer>, ProblemHttpResult>> VersionAsync(
        Guid id, Guid plan, int number, HttpContext context, PlanVersions versions, CurrentActor actor) =>
        await versions.FindAsync(
            new OrganizationId(id), new SeatingPlanId(plan), number, await actor.ReadAsync(context.RequestAborted), context.RequestAborted) is { } document
            ? TypedResults.Ok(new PlanDocumentAnswer(DesignerJson.Element(document)))
            : PlanEditProblems.NotFound();

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="number">The version.</param>
    private static async Task<Results<Ok<PlanRevisionAnswer>, ProblemHttpResult>> RestoreAsync(
        Guid id, Guid plan, int number, HttpContext context, PlanVersions versions, CurrentActor actor, IStringLocalizer<Texts> texts)
    {
        var command = new RestoreVersion(new OrganizationId(id), new SeatingPlanId(plan), number, await actor.ReadAsync(context.RequestAborted));
        var restored = await versions.HandleAsync(command, context.RequestAborted);
        if (!restored.Succeeded)
        {
            return PlanEditProblems.Of(restored.Refusal, null, texts);
        }

        Tag(context, restored.Value);
        return TypedResults.Ok(new PlanRevisionAnswer(restored.Value));
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<Ok<PublishedPlanAnswer>, ProblemHttpResult>> PublishAsync(
        Guid id, Guid plan, HttpContext context, PlanVersions versions, PlanDrafts drafts, CurrentActor actor, IStringLocalizer<Texts> texts)
    {
        var command = new PublishPlan(new OrganizationId(id), new SeatingPlanId(plan), await actor.ReadAsync(context.RequestAborted));
        var published = await versions.HandleAsync(command, context.RequestAborted);
        return published.Succeeded
            ? TypedResults.Ok(new PublishedPlanAnswer(published.Value))
            : PlanEditProblems.Of(published.Refusal, (await DraftAsync(id, plan, context, drafts, actor))?.Document, texts);
    }

    private static async Task<PlanDraftView?> DraftAsync(Guid id, Guid plan, HttpContext context, PlanDrafts drafts, CurrentActor actor) =>
        await drafts.FindAsync(
            new OrganizationId(id), new SeatingPlanId(plan), await actor.ReadAsync(context.RequestAborted), context.RequestAborted);

    private static void Tag(HttpContext context, long revision) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
}
