using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Questions;

namespace Ticketing.App.Questions.Api;

/// <summary>Questions of events over the API. Who may do what is decided by handlers and readers.</summary>
internal static class QuestionEndpoints
{
    public static void MapQuestionsApi(this WebApplication app)
    {
        var events = app.MapGroup(AppUrls.ApiOrganizations + "/{id:guid}/events/{eventId:guid}/questions").WithTags("Organizers").RequireAuthorization();
        events.MapGet("", ListAsync).WithName("GetQuestions").WithSummary("An event's questions, removed ones last");
        events.MapPost("", CreateAsync).WithName("CreateQuestion").WithSummary("Add a question to an event");
        var questions = app.MapGroup(AppUrls.ApiOrganizations + "/{id:guid}/questions/{question:guid}").WithTags("Organizers").RequireAuthorization();
        questions.MapGet("", ReadAsync).WithName("GetQuestion").WithSummary("A question");
        questions.MapPatch("", EditAsync).WithName("EditQuestion").WithSummary("Change a question; answers that were given stay");
        questions.MapDelete("", DeleteAsync).WithName("DeleteQuestion").WithSummary("Remove a question; answers that were given stay");
        questions.MapPost("restore", RestoreAsync).WithName("RestoreQuestion").WithSummary("Ask a removed question again");
        questions.MapPost("move", MoveAsync).WithName("MoveQuestion").WithSummary("Move a question by one place");
    }

    /// <param name="id">The organization.</param>
    /// <param name="eventId">The event.</param>
    private static async Task<Results<Ok<QuestionsAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, Guid eventId, HttpContext context, QuestionReader reader, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        return await reader.FindEventAsync(new Core.Common.EventId(eventId), caller, context.RequestAborted) is { } found && found.Organization.Value == id
            ? TypedResults.Ok(new QuestionsAnswer(
                [.. (await reader.ListAsync(found.Id, caller, context.RequestAborted)).Select(QuestionItem.Of)], null))
            : ProblemOf(new RefusedQuestion(QuestionRefusal.NotFound));
    }

    /// <param name="id">The organization.</param>
    /// <param name="eventId">The event.</param>
    private static async Task<Results<Created<QuestionItem>, ProblemHttpResult>> CreateAsync(
        Guid id, Guid eventId, QuestionTermsRequest body, HttpContext context, QuestionReader reader, ManageQuestionsHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await reader.FindEventAsync(new Core.Common.EventId(eventId), caller, context.RequestAborted) is not { } found || found.Organization.Value != id)
        {
            return ProblemOf(new RefusedQuestion(QuestionRefusal.NotFound));
        }

        var made = await handler.HandleAsync(new CreateQuestion(found.Id, body.On(null), caller), context.RequestAborted);
        return !made.Succeeded ? ProblemOf(made.Refusal)
            : await reader.FindAsync(made.Value, caller, context.RequestAborted) is { } question
                ? TypedResults.Created(AppUrls.ApiQuestion(id, question.Id.Value), QuestionItem.Of(question))
                : ProblemOf(new RefusedQuestion(QuestionRefusal.NotFound));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<QuestionItem>, ProblemHttpResult>> ReadAsync(
        Guid id, Guid question, HttpContext context, QuestionReader reader, CurrentActor actor) =>
        await FindAsync(id, question, context, reader, actor) is { } found
            ? TypedResults.Ok(QuestionItem.Of(found))
            : ProblemOf(new RefusedQuestion(QuestionRefusal.NotFound));

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<QuestionItem>, ProblemHttpResult>> EditAsync(
        Guid id, Guid question, QuestionTermsRequest body, HttpContext context, QuestionReader reader, ManageQuestionsHandler handler,
        CurrentActor actor) =>
        await ChangeAsync(id, question, context, reader, actor, (found, caller) => handler.HandleAsync(
            new AmendQuestion(found, body.On, caller), context.RequestAborted));

    /// <param name="id">The organization.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, Guid question, HttpContext context, QuestionReader reader, ManageQuestionsHandler handler, CurrentActor actor)
    {
        var removed = await ChangeAsync(id, question, context, reader, actor, (found, caller) => handler.HandleAsync(
            new RemoveQuestion(found, true, caller), context.RequestAborted));
        return removed.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<QuestionItem>, ProblemHttpResult>> RestoreAsync(
        Guid id, Guid question, HttpContext context, QuestionReader reader, ManageQuestionsHandler handler, CurrentActor actor) =>
        await ChangeAsync(id, question, context, reader, actor, (found, caller) => handler.HandleAsync(
            new RemoveQuestion(found, false, caller), context.RequestAborted));

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<QuestionItem>, ProblemHttpResult>> MoveAsync(
        Guid id, Guid question, MoveQuestionRequest body, HttpContext context, QuestionReader reader, ManageQuestionsHandler handler,
        CurrentActor actor) =>
        await ChangeAsync(id, question, context, reader, actor, (found, caller) => handler.HandleAsync(
            new MoveQuestion(found, body.Up, caller), context.RequestAborted));

    private static async Task<Results<Ok<QuestionItem>, ProblemHttpResult>> ChangeAsync(
        Guid organization, Guid question, HttpContext context, QuestionReader reader, CurrentActor actor,
        Func<QuestionId, Caller, Task<Outcome<QuestionId, RefusedQuestion>>> change)
    {
        if (await FindAsync(organization, question, context, reader, actor) is not { } found)
        {
            return ProblemOf(new RefusedQuestion(QuestionRefusal.NotFound));
        }

        var caller = await actor.ReadAsync(context.RequestAborted);
        var changed = await change(found.Id, caller);
        return !changed.Succeeded ? ProblemOf(changed.Refusal)
            : await reader.FindAsync(found.Id, caller, context.RequestAborted) is { } after
                ? TypedResults.Ok(QuestionItem.Of(after))
                : ProblemOf(new RefusedQuestion(QuestionRefusal.NotFound));
    }

    // The address names the organization, too: a question of another one is not found below it.
    private static async Task<EventQuestion?> FindAsync(
        Guid organization, Guid question, HttpContext context, QuestionReader reader, CurrentActor actor) =>
        await reader.FindAsync(new QuestionId(question), await actor.ReadAsync(context.RequestAborted), context.RequestAborted) is { } found
        && found.OrganizationId.Value == organization ? found : null;

    private static ProblemHttpResult ProblemOf(RefusedQuestion refused) => refused.Reason switch
    {
        QuestionRefusal.NotFound => Problems.NotFound("There is no such event or question."),
        QuestionRefusal.Invalid => Problems.Invalid(refused.Faults.GroupBy(fault => char.ToLowerInvariant(fault.Field[0]) + fault.Field[1..])
            .ToDictionary(field => field.Key, field => field.Select(fault => fault.Sentence).ToArray())),
        QuestionRefusal.Changed => Problems.Of(409, "question-changed", "The question has been changed by another member. Read it again."),
        QuestionRefusal.Depends => Problems.Of(
            409, "question-depends", "Another question depends on the answer to this one, so it has to stay and come first."),
        QuestionRefusal.LimitReached => Problems.Of(409, "limit-reached", $"An event can have at most {EventQuestion.PerEventMax} questions."),
        QuestionRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a short time."),
    };
}

