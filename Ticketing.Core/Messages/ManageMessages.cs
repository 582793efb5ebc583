using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Messages;

/// <summary>What an organizer enters for a message.</summary>
public sealed record MessageTerms(MessageAudience Audience, MessageText English, MessageText German)
{
    public static MessageTerms Empty { get; } = new(MessageAudience.Usual, MessageText.Empty, MessageText.Empty);

    /// <summary>Validation errors, empty if it can be kept as a draft.</summary>
    public IReadOnlyList<MessageFault> Faults() => [.. Audience.Faults(), .. English.Faults("En"), .. German.Faults("De")];

    /// <summary>What is missing for sending, empty if nothing is.</summary>
    public IReadOnlyList<MessageFault> Missing()
    {
        List<MessageFault> faults = [.. Faults()];
        if (English.IsEmpty && German.IsEmpty)
        {
            faults.Add(new MessageFault("SubjectEn", "Write the message in at least one language."));
        }

        if (!English.IsEmpty && !English.IsComplete)
        {
            faults.Add(new MessageFault(English.Subject.Length == 0 ? "SubjectEn" : "BodyEn", "A message needs a subject and a text."));
        }

        if (!German.IsEmpty && !German.IsComplete)
        {
            faults.Add(new MessageFault(German.Subject.Length == 0 ? "SubjectDe" : "BodyDe", "A message needs a subject and a text."));
        }

        return faults;
    }
}

/// <summary>An invalid field.</summary>
/// <param name="Field">Of <see cref="MessageAudience"/>, or <c>SubjectEn</c> …, or <c>At</c>.</param>
/// <param name="Sentence">English; also the resource key.</param>
public sealed record MessageFault(string Field, string Sentence);

/// <summary>Makes a draft, or saves one.</summary>
/// <param name="Message">Null: a new one.</param>
/// <param name="Revision">The revision that was edited; null: whichever is stored.</param>
public sealed record WriteMessage(OrganizationId Organization, Guid? Message, MessageTerms Terms, int? Revision, Caller Caller);

/// <summary>Deletes a draft.</summary>
public sealed record DeleteMessage(OrganizationId Organization, Guid Message, Caller Caller);

/// <summary>Sends the saved draft to the caller's own address, with a buyer's values where there is one, without the link to the order.</summary>
/// <param name="Language"><c>en</c> or <c>de</c>.</param>
public sealed record SendTestMessage(OrganizationId Organization, Guid Message, string Language, Caller Caller);

/// <summary>Schedules a draft.</summary>
/// <param name="At">Null: as soon as it can no longer be recalled, <see cref="BuyerMessage.RecallTime"/> from now.</param>
/// <param name="Revision">The revision that was shown; null: whichever is stored.</param>
public sealed record SendMessage(OrganizationId Organization, Guid Message, DateTimeOffset? At, int? Revision, Caller Caller)
{
    /// <summary>Why <see cref="At"/> cannot be chosen; null: it can.</summary>
    public MessageFault? FaultOfTime(DateTimeOffset now) => At is { } at && (at <= now || at > now + BuyerMessage.AheadMax)
        ? new MessageFault(nameof(At), "Choose a time in the future, within a year.")
        : null;
}

/// <summary>Recalls a scheduled message, or stops one that is being sent. Idempotent.</summary>
public sealed record StopMessage(OrganizationId Organization, Guid Message, Caller Caller);

/// <summary>Sends a message again to the recipients whose mail has failed.</summary>
public sealed record ResendFailedMails(OrganizationId Organization, Guid Message, Caller Caller);

/// <summary>The mails of a subscription.</summary>
/// <param name="Max">Within 24 hours.</param>
/// <param name="Used">Of messages in the 24 hours before the time of sending.</param>
/// <param name="Wanted">Of this message.</param>
public sealed record MailQuota(int Max, int Used, int Wanted)
{
    public bool IsExceeded => (long)Used + Wanted > Max;
}

/// <summary>A refused command; nothing was changed.</summary>
/// <param name="Quota">With <see cref="MessageRefusal.LimitReached"/>.</param>
public sealed record RefusedMessage(MessageRefusal Reason, IReadOnlyList<MessageFault> Faults, MailQuota? Quota = null)
{
    public RefusedMessage(MessageRefusal reason) : this(reason, [])
    {
    }
}

public enum MessageRefusal
{
    /// <summary>The caller has no such organization or message.</summary>
    NotFound,

    /// <summary>The caller's role writes no messages.</summary>
    NotAllowed,

    /// <summary>A field is invalid or missing; see <see cref="RefusedMessage.Faults"/>.</summary>
    Invalid,

    /// <summary>The draft was saved by another member since it was opened.</summary>
    Changed,

    /// <summary>It is scheduled, being sent or sent: only drafts are edited, deleted and sent.</summary>
    NotDraft,

    /// <summary>A draft cannot be stopped, and only a sent message has mails to send again.</summary>
    NotSent,

    /// <summary>A test goes to the caller's own address: keys have none.</summary>
    NoAddress,

    /// <summary>No order matches the audience, or no mail has failed.</summary>
    NoRecipients,

    /// <summary>More mails within a day than the subscription allows; see <see cref="RefusedMessage.Quota"/>.</summary>
    LimitReached,

    /// <summary>The organization waits for its approval, or is suspended.</summary>
    NotApproved,

    /// <summary>The organization has as many messages as are kept.</summary>
    TooMany,

    /// <summary>The account has given too many commands within some minutes.</summary>
    TooOften,
}
