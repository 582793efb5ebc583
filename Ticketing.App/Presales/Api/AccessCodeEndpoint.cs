using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;

namespace Ticketing.App.Presales.Api;

/// <summary>Body of <c>POST /api/v1/performances/{id}/access-code</c>.</summary>
/// <param name="Code">The code, in any case.</param>
public sealed record AccessCodeRequest(string Code);

/// <summary>An accepted code.</summary>
/// <param name="Proof">For the header <c>Access-Code</c> of holds and of the order; browsers keep it in a cookie.</param>
/// <param name="Presale">The presale's name.</param>
/// <param name="NeedsAddress">Only orders with the e-mail address that the code was given to may use it.</param>
public sealed record AccessCodeAnswer(string Proof, string Presale, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, bool NeedsAddress);

/// <summary>Exchanges a code for a proof.</summary>
internal static class AccessCodeEndpoint
{
    public static void MapAccessCodes(this WebApplication app) => app.MapPost(AppUrls.ApiPerformances + "/{id:guid}/access-code", EnterAsync)
        .WithTags("Holds").WithName("EnterAccessCode").WithSummary("Exchanges a presale's code for a proof to send with holds and the order")
        .WithDescription("Counts no use: an order does. At most ten wrong codes a minute are answered per client and per account.");

    private static async Task<Results<Ok<AccessCodeAnswer>, ProblemHttpResult>> EnterAsync(
        Guid id, AccessCodeRequest body, HttpContext context, AccessAttempts attempts)
    {
        var attempt = await attempts.EnterAsync(context, new PerformanceId(id), body.Code);
        return attempt switch
        {
            { Wait: { } wait } => FailedAttempts.TooMany(context, wait),
            { Entered: { } entered } => TypedResults.Ok(
                new AccessCodeAnswer(entered.Proof, entered.Presale, entered.OpensAt, entered.ClosesAt, entered.NeedsAddress)),
            _ => ProblemOf(attempt.Refusal!.Value),
        };
    }

    private static ProblemHttpResult ProblemOf(AccessCodeRefusal refusal) => refusal switch
    {
        AccessCodeRefusal.UnknownPerformance => Problems.NotFound("There is no such performance."),
        AccessCodeRefusal.Unknown => Problems.Of(422, "access-code-unknown", "No such code opens a presale of this performance."),
        AccessCodeRefusal.UsedUp => Problems.Of(409, "access-code-used-up", "This access code has been used up."),
        AccessCodeRefusal.Closed => Problems.Of(409, "presale-closed", "The presale of this code has closed."),
    };
}
