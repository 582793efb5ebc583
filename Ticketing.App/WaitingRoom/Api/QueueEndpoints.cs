using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Join;

namespace Ticketing.App.WaitingRoom.Api;

/// <summary>
/// Joining, reading the place, claiming a pass, leaving. Programs get JSON; form posts of the page without script are redirected to it.
/// Cross-site writes do not arrive here: see <c>CrossSiteWrites</c>.
/// </summary>
internal static class QueueEndpoints
{
    private const int ProofLengthMax = WorkProof.AnswerLengthMax;

    public static async Task<IResult> JoinAsync(
        Guid id, HttpContext context, RoomBoard board, RoomKeyRing ring, JoinGate gate,
        UsedProofs proofs, JoinRoomHandler join, TimeProvider time, CancellationToken cancellationToken)
    {
        var performance = new PerformanceId(id);
        if (board.Find(performance) is not { } room)
        {
            return IsForm(context) ? Back(id) : QueueProblems.NoRoom(id);
        }

        if (HasCookiesOff(context))
        {
            return IsForm(context) ? new SeeOtherResult(AppUrls.QueueWithoutCookies(id)) : QueueProblems.CookiesOff();
        }

        string? proof = null;
        if (!IsForm(context))
        {
            var read = await ReadProofAsync(context, cancellationToken);
            if (!read.Succeeded)
            {
                return read.Refusal;
            }

            proof = read.Value.Proof;
        }

        var keys = await ring.GetAsync(cancellationToken);
        var held = QueueVisitor.Ticket(context, performance, keys);
        var cost = gate.CostOf(context.Connection.RemoteIpAddress);
        var owner = held?.Owner ?? QueueVisitor.FirstOwner(context);
        var isDone = cost.Bits == 0 || held is not null
            || (JoinProof.Read(proof, performance, owner, cost.Bits, room.Now(time), keys) is { } number && await proofs.TryUseAsync(number));
        if (!isDone && !IsForm(context))
        {
            return QueueProblems.ProofNeeded(JoinProof.Ask(performance, owner, cost.Bits, room.Now(time), keys));
        }

        // Before the draw, unproved lots come after the proved ones. Later, a place is a place: a form without a script would be a way past
        // the proof.
        if (!isDone && room.Phase != RoomPhase.PreQueue)
        {
            return new SeeOtherResult(AppUrls.QueueCrowded(id));
        }

        var outcome = await join.HandleAsync(new JoinRoom(performance, owner, held, ComesLate: !isDone || cost.IsImplausible));
        if (!outcome.Succeeded)
        {
            return IsForm(context) ? Back(id) : QueueProblems.Of(outcome.Refusal, id, context.Response);
        }

        gate.Count(cost);
        var token = outcome.Value.ToToken(keys);
        QueueVisitor.Keep(context, outcome.Value, token);
        return IsForm(context) ? Back(id) : TypedResults.Ok(JoinAnswer.Of(outcome.Value, token, room.Draw));
    }

    public static async Task<Results<Ok<PlaceAnswer>, ProblemHttpResult>> PlaceAsync(
        Guid id, HttpContext context, RoomBoard board, RoomKeyRing ring, CancellationToken cancellationToken)
    {
        var performance = new PerformanceId(id);
        if (board.Find(performance) is not { } room)
        {
            return QueueProblems.NoRoom(id);
        }

        if (QueueVisitor.Ticket(context, performance, await ring.GetAsync(cancellationToken)) is not { } ticket)
        {
            return QueueProblems.NoTicket();
        }

        return room.Draw is { Draw: var draw }
            ? TypedResults.Ok(new PlaceAnswer(ticket.Number.LotAfter(draw), ticket.Number.PlaceAfter(draw)))
            : Problems.Of(StatusCodes.Status409Conflict, "not-drawn", "The draw has not been held yet.");
    }

    public static Results<Ok<MessageAnswer>, ProblemHttpResult> Message(Guid id, HttpContext context, RoomBoard board)
    {
        if (board.Find(new PerformanceId(id)) is not { } room)
        {
            return QueueProblems.NoRoom(id);
        }

        context.Response.Headers.CacheControl = "public, max-age=10";
        return TypedResults.Ok(new MessageAnswer(room.MessageVersion, room.Settings.Message));
    }

    public static async Task<IResult> ClaimAsync(
        Guid id, HttpContext context, RoomBoard board, RoomKeyRing ring,
        ClaimPassHandler claim, TimeProvider time, CancellationToken cancellationToken)
    {
        var performance = new PerformanceId(id);
        if (board.Find(performance) is not { } room)
        {
            return IsForm(context) ? new SeeOtherResult(AppUrls.Performance(id)) : QueueProblems.NoRoom(id);
        }

        var keys = await ring.GetAsync(cancellationToken);
        if (QueueVisitor.Ticket(context, performance, keys) is not { } ticket)
        {
            return IsForm(context) ? Back(id) : QueueProblems.NoTicket();
        }

        var outcome = await claim.HandleAsync(ticket, cancellationToken);
        if (!outcome.Succeeded)
        {
            return IsForm(context) ? Back(id) : QueueProblems.Of(outcome.Refusal, id, context.Response);
        }

        var token = outcome.Value.ToToken(keys);
        QueueVisitor.Keep(context, outcome.Value, token, room.Now(time));
        return IsForm(context)
            ? new SeeOtherResult(AppUrls.Performance(id))
            : TypedResults.Ok(new ClaimAnswer(token, outcome.Value.ExpiresAt, AppUrls.Performance(id)));
    }

    public static async Task<IResult> LeaveAsync(
        Guid id, HttpContext context, RoomKeyRing ring, ReleasePassHandler release, CancellationToken cancellationToken)
    {
        var performance = new PerformanceId(id);
        if (QueueVisitor.Pass(context, performance) is { } shown
            && AdmissionPass.Read(shown, await ring.GetAsync(cancellationToken)) is { } pass
            && pass.Performance == performance && QueueVisitor.Owners(context).Contains(pass.Owner))
        {
            await release.HandleAsync(pass, cancellationToken);
        }

        QueueVisitor.ForgetPass(context, performance);
        QueueVisitor.ForgetTicket(context, performance);
        return IsForm(context) ? new SeeOtherResult(AppUrls.Home) : TypedResults.NoContent();
    }

    private static async Task<Outcome<JoinRequest, ProblemHttpResult>> ReadProofAsync(
        HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } || context.Request.ContentLength == 0)
        {
            return new JoinRequest(null);
        }

        if (!context.Request.HasJsonContentType())
        {
            return Problems.OfStatus(StatusCodes.Status415UnsupportedMediaType, null);
        }

        try
        {
            var body = await context.Request.ReadFromJsonAsync<JoinRequest>(cancellationToken) ?? new JoinRequest(null);
            return body.Proof is { Length: > ProofLengthMax } ? Problems.Invalid("proof", "The proof is the challenge, a dot, and a number.") : body;
        }
        catch (JsonException)
        {
            return Problems.OfStatus(StatusCodes.Status400BadRequest, null);
        }
    }

    // The page has set the buyer's cookie: a browser that joins without it would use up a place that it cannot keep. Programs send no
    // Fetch Metadata.
    private static bool HasCookiesOff(HttpContext context) =>
        (IsForm(context) || context.Request.Headers.ContainsKey("Sec-Fetch-Mode"))
        && QueueVisitor.Known(context) is null;

    private static bool IsForm(HttpContext context) => context.Request.HasFormContentType;

    private static SeeOtherResult Back(Guid id) => new(AppUrls.Queue(id));
}
