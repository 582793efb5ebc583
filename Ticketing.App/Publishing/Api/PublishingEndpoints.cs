using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Publishing;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.App.Publishing.Api;

/// <summary>Drafts of events, their publication, and the states of published events, over the API. Who may do what is decided by the handlers.</summary>
internal static class PublishingEndpoints
{
    // Of a revision that there never was.
    private const int NoRevision = -1;

    public static void MapPublishingApi(this WebApplication app)
    {
        var organizations = app.MapGroup(AppUrls.ApiOrganizations).WithTags("Organizers").RequireAuthorization();
        organizations.MapGet("{id:guid}/drafts", ListAsync).WithName("GetDrafts")
            .WithSummary("An organization's events that were never published or have changes since");
        organizations.MapPost("{id:guid}/drafts", StartAsync).WithName("StartDraft").WithSummary("Start an event, empty or as a copy of another one");

        var events = app.MapGroup(AppUrls.ApiOrganizer + "/events/{id:guid}").WithTags("Organizers").RequireAuthorization();
        events.MapGet("draft", FindAsync).WithName("GetDraft").WithSummary("An event as it is edited, with what is missing; its ETag is the revision");
        events.MapPut("draft", SaveAsync).WithName("SaveDraft")
            .WithSummary("Save an event's draft; If-Match names the revision that it is based on");
        events.MapDelete("draft", WithdrawAsync).WithName("WithdrawDraft")
            .WithSummary("Delete a draft that was never published, or take back its submission or its set time");
        events.MapPost("draft/undo", UndoAsync).WithName("UndoDraft").WithSummary("Go back to the revision before the latest");
        events.MapPost("publication", PublishAsync).WithName("PublishEvent")
            .WithSummary("Publish an event, or what has changed since; an organization's first events are submitted for review");
        events.MapPost("state", SetEventStateAsync).WithName("SetEventState").WithSummary("Hide, show or cancel a published event");

        app.MapGroup(AppUrls.ApiOrganizer + "/performances").WithTags("Organizers").RequireAuthorization()
            .MapPost("{id:guid}/state", SetDateStateAsync).WithName("SetPerformanceState").WithSummary("Pause, resume, postpone or cancel a date");
    }

