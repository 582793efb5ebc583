using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Presales.Api;

/// <summary>Presales and their codes over the API, and the CSV file of a presale's codes. Who may do what is decided by handlers and readers.</summary>
internal static class PresaleEndpoints
{
    public static void MapPresalesApi(this WebApplication app)
    {
        var events = app.MapGroup(AppUrls.ApiOrganizations + "/{id:guid}/events/{eventId:guid}/presales").WithTags("Organizers").RequireAuthorization();
        events.MapGet("", ListAsync).WithName("GetPresales").WithSummary("An event's presales");
        events.MapPost("", CreateAsync).WithName("CreatePresale").WithSummary("Create a presale for some or all dates of an event");
        var presales = app.MapGroup(AppUrls.ApiOrganizations + "/{id:guid}/presales/{presale:guid}").WithTags("Organizers").RequireAuthorization();
        presales.MapGet("", ReadAsync).WithName("GetPresale").WithSummary("A presale with its counts");
        presales.MapPatch("", EditAsync).WithName("EditPresale").WithSummary("Change a presale; holds and orders that were made stay");
        presales.MapDelete("", DeleteAsync).WithName("DeletePresale").WithSummary("Delete a presale that no order uses, with its codes");
        presales.MapGet("codes", CodesAsync).WithName("GetAccessCodes").WithSummary("A presale's codes with their uses");
        presales.MapPost("codes", MakeAsync).WithName("MakeAccessCodes").WithSummary("Make one code with a given text, or up to 10,000 random ones");
        presales.MapDelete("codes/{code:guid}", RevokeAsync).WithName("RevokeAccessCode").WithSummary("Revoke a code; repeated calls have the same answer");
        app.MapGet(AppUrls.OrganizerPresaleCodesPattern, DownloadAsync).RequireAuthorization().WithMetadata(CostlyReadAttribute.Metadata).ExcludeFromDescription();
    }

