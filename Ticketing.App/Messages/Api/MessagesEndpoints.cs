using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Messages.Manage;

namespace Ticketing.App.Messages.Api;

/// <summary>Messages to buyers over the API. Who may do what is decided by the handlers.</summary>
internal static class MessagesEndpoints
{
    public static void MapMessagesApi(this WebApplication app)
    {
        var messages = app.MapGroup(AppUrls.ApiOrganizations + "/{id:guid}/messages").WithTags("Organizers").RequireAuthorization();
        messages.MapGet("", ListAsync).WithName("GetMessages").WithSummary("An organization's messages to buyers, the newest first")
            .WithMetadata(CostlyReadAttribute.Metadata);
        messages.MapPost("", CreateAsync).WithName("CreateMessage").WithSummary("Write a message; it is a draft until it is sent");
        messages.MapGet("{message:guid}", FindAsync).WithName("GetMessage").WithSummary("A message with the delivery figures of its mails")
            .WithMetadata(CostlyReadAttribute.Metadata);
        messages.MapPut("{message:guid}", ChangeAsync).WithName("ChangeMessage").WithSummary("Replace a draft's audience and texts");
        messages.MapDelete("{message:guid}", DeleteAsync).WithName("DeleteMessage").WithSummary("Delete a draft");
        messages.MapPost("{message:guid}/test", TestAsync).WithName("TestMessage").WithSummary("Send a draft to the account's own address");
        messages.MapPost("{message:guid}/send", SendAsync).WithName("SendMessage").WithSummary("Send a draft; it can be stopped for 60 seconds");
        messages.MapPost("{message:guid}/stop", StopAsync).WithName("StopMessage").WithSummary("Recall a scheduled message, or stop one that is being sent");
    }

    /// <param name="id">The organization.</param>
    /// <param name="before">The <c>next</c> of the page before.</param>
    private static async Task<Results<Ok<MessagesAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, HttpContext context, MessageReader reader, CurrentActor actor, string? before = null)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var organization = new OrganizationId(id);
        if (!caller.RunsSomeOf(organization))
        {
            return MessageProblems.Of(new RefusedMessage(caller.Sees(organization) ? MessageRefusal.NotAllowed : MessageRefusal.NotFound));
        }

        if (before is { Length: > 0 } && !Guid.TryParse(before, out _))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad-cursor", "'before' is the 'next' of an earlier answer.");
        }

        var list = await reader.ListAsync(organization, Guid.TryParse(before, out var last) ? last : null, caller, context.RequestAborted);
        return TypedResults.Ok(new MessagesAnswer([.. list.Rows.Select(row => MessageAnswer.Of(row.Message, row.Counts))], list.Next));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Created<MessageIdAnswer>, ProblemHttpResult>> CreateAsync(
        Guid id, MessageRequest body, HttpContext context, ManageMessagesHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var created = await handler.HandleAsync(
            new WriteMessage(new OrganizationId(id), null, body.Read(), null, caller), context.RequestAborted);
        return created.Succeeded
            ? TypedResults.Created(AppUrls.ApiMessage(id, created.Value), new MessageIdAnswer(created.Value))
            : MessageProblems.Of(created.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="message">The message.</param>
    private static async Task<Results<Ok<MessageAnswer>, ProblemHttpResult>> FindAsync(
        Guid id, Guid message, HttpContext context, MessageReader reader, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var organization = new OrganizationId(id);
        return await reader.FindAsync(organization, message, caller, context.RequestAborted) is { } view
            ? TypedResults.Ok(MessageAnswer.Of(view.Message, view.Counts))
            : MessageProblems.Of(new RefusedMessage(
                caller.Sees(organization) && !caller.RunsSomeOf(organization) ? MessageRefusal.NotAllowed : MessageRefusal.NotFound));
    }

    /// <param name="id">The organization.</param>
    /// <param name="message">The message.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        Guid id, Guid message, MessageRequest body, HttpContext context, ManageMessagesHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var changed = await handler.HandleAsync(
            new WriteMessage(new OrganizationId(id), message, body.Read(), body.Revision, caller), context.RequestAborted);
        return changed.Succeeded ? TypedResults.NoContent() : MessageProblems.Of(changed.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="message">The message.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, Guid message, HttpContext context, ManageMessagesHandler handler, CurrentActor actor)
    {
        var command = new DeleteMessage(new OrganizationId(id), message, await actor.ReadAsync(context.RequestAborted));
        var deleted = await handler.HandleAsync(command, context.RequestAborted);
        return deleted.Succeeded ? TypedResults.NoContent() : MessageProblems.Of(deleted.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="message">The message.</param>
    private static async Task<Results<Ok<TestedAnswer>, ProblemHttpResult>> TestAsync(
        Guid id, Guid message, TestMessageRequest body, HttpContext context, SendMessagesHandler handler, CurrentActor actor)
    {
        if (body.Language is not (null or "en" or "de"))
        {
            return Problems.Invalid("language", "'language' is en or de.");
        }

        var command = new SendTestMessage(
            new OrganizationId(id), message, body.Language ?? "en", await actor.ReadAsync(context.RequestAborted));
        var tested = await handler.HandleAsync(command, context.RequestAborted);
        return tested.Succeeded ? TypedResults.Ok(new TestedAnswer(tested.Value)) : MessageProblems.Of(tested.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="message">The message.</param>
    private static async Task<Results<Ok<ScheduledAnswer>, ProblemHttpResult>> SendAsync(
        Guid id, Guid message, SendMessageRequest body, HttpContext context, SendMessagesHandler handler, CurrentActor actor)
    {
        var command = new SendMessage(
            new OrganizationId(id), message, body.At, body.Revision, await actor.ReadAsync(context.RequestAborted));
        var sent = await handler.HandleAsync(command, context.RequestAborted);
        return sent.Succeeded ? TypedResults.Ok(new ScheduledAnswer(sent.Value)) : MessageProblems.Of(sent.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="message">The message.</param>
    private static async Task<Results<Ok<StoppedAnswer>, ProblemHttpResult>> StopAsync(
        Guid id, Guid message, HttpContext context, SendMessagesHandler handler, CurrentActor actor)
    {
        var command = new StopMessage(new OrganizationId(id), message, await actor.ReadAsync(context.RequestAborted));
        var stopped = await handler.HandleAsync(command, context.RequestAborted);
        return stopped.Succeeded ? TypedResults.Ok(new StoppedAnswer(stopped.Value)) : MessageProblems.Of(stopped.Refusal);
    }
}
