using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Join;
using Ticketing.Infrastructure.WaitingRoom.Links;

namespace Ticketing.App.WaitingRoom.Api;

/// <summary>What a refusal at the waiting room is over HTTP.</summary>
internal static class QueueProblems
{
    public static ProblemHttpResult NoRoom(Guid performance) => Problems.Of(
        StatusCodes.Status404NotFound, "no-waiting-room", "There is no waiting room for this performance: go on to the seats.", ("url", AppUrls.Performance(performance)));

    public static ProblemHttpResult NoTicket() => Problems.Of(
        StatusCodes.Status404NotFound, "no-ticket", "You have no place in this queue, or it is not yours. Join it.");

    public static ProblemHttpResult ProofNeeded(JoinProof proof) => Problems.Of(
        StatusCodes.Status428PreconditionRequired, "join-proof",
        "Many have joined from your network. Find a number so that SHA-256 of 'challenge.number' begins with so many zero bits, and send it as 'proof'.",
        ("challenge", proof.Challenge), ("bits", proof.Bits));

    public static ProblemHttpResult Of(JoinRefusal refusal, Guid performance, HttpResponse response) => refusal switch
    {
        JoinRefusal.NoRoom => NoRoom(performance),
        JoinRefusal.Shut => Problems.Of(StatusCodes.Status409Conflict, "queue-closed", "Nobody gets a place at the moment: it has not opened yet, or it is over."),
        JoinRefusal.Busy => Busy(response),
    };

    public static ProblemHttpResult Of(ClaimRefusal refusal, Guid performance, HttpResponse response) => refusal switch
    {
        ClaimRefusal.NoRoom => NoRoom(performance),
        ClaimRefusal.NotYet => Problems.Of(StatusCodes.Status409Conflict, "not-your-turn", "It is not your turn yet."),
        ClaimRefusal.TooLate => Problems.Of(StatusCodes.Status410Gone, "too-late", "Your time to come in is over. You may line up again."),
        ClaimRefusal.Used => Problems.Of(StatusCodes.Status410Gone, "pass-used", "You have been in, and your time there is over. You may line up again."),
        ClaimRefusal.Full or ClaimRefusal.Busy => Busy(response),
    };

    public static ProblemHttpResult Of(LinkRefusal refusal, Guid performance, HttpResponse response) => refusal switch
    {
        LinkRefusal.NoRoom => NoRoom(performance),
        LinkRefusal.Unknown => Problems.Of(StatusCodes.Status404NotFound, "unknown-link", "There is no such link for this performance. Check that you have all of its address."),
        LinkRefusal.Revoked => Problems.Of(StatusCodes.Status410Gone, "link-revoked", "The organizer has taken this link back. You may line up like everybody."),
        LinkRefusal.Over => Problems.Of(StatusCodes.Status410Gone, "link-over", "The time of this link is over. You may line up like everybody."),
        LinkRefusal.Spent => Problems.Of(StatusCodes.Status410Gone, "link-spent", "This link has been used as often as it may be. You may line up like everybody."),
        LinkRefusal.Taken => Problems.Of(StatusCodes.Status409Conflict, "link-taken", "This link is for one person, and somebody has used it on another device or account."),
        LinkRefusal.Closed => Problems.Of(StatusCodes.Status410Gone, "queue-closed", "The waiting room is closed: nobody comes in."),
        LinkRefusal.Busy => Busy(response),
    };

    private static ProblemHttpResult Busy(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "In a moment: try again in a second.");
    }
}