/// <param name="Next">Always null: an event has at most 20 that are asked.</param>
public sealed record QuestionsAnswer(IReadOnlyList<QuestionItem> Items, string? Next);

/// <summary>A question as its organizer sees it.</summary>
/// <param name="ShownBy">An earlier question that decides whether it is asked; null: it is always asked.</param>
public sealed record QuestionItem(
    Guid Id, Guid EventId, QuestionKind Kind, QuestionScope Scope, string Text, string Help, bool Required, IReadOnlyList<string> Categories,
    IReadOnlyList<QuestionOption> Options, Guid? ShownBy, string? ShownByAnswer, bool Removed)
{
    internal static QuestionItem Of(EventQuestion question) => new(
        question.Id.Value, question.EventId.Value, question.Kind, question.Scope, question.Text, question.Help, question.IsRequired,
        question.Categories, [.. question.Options], question.ShownBy?.Value, question.ShownByAnswer, question.RemovedAt is not null);
}

/// <param name="Up">True: towards the first one.</param>
public sealed record MoveQuestionRequest(bool Up);

/// <param name="Key">Of an option that the question has; left out: a new one.</param>
public sealed record OptionRequest(string Text, string? Key = null);

/// <summary>Body of a new question or of a change; in a change, what is left out or null stays.</summary>
/// <param name="Kind">Of a new one; a change keeps it, like <paramref name="Scope"/>.</param>
/// <param name="Clear">Names of values to remove: <c>shownBy</c>.</param>
public sealed record QuestionTermsRequest(
    QuestionKind? Kind = null, QuestionScope? Scope = null, string? Text = null, string? Help = null, bool? Required = null,
    IReadOnlyList<string>? Categories = null, IReadOnlyList<OptionRequest>? Options = null, Guid? ShownBy = null, string? ShownByAnswer = null,
    IReadOnlyList<string>? Clear = null)
{
    /// <summary>The stored terms with the changes; null: new ones.</summary>
    public QuestionTerms On(QuestionTerms? it)
    {
        var clears = Clear?.Contains("shownBy") == true;
        return new QuestionTerms(
            it?.Kind ?? Kind ?? QuestionKind.Text,
            it?.Scope ?? Scope ?? QuestionScope.Order,
            Text ?? it?.Text,
            Help ?? it?.Help,
            Required ?? it?.IsRequired ?? false,
            Categories ?? it?.Categories ?? [],
            Options is { } options ? [.. options.Select(option => new OptionTerms(option?.Key, option?.Text ?? ""))] : it?.Options ?? [],
            clears ? null : ShownBy is { } by ? new QuestionId(by) : it?.ShownBy,
            clears ? null : ShownByAnswer ?? it?.ShownByAnswer);
    }
}