    /// <param name="id">The organization.</param>
    /// <param name="after">From <c>next</c> of the page before.</param>
    private static async Task<Results<Ok<DraftsAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, HttpContext context, EventDrafts drafts, CurrentActor actor, string? after = null)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (!caller.RunsSomeOf(new OrganizationId(id)))
        {
            return Problems.NotFound("There is no such organization.");
        }

        var list = await drafts.ListAsync(new OrganizationId(id), caller, after, context.RequestAborted);
        return TypedResults.Ok(new DraftsAnswer([.. list.Rows.Select(DraftRowAnswer.Of)], list.Next));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Created<DraftAnswer>, ProblemHttpResult>> StartAsync(
        Guid id, DraftRequest body, HttpContext context, EventDrafts drafts, CurrentActor actor)
    {
        var command = new StartDraft(
            new OrganizationId(id), body.CopyOf is { } original ? new EventId(original) : null, await actor.ReadAsync(context.RequestAborted));
        var started = await drafts.HandleAsync(command, context.RequestAborted);
        return started.Succeeded
            ? TypedResults.Created(AppUrls.ApiDraft(started.Value.Id.Value), Tagged(context, DraftAnswer.Of(started.Value)))
            : DraftRefusals.Of(started.Refusal);
    }

    /// <param name="id">The event.</param>
    private static async Task<Results<Ok<DraftAnswer>, ProblemHttpResult>> FindAsync(
        Guid id, HttpContext context, EventDrafts drafts, CurrentActor actor) =>
        await drafts.FindAsync(new EventId(id), await actor.ReadAsync(context.RequestAborted), context.RequestAborted) is { } view
            ? TypedResults.Ok(Tagged(context, DraftAnswer.Of(view)))
            : DraftRefusals.NotFound();

    /// <param name="id">The event.</param>
    /// <param name="overwrite">Whether your values replace those of fields that others have changed, too.</param>
    private static async Task<Results<Ok<DraftAnswer>, ProblemHttpResult>> SaveAsync(
        Guid id, EventDraft body, HttpContext context, EventDrafts drafts, CurrentActor actor, bool overwrite = false)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (context.Request.Headers.IfMatch.ToString() is not { Length: > 0 } tag)
        {
            // To strangers it does not exist, whatever they send.
            return await drafts.FindAsync(new EventId(id), caller, context.RequestAborted) is null
                ? DraftRefusals.NotFound()
                : DraftRefusals.RevisionNeeded();
        }

        var seen = int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : NoRevision;
        var saved = await drafts.HandleAsync(new SaveDraft(new EventId(id), body, seen, overwrite, caller), context.RequestAborted);
        return saved.Succeeded
            ? TypedResults.Ok(Tagged(context, DraftAnswer.Of(saved.Value.View, saved.Value.TakenOver)))
            : DraftRefusals.Of(saved.Refusal);
    }

    /// <param name="id">The event.</param>
    /// <param name="submissionOnly">Whether only its submission, or its set time, is taken back.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        Guid id, HttpContext context, EventDrafts drafts, CurrentActor actor, bool submissionOnly = false)
    {
        var command = new WithdrawDraft(new EventId(id), !submissionOnly, await actor.ReadAsync(context.RequestAborted));
        var withdrawn = await drafts.HandleAsync(command, context.RequestAborted);
        return withdrawn.Succeeded ? TypedResults.NoContent() : DraftRefusals.Of(withdrawn.Refusal);
    }

    /// <param name="id">The event.</param>
    private static async Task<Results<Ok<DraftAnswer>, ProblemHttpResult>> UndoAsync(
        Guid id, UndoRequest body, HttpContext context, EventDrafts drafts, CurrentActor actor)
    {
        var command = new UndoDraft(new EventId(id), body.Revision, await actor.ReadAsync(context.RequestAborted));
        return Answer(context, await drafts.HandleAsync(command, context.RequestAborted));
    }

    /// <param name="id">The event.</param>
    private static async Task<Results<Ok<DraftAnswer>, ProblemHttpResult>> PublishAsync(
        Guid id, PublicationRequest body, HttpContext context, EventPublisher handler, CurrentActor actor)
    {
        var command = new PublishEvent(new EventId(id), body.Revision, body.At, await actor.ReadAsync(context.RequestAborted));
        return Answer(context, await handler.HandleAsync(command, context.RequestAborted));
    }

    /// <param name="id">The event.</param>
    private static async Task<Results<Ok<DraftAnswer>, ProblemHttpResult>> SetEventStateAsync(
        Guid id, EventStateRequest body, HttpContext context, EventStates states, CurrentActor actor)
    {
        var command = new SetEventState(new EventId(id), body.Change, body.Reason, await actor.ReadAsync(context.RequestAborted))
        {
            Refund = body.Refund,
        };
        return Answer(context, await states.HandleAsync(command, context.RequestAborted));
    }

    /// <param name="id">The performance.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> SetDateStateAsync(
        Guid id, DateStateRequest body, HttpContext context, EventStates states, CurrentActor actor)
    {
        var command = new SetDateState(
            new PerformanceId(id), body.Change, body.StartsAt, body.Reason, await actor.ReadAsync(context.RequestAborted))
        {
            Refund = body.Refund,
        };
        var changed = await states.HandleAsync(command, context.RequestAborted);
        return changed.Succeeded ? TypedResults.NoContent() : DraftRefusals.Of(changed.Refusal);
    }

    private static Results<Ok<DraftAnswer>, ProblemHttpResult> Answer(HttpContext context, Outcome<EventDraftView, RefusedDraft> outcome) =>
        outcome.Succeeded ? TypedResults.Ok(Tagged(context, DraftAnswer.Of(outcome.Value))) : DraftRefusals.Of(outcome.Refusal);

    private static DraftAnswer Tagged(HttpContext context, DraftAnswer answer)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{answer.Revision}\"");
        return answer;
    }
}
