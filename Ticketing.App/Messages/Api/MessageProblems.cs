using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Messages;

namespace Ticketing.App.Messages.Api;

/// <summary>Maps refusals about messages to problem+json.</summary>
internal static class MessageProblems
{
    public static ProblemHttpResult Of(RefusedMessage refusal) => refusal.Reason switch
    {
        MessageRefusal.NotFound => Problems.NotFound("There is no such organization or message."),
        MessageRefusal.NotAllowed => Problems.Of(403, "forbidden", "Your role does not allow this."),
        MessageRefusal.Invalid => Problems.Invalid(
            refusal.Faults.GroupBy(fault => FieldOf(fault.Field)).ToDictionary(group => group.Key, group => group.Select(fault => fault.Sentence).ToArray())),
        MessageRefusal.Changed => Problems.Of(409, "message-changed", "The message was saved by another member. Read it again."),
        MessageRefusal.NotDraft => Problems.Of(409, "not-a-draft", "The message is scheduled or sent already."),
        MessageRefusal.NotSent => Problems.Of(409, "not-sending", "The message is not being sent."),
        MessageRefusal.NoAddress => Problems.Of(409, "no-address", "A test goes to the account that asks for it. A key has no address: sign in."),
        MessageRefusal.NoRecipients => Problems.Of(409, "no-recipients", "No order matches the audience."),
        MessageRefusal.LimitReached => Problems.Of(
            409, "limit-reached", "The subscription's mails of the day are used. Send the message later or to fewer buyers.",
            ("max", refusal.Quota?.Max), ("used", refusal.Quota?.Used), ("wanted", refusal.Quota?.Wanted)),
        MessageRefusal.NotApproved => Problems.Of(409, "not-approved", "The organization is not approved, so it cannot send messages."),
        MessageRefusal.TooMany => Problems.Of(409, "limit-reached", "The organization has too many messages."),
        MessageRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed or sent too much within a few minutes."),
    };

    // As the request's body names them.
    private static string FieldOf(string field) => field switch
    {
        "SubjectEn" => "en.subject",
        "BodyEn" => "en.body",
        "SubjectDe" => "de.subject",
        "BodyDe" => "de.body",
        nameof(SendMessage.At) => "at",
        nameof(MessageAudience.Performances) => "audience.performances",
        nameof(MessageAudience.Tiers) => "audience.tiers",
        nameof(MessageAudience.Statuses) => "audience.statuses",
        _ => field,
    };
}
