using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.Bulk;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.App.Ordering.Bulk;

/// <summary>Bulk refunds over the API, and the file of their results. Who may do what is decided by the handlers.</summary>
internal static class BulkRefundEndpoints
{
    public static void MapBulkRefunds(this WebApplication app)
    {
        var refunds = app.MapGroup(AppUrls.ApiOrganizer + "/events/{id:guid}/refunds").WithTags("Organizers").RequireAuthorization();
        refunds.MapGet("", ListAsync).WithName("GetBulkRefunds").WithSummary("Refunds of an event's cancelled dates, the newest first");
        refunds.MapPost("", StartAsync).WithName("StartBulkRefund").WithSummary("Refund the paid orders of all cancelled dates of an event");
        refunds.MapPost("{job:guid}/state", ChangeAsync).WithName("ChangeBulkRefund")
            .WithSummary("Pause or resume refunds, or try the failed orders again");
        app.MapGet(AppUrls.OrganizerBulkRefundPattern, DownloadAsync).RequireAuthorization().WithMetadata(CostlyReadAttribute.Metadata).ExcludeFromDescription();
    }

    /// <param name="id">The event.</param>
    private static async Task<Results<Ok<BulkRefundsAnswer>, ProblemHttpResult>> ListAsync(
        Guid id, HttpContext context, BulkRefundsHandler handler, BulkRefundReader reader, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (!await handler.MayRefundAsync(new EventId(id), caller, context.RequestAborted))
        {
            return ProblemOf(new RefusedBulkRefund(BulkRefundRefusal.NotFound));
        }

        var rows = await reader.ListAsync(new EventId(id), caller, context.RequestAborted);
        return TypedResults.Ok(new BulkRefundsAnswer([.. rows.Select(BulkRefundAnswer.Of)], null));
    }

    /// <param name="id">The event.</param>
    private static async Task<Results<Ok<BulkRefundStartedAnswer>, ProblemHttpResult>> StartAsync(
        Guid id, BulkRefundRequest body, HttpContext context, BulkRefundsHandler handler, CurrentActor actor)
    {
        var command = new StartBulkRefund(new EventId(id), new RefundAll(body.WithFees), await actor.ReadAsync(context.RequestAborted));
        var started = await handler.HandleAsync(command, context.RequestAborted);
        return started.Succeeded ? TypedResults.Ok(new BulkRefundStartedAnswer(started.Value)) : ProblemOf(started.Refusal);
    }

    /// <param name="id">The event.</param>
    /// <param name="job">The refunds.</param>
    private static async Task<Results<Ok<BulkRefundAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid id, Guid job, BulkRefundChangeRequest body, HttpContext context, BulkRefundsHandler handler, BulkRefundReader reader,
        CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await reader.FindAsync(job, caller, context.RequestAborted) is not { } row || row.Job.EventId.Value != id)
        {
            return ProblemOf(new RefusedBulkRefund(BulkRefundRefusal.NotFound));
        }

        var changed = await handler.HandleAsync(new ChangeBulkRefund(job, body.Change, caller), context.RequestAborted);
        return changed.Succeeded
            ? TypedResults.Ok(BulkRefundAnswer.Of((await reader.FindAsync(job, caller, context.RequestAborted))!))
            : ProblemOf(changed.Refusal);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> DownloadAsync(
        Guid job, HttpContext context, BulkRefundReader reader, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await reader.FindAsync(job, caller, context.RequestAborted) is null)
        {
            return TypedResults.NotFound();
        }

        var csv = new CsvText().Text("order").Text("status").Text("amount").Text("currency").Text("error").EndRow();
        foreach (var result in await reader.ResultsAsync(job, onlyFailed: false, caller, context.RequestAborted))
        {
            csv.Text(result.Number).Text(result.Status.ToWord());
            (result.Amount is { } amount ? csv.Amount(new Money(amount, result.Currency), CultureInfo.InvariantCulture) : csv.Text(null))
                .Text(result.Currency).Text(result.Error?.ToWord()).EndRow();
        }

        return TypedResults.File(csv.ToBytes(), CsvText.ContentType, "refunds.csv");
    }

    private static ProblemHttpResult ProblemOf(RefusedBulkRefund refused) => refused.Reason switch
    {
        BulkRefundRefusal.NotFound => Problems.NotFound("There is no such event or refund."),
        BulkRefundRefusal.WrongState => Problems.Of(
            409, "wrong-state", "No paid order of a cancelled date is left, refunds are running, or their state does not allow this: read them again."),
        BulkRefundRefusal.AboveLimit => Problems.Of(
            403, "above-limit", $"You may refund up to {refused.Limit} of one order, and the total of one is higher. An owner can refund the orders.",
            ("limit", refused.Limit?.Amount), ("currency", refused.Limit?.Currency)),
        BulkRefundRefusal.ProofNeeded => Problems.Of(
            403, "proof-needed", "Prove first that it is you: with your password, a code or a passkey, on the site."),
        BulkRefundRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a few minutes. Wait ten minutes and try again."),
    };
}