    /// <param name="id">The organization.</param>
    /// <param name="eventId">The event.</param>
    private static async Task<Results<Ok<PresalesAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, Guid eventId, HttpContext context, PresaleReader reader, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await reader.FindEventAsync(new Core.Common.EventId(eventId), caller, context.RequestAborted) is not { } found || found.Organization.Value != id)
        {
            return ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));
        }

        var rows = await reader.ListAsync(found.Id, caller, context.RequestAborted);
        return TypedResults.Ok(new PresalesAnswer([.. rows.Select(PresaleAnswer.Of)], null));
    }

    /// <param name="id">The organization.</param>
    /// <param name="eventId">The event.</param>
    private static async Task<Results<Created<PresaleAnswer>, ProblemHttpResult>> CreateAsync(
        Guid id, Guid eventId, PresaleRequest body, HttpContext context, PresaleReader reader, ManagePresalesHandler handler, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await reader.FindEventAsync(new Core.Common.EventId(eventId), caller, context.RequestAborted) is not { } found || found.Organization.Value != id)
        {
            return ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));
        }

        var terms = new PresaleTerms(
            body.Name, body.OpensAt, body.ClosesAt, body.Categories ?? [], body.SeatsPerBuyerMax,
            [.. (body.Performances ?? []).Select(date => new PerformanceId(date))]);
        var made = await handler.HandleAsync(new CreatePresale(found.Id, terms, caller), context.RequestAborted);
        return !made.Succeeded ? ProblemOf(made.Refusal)
            : await reader.FindAsync(made.Value, caller, context.RequestAborted) is { } row
                ? TypedResults.Created(AppUrls.ApiPresale(id, row.Presale.Id.Value), PresaleAnswer.Of(row))
                : ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<PresaleAnswer>, ProblemHttpResult>> ReadAsync(
        Guid id, Guid presale, HttpContext context, PresaleReader reader, CurrentActor actor) =>
        await FindAsync(id, presale, context, reader, actor) is { } row
            ? TypedResults.Ok(PresaleAnswer.Of(row))
            : ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<PresaleAnswer>, ProblemHttpResult>> EditAsync(
        Guid id, Guid presale, PresaleChangeRequest body, HttpContext context, PresaleReader reader, ManagePresalesHandler handler, CurrentActor actor)
    {
        if (await FindAsync(id, presale, context, reader, actor) is not { } row)
        {
            return ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));
        }

        var caller = await actor.ReadAsync(context.RequestAborted);
        var edited = await handler.HandleAsync(new AmendPresale(row.Presale.Id, body.On, caller), context.RequestAborted);
        return !edited.Succeeded ? ProblemOf(edited.Refusal)
            : await reader.FindAsync(row.Presale.Id, caller, context.RequestAborted) is { } after
                ? TypedResults.Ok(PresaleAnswer.Of(after))
                : ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, Guid presale, HttpContext context, PresaleReader reader, ManagePresalesHandler handler, CurrentActor actor)
    {
        if (await FindAsync(id, presale, context, reader, actor) is not { } row)
        {
            return ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));
        }

        var deleted = await handler.HandleAsync(
            new DeletePresale(row.Presale.Id, await actor.ReadAsync(context.RequestAborted)), context.RequestAborted);
        return deleted.Succeeded ? TypedResults.NoContent() : ProblemOf(deleted.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="q">A part of the code. Default: all.</param>
    /// <param name="after">The <c>next</c> of the page before. Default: the first page.</param>
    private static async Task<Results<Ok<AccessCodesAnswer>, ProblemHttpResult>> CodesAsync(
        Guid id, Guid presale, HttpContext context, PresaleReader reader, AccessCodeReader codes, CurrentActor actor, string? q = null, string? after = null)
    {
        if (await FindAsync(id, presale, context, reader, actor) is not { } row)
        {
            return ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));
        }

        var list = await codes.ListAsync(row.Presale.Id, q, after, await actor.ReadAsync(context.RequestAborted), context.RequestAborted);
        return TypedResults.Ok(new AccessCodesAnswer([.. list.Rows.Select(AccessCodeItem.Of)], list.Next));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<CodesMadeAnswer>, ProblemHttpResult>> MakeAsync(
        Guid id, Guid presale, AccessCodesRequest body, HttpContext context, PresaleReader reader, AccessCodesHandler handler, CurrentActor actor)
    {
        if (await FindAsync(id, presale, context, reader, actor) is not { } row)
        {
            return ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));
        }

        var made = await handler.HandleAsync(
            new MakeAccessCodes(row.Presale.Id, body.Code, body.Count, body.UsesMax, body.Email, await actor.ReadAsync(context.RequestAborted)),
            context.RequestAborted);
        return made.Succeeded ? TypedResults.Ok(new CodesMadeAnswer(made.Value)) : ProblemOf(made.Refusal);
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id, Guid presale, Guid code, HttpContext context, PresaleReader reader, AccessCodesHandler handler, CurrentActor actor)
    {
        if (await FindAsync(id, presale, context, reader, actor) is not { } row)
        {
            return ProblemOf(new RefusedPresale(PresaleRefusal.NotFound));
        }

        var revoked = await handler.HandleAsync(
            new RevokeAccessCode(row.Presale.Id, new AccessCodeId(code), await actor.ReadAsync(context.RequestAborted)), context.RequestAborted);
        return revoked.Succeeded ? TypedResults.NoContent() : ProblemOf(revoked.Refusal);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> DownloadAsync(
        Guid presale, HttpContext context, PresaleReader reader, AccessCodeReader codes, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await reader.FindAsync(new PresaleId(presale), caller, context.RequestAborted) is not { } row)
        {
            return TypedResults.NotFound();
        }

        var csv = new CsvText().Text("code").Text("uses").Text("uses_max").Text("email").Text("state").EndRow();
        foreach (var code in await codes.AllAsync(row.Presale.Id, caller, context.RequestAborted))
        {
            var item = AccessCodeItem.Of(code);
            csv.Text(item.Code).Number(item.Uses).Number(item.UsesMax).Text(item.Email).Text(item.State).EndRow();
        }

        return TypedResults.File(csv.ToBytes(), CsvText.ContentType, "access-codes.csv");
    }

    // The address names the organization, too: a presale of another one is not found below it.
    private static async Task<PresaleRow?> FindAsync(Guid organization, Guid presale, HttpContext context, PresaleReader reader, CurrentActor actor) =>
        await reader.FindAsync(new PresaleId(presale), await actor.ReadAsync(context.RequestAborted), context.RequestAborted) is { } row
        && row.Presale.OrganizationId.Value == organization ? row : null;

    private static ProblemHttpResult ProblemOf(RefusedPresale refused) => refused.Reason switch
    {
        PresaleRefusal.NotFound => Problems.NotFound("There is no such event, presale or code."),
        PresaleRefusal.Invalid => Problems.Invalid(refused.Faults.GroupBy(fault => char.ToLowerInvariant(fault.Field[0]) + fault.Field[1..])
            .ToDictionary(field => field.Key, field => field.Select(fault => fault.Sentence).ToArray())),
        PresaleRefusal.Changed => Problems.Of(409, "presale-changed", "The presale has been changed by another member. Read it again."),
        PresaleRefusal.InUse => Problems.Of(409, "presale-in-use", "Orders use codes of this presale. Let it close, or revoke its codes."),
        PresaleRefusal.CodeTaken => Problems.Of(409, "code-taken", "The organization has an access code with this text already."),
        PresaleRefusal.LimitReached => Problems.Of(
            409, "limit-reached", $"An event can have at most {Presale.PerEventMax} presales, and a presale {Presale.CodesMax} codes."),
        PresaleRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a short time."),
    };
}
