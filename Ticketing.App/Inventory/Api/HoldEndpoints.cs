using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Access;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.App.WaitingRoom.Api;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.App.Inventory.Api;

internal static class HoldEndpoints
{
    private const int LabelLengthMax = 200;

    public static async Task<Results<Created<HoldResponse>, ProblemHttpResult>> CreateAsync(
        Guid id, HoldRequest request, HttpContext context, HoldSeatsHandler handler,
        HoldSecrets secrets, AdmissionGuard guard, TimeProvider time, CancellationToken cancellationToken)
    {
        var wish = Read(request);
        if (!wish.Succeeded)
        {
            return wish.Refusal;
        }

        var (owner, secret, known) = await HoldCaller.FindOrCreateAsync(context, secrets);
        var command = new HoldSeats(new PerformanceId(id), owner, AccountClaims.User(context.User), wish.Value)
        {
            OwnerIsNew = known == OwnerKnown.Never,
            Request = context.Features.Get<RepeatableRequest>(),
            Origin = await HoldOrigins.OfAsync(context, guard, new PerformanceId(id), known),
            Access = AccessCookie.Shown(context, new PerformanceId(id)),
        };
        var outcome = await handler.HandleAsync(command, cancellationToken);
        return outcome.Succeeded
            ? TypedResults.Created(AppUrls.ApiHold(outcome.Value.Id.Value), HoldResponse.Of(outcome.Value, secret, time.GetUtcNow()))
            : WithSecret(HoldProblems.Of(outcome.Refusal, context.Response), outcome.Refusal, secret);
    }

    public static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> GetAsync(
        Guid id, HttpContext context, HoldReader holds, TimeProvider time, CancellationToken cancellationToken)
    {
        if (HoldCaller.Find(context) is not { } owner)
        {
            return HoldProblems.NoSecret();
        }

        return await holds.FindAsync(new HoldId(id), owner, cancellationToken) is { } hold
            ? TypedResults.Ok(HoldResponse.Of(hold, null, time.GetUtcNow()))
            : await ExpiredOrNotFoundAsync(id, owner, holds, context, cancellationToken);
    }

    public static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeHoldRequest request, HttpContext context, ChangeHoldHandler handler, HoldReader holds, AdmissionGuard guard, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (HoldCaller.Find(context, request.Secret) is not { } owner)
        {
            return HoldProblems.NoSecret();
        }

        SeatWish? add = null;
        HoldOrigin? origin = null;
        if (request.Add is not null)
        {
            var wish = Read(request.Add);
            if (!wish.Succeeded)
            {
                return wish.Refusal;
            }

            add = wish.Value;
            if (await holds.FindAsync(new HoldId(id), owner, cancellationToken) is { } held)
            {
                if (!await guard.IsAdmittedAsync(context, held.Performance))
                {
                    return AdmissionGuarding.Problem(held.Performance);
                }

                origin = await HoldOrigins.OfAsync(context, guard, held.Performance, OwnerKnown.Before);
            }
        }

        if (request.Remove is not null && !AreLabels(request.Remove))
        {
            return Problems.Invalid("remove", "Name seats by their labels.");
        }

        var remove = request.Remove is { Count: > 0 } labels ? new SeatWish.Labels([.. labels.OfType<string>()]) : null;
        var outcome = await handler.HandleAsync(new ChangeHold(new HoldId(id), owner) { Add = add, Remove = remove, Origin = origin, Access = AccessCookie.Shown(context, null) }, cancellationToken);
        if (outcome.Succeeded)
        {
            return TypedResults.Ok(HoldResponse.Of(outcome.Value, null, time.GetUtcNow()));
        }

