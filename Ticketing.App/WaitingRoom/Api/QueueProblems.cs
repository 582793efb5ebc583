using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.WaitingRoom.Join;
using Ticketing.Infrastructure.WaitingRoom.Links;

namespace Ticketing.App.WaitingRoom.Api;

/// <summary>Maps the waiting room's refusals to problem+json.</summary>
internal static class QueueProblems
{
    public static ProblemHttpResult NoRoom(Guid performance) => Problems.Of(
        StatusCodes.Status404NotFound, "no-waiting-room", "There is no waiting room for this performance: continue to the seats.", ("url", AppUrls.Performance(performance)));

    public static ProblemHttpResult NoTicket() => Problems.Of(
        StatusCodes.Status404NotFound, "no-ticket", "You have no place in this queue, or it is not yours. Join it.");

    public static ProblemHttpResult CookiesOff() => Problems.Of(
        StatusCodes.Status400BadRequest, "cookies-off", "The browser does not send this site's cookies, so it could not keep a place.");

    public static ProblemHttpResult ProofNeeded(WorkProof proof) => Problems.Of(
        StatusCodes.Status428PreconditionRequired, "join-proof",
        "Many have joined from your network. Find a number for which SHA-256 of 'challenge.number' starts with 'bits' zero bits, and send 'challenge.number' as 'proof'.",
        ("challenge", proof.Challenge), ("bits", proof.Bits));

    public static ProblemHttpResult Of(JoinRefusal refusal, Guid performance, HttpResponse response) => refusal switch
    {
        JoinRefusal.NoRoom => NoRoom(performance),
        JoinRefusal.Shut => Problems.Of(StatusCodes.Status409Conflict, "queue-closed", "No places are given at the moment: the queue has not opened yet, or it is closed."),
        JoinRefusal.Busy => Busy(response),
    };

    public static ProblemHttpResult Of(ClaimRefusal refusal, Guid performance, HttpResponse response) => refusal switch
    {
        ClaimRefusal.NoRoom => NoRoom(performance),
        ClaimRefusal.NotYet => Problems.Of(StatusCodes.Status409Conflict, "not-your-turn", "It is not your turn yet."),
        ClaimRefusal.TooLate => Problems.Of(StatusCodes.Status410Gone, "too-late", "Your time to come in has run out. You can join the queue again."),
        ClaimRefusal.Used => Problems.Of(StatusCodes.Status410Gone, "pass-used", "Your pass has been used and has expired. You can join the queue again."),
        ClaimRefusal.Full or ClaimRefusal.Busy => Busy(response),
    };

    public static ProblemHttpResult Of(LinkRefusal refusal, Guid performance, HttpResponse response) => refusal switch
    {
        LinkRefusal.NoRoom => NoRoom(performance),
        LinkRefusal.Unknown => Problems.Of(StatusCodes.Status404NotFound, "unknown-link", "There is no such link for this performance. Check that you copied the whole address."),
        LinkRefusal.Revoked => Problems.Of(StatusCodes.Status410Gone, "link-revoked", "The organizer has revoked this link. You can still join the queue."),
        LinkRefusal.Expired => Problems.Of(StatusCodes.Status410Gone, "link-over", "This link has expired. You can still join the queue."),
        LinkRefusal.Spent => Problems.Of(StatusCodes.Status410Gone, "link-spent", "This link has been used up. You can still join the queue."),
        LinkRefusal.Taken => Problems.Of(StatusCodes.Status409Conflict, "link-taken", "This link is for one person and has already been used on another device or account."),
        LinkRefusal.Closed => Problems.Of(StatusCodes.Status410Gone, "queue-closed", "The waiting room is closed: nobody is let in."),
        LinkRefusal.Busy => Busy(response),
    };

    private static ProblemHttpResult Busy(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "Too many requests at once. Try again in a second.");
    }
}
