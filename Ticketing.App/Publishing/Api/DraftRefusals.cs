using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Publishing.Api;

/// <summary>Maps refusals of drafts and of published events to problem+json.</summary>
internal static class DraftRefusals
{
    public static ProblemHttpResult Of(RefusedDraft refused) => refused.Reason switch
    {
        DraftRefusal.NotFound => NotFound(),
        DraftRefusal.Outdated => Problems.Of(
            412, "outdated", "Others have changed the same fields. Read the draft again, and send your changes with its revision.",
            ("conflicts", refused.Conflicts ?? []), ("draft", refused.Current is { } current ? DraftAnswer.Of(current) : null)),
        DraftRefusal.Incomplete => Problems.Of(
            422, "incomplete", "Something is missing or wrong: see problems.",
            ("problems", (refused.Problems ?? []).Select(DraftProblemAnswer.Of).ToList())),
        DraftRefusal.InReview => Problems.Of(409, "in-review", "An admin is deciding on the event. Wait, or withdraw it first."),
        DraftRefusal.NotApproved => Problems.Of(
            409, "not-approved", "The organization waits for approval or is suspended. Prepare everything; publish when it is approved."),
        DraftRefusal.LimitReached => Problems.Of(
            409, "limit-reached",
            string.Create(CultureInfo.InvariantCulture, $"The organization's plan allows {refused.Limit}. End an event, or ask for another plan."),
            ("limit", refused.Limit)),
        DraftRefusal.WrongState => Problems.Of(409, "wrong-state", "The event's state does not allow this: read it again."),
        DraftRefusal.Invalid => Problems.Of(
            422, Problems.ValidationType, "A value is missing or cannot be used: a reason of at most 500 characters, a time in the future, an id."),
        DraftRefusal.TooLarge => Problems.Of(413, "body-too-large", "The draft is larger than is allowed: shorten the story, or remove dates."),
        DraftRefusal.ProofNeeded => Problems.Of(
            403, "proof-needed", "Prove first that it is you: with your password, a code or a passkey, on the site."),
        DraftRefusal.AboveLimit => Problems.Of(
            403, "above-limit",
            refused.RefundLimit is { } limit
                ? $"You may refund up to {limit} of one order, and the total of one is higher. Cancel without refunds; an owner can refund the orders."
                : "You may not refund these orders. Cancel without refunds; an owner can refund the orders.",
            ("limit", refused.RefundLimit?.Amount), ("currency", refused.RefundLimit?.Currency)),
        DraftRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a few minutes. Wait ten minutes and try again."),
    };

    public static ProblemHttpResult NotFound() => Problems.NotFound("There is no such event.");

    /// <summary>428: the request names no revision.</summary>
    public static ProblemHttpResult RevisionNeeded() => Problems.Of(
        428, "revision-needed", "Send the revision that the draft is based on, as in If-Match: \"3\".");
}