        return outcome.Refusal.Reason == HoldRefusal.HoldNotActive
            ? await ExpiredOrNotFoundAsync(id, owner, holds, context, cancellationToken)
            : HoldProblems.Of(outcome.Refusal, context.Response);
    }

    public static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> ExtendAsync(
        Guid id, HttpContext context, ExtendHoldHandler handler, HoldReader holds, TimeProvider time, CancellationToken cancellationToken)
    {
        if (HoldCaller.Find(context) is not { } owner)
        {
            return HoldProblems.NoSecret();
        }

        var outcome = await handler.HandleAsync(new ExtendHold(new HoldId(id), owner), cancellationToken);
        if (outcome.Succeeded)
        {
            return TypedResults.Ok(HoldResponse.Of(outcome.Value, null, time.GetUtcNow()));
        }

        return outcome.Refusal switch
        {
            ExtendRefusal.HoldNotActive => await ExpiredOrNotFoundAsync(id, owner, holds, context, cancellationToken),
            ExtendRefusal.AlreadyExtended => Problems.Of(
                StatusCodes.Status409Conflict, "already-extended", "A hold can be extended once, and this one has been."),
        };
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> ReleaseAsync(
        Guid id, HttpContext context, ReleaseHoldHandler handler, HoldReader holds, CancellationToken cancellationToken)
    {
        if (HoldCaller.Find(context) is not { } owner)
        {
            return HoldProblems.NoSecret();
        }

        var outcome = await handler.HandleAsync(new ReleaseHold(new HoldId(id), owner), cancellationToken);
        if (outcome.Succeeded)
        {
            return TypedResults.NoContent();
        }

        return outcome.Refusal switch
        {
            ReleaseRefusal.HoldNotActive => await ExpiredOrNotFoundAsync(id, owner, holds, context, cancellationToken),
        };
    }

    // A new owner gets the secret that the proof of work is for.
    private static ProblemHttpResult WithSecret(ProblemHttpResult problem, RefusedHold refused, string? secret)
    {
        if (refused.Proof is not null && secret is not null)
        {
            problem.ProblemDetails.Extensions["secret"] = secret;
        }

        return problem;
    }

    /// <summary>410 for the former owner of the hold, 404 for other callers.</summary>
    private static async Task<ProblemHttpResult> ExpiredOrNotFoundAsync(
        Guid id, HoldOwner owner, HoldReader holds, HttpContext context, CancellationToken cancellationToken) =>
        await holds.WasOwnedAsync(new HoldId(id), owner, cancellationToken)
            ? HoldProblems.Expired()
            : await FailedAttempts.RefuseAsync(context, FailureLimits.HoldSecrets, id.ToString(), HoldProblems.NoHold());

    private static Outcome<SeatWish, ProblemHttpResult> Read(HoldRequest request)
    {
        var shapes = (request.Seats is null ? 0 : 1) + (request.Area is null ? 0 : 1) + (request.BestAvailable is null ? 0 : 1);
        if (shapes != 1)
        {
            return Problems.Invalid("seats", "Send one of: seats, area with quantity, bestAvailable.");
        }

        if (request.Seats is { } labels)
        {
            return AreLabels(labels)
                ? new SeatWish.Labels([.. labels.OfType<string>()])
                : Problems.Invalid("seats", "Name seats by their labels.");
        }

        if (request.Area is { } area)
        {
            return request.Quantity is >= 1 && IsLabel(area)
                ? new SeatWish.Area(area, request.Quantity.Value)
                : Problems.Invalid("quantity", "Say how many places, at least one.");
        }

        var best = request.BestAvailable!;
        var wish = BestWish("bestAvailable.quantity", "bestAvailable", best.Quantity, best.Tier, best.Together, best.Wheelchairs);
        return wish.Succeeded ? wish.Value : wish.Refusal;
    }

    /// <summary>A search for the best available seats, read from a request.</summary>
    /// <param name="quantityField">The field named where the quantity is invalid.</param>
    /// <param name="field">The field named where anything else is invalid.</param>
    internal static Outcome<SeatWish.Best, ProblemHttpResult> BestWish(
        string quantityField, string field, int quantity, string? tier, bool together, int wheelchairs)
    {
        if (quantity < 1)
        {
            return Problems.Invalid(quantityField, "Ask for at least one seat.");
        }

        return wheelchairs >= 0 && wheelchairs <= quantity && (tier is null || IsLabel(tier))
            ? new SeatWish.Best(quantity, tier, together) { Wheelchairs = wheelchairs }
            : Problems.Invalid(field, "At most as many wheelchair places as seats, and the name of a tier.");
    }

    private static bool AreLabels(IReadOnlyList<string?> labels) => labels.All(label => label is not null && IsLabel(label));

    private static bool IsLabel(string label) => label.Length is > 0 and <= LabelLengthMax;
}
