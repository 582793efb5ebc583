using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.Messages;

/// <summary>Why a message is sent.</summary>
public enum MessageKind
{
    /// <summary>About the tickets that were bought; needs no consent.</summary>
    Service,
}

/// <summary><c>Draft → Scheduled → Sending → Sent | Stopped</c>; <c>Scheduled → Draft</c> when it is recalled.</summary>
public enum MessageStatus
{
    Draft,

    /// <summary>Its time has not come; nothing was sent, and it can be recalled.</summary>
    Scheduled,

    /// <summary>The recipients are chosen, and their mails are on the way.</summary>
    Sending,

    Sent,

    /// <summary>See <see cref="BuyerMessage.StopReason"/>.</summary>
    Stopped,
}

/// <summary>Why a message was not sent to all.</summary>
public enum MessageStop
{
    ByMember,

    /// <summary>When its time came, its recipients were more than the subscription's mails of the day.</summary>
    LimitReached,

    /// <summary>When its time came, the organization was not approved.</summary>
    NotApproved,
}

/// <summary>A mail of an organization to the buyers of its tickets.</summary>
public sealed class BuyerMessage
{
    /// <summary>How long a message that is sent at once can be recalled.</summary>
    public static readonly TimeSpan RecallTime = TimeSpan.FromSeconds(60);

    /// <summary>How far ahead a message can be scheduled.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromDays(366);

    private BuyerMessage()
    {
    }

    public Guid Id { get; private init; }

    public OrganizationId OrganizationId { get; private init; }

    public MessageKind Kind { get; private init; }

    public MessageStatus Status { get; private set; }

    /// <summary>JSON of <see cref="MessageAudience"/>.</summary>
    public string Audience { get; private set; } = "";

    /// <summary>The event of <see cref="Audience"/>; null: all events of the organization.</summary>
    public EventId? EventId { get; private set; }

    public string SubjectEn { get; private set; } = "";

    public string BodyEn { get; private set; } = "";

    public string SubjectDe { get; private set; } = "";

    public string BodyDe { get; private set; } = "";

    /// <summary>Raised by each save, so that a save of an older one is noticed.</summary>
    public int Revision { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public UserId? CreatedBy { get; private init; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public UserId? UpdatedBy { get; private set; }

    /// <summary>When sending begins; null: a draft.</summary>
    public DateTimeOffset? ScheduledAt { get; private set; }

    /// <summary>When the recipients were chosen.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The earliest time of the next mails, which limits their rate.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    public MessageStop? StopReason { get; private set; }

    /// <summary>Expected when it was scheduled, chosen since it began.</summary>
    public int RecipientCount { get; private set; }

    /// <summary>Mails that the server had accepted when the message was sent; null: to be counted.</summary>
    public int? SentCount { get; private set; }

    /// <summary>Mails that had failed when the message was sent; null: to be counted.</summary>
    public int? FailedCount { get; private set; }

    /// <summary>Recipients that got none, since their data was erased; null: to be counted.</summary>
    public int? SkippedCount { get; private set; }

    public MessageText English => new(SubjectEn, BodyEn);

    public MessageText German => new(SubjectDe, BodyDe);

    public static BuyerMessage Create(OrganizationId organization, MessageTerms terms, UserId? creator, DateTimeOffset now)
    {
        var message = new BuyerMessage
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            Kind = MessageKind.Service,
            CreatedAt = now,
            CreatedBy = creator,
        };
        message.Change(terms, creator, now);
        return message;
    }

    /// <param name="terms">Valid ones.</param>
    public void Change(MessageTerms terms, UserId? editor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        Invariant.Holds(Status == MessageStatus.Draft && terms.Faults().Count == 0);
        (Audience, EventId) = (terms.Audience.ToJson(), terms.Audience.Event);
        (SubjectEn, BodyEn, SubjectDe, BodyDe) = (terms.English.Subject, terms.English.Body, terms.German.Subject, terms.German.Body);
        (UpdatedAt, UpdatedBy) = (now, editor);
        Revision++;
    }

    /// <summary>Sets the time at which sending begins, at least <see cref="RecallTime"/> from now.</summary>
    public void Schedule(DateTimeOffset? at, int expected, DateTimeOffset now)
    {
        Invariant.Holds(Status == MessageStatus.Draft && expected > 0);
        var earliest = now + RecallTime;
        (Status, ScheduledAt, RecipientCount) = (MessageStatus.Scheduled, at > earliest ? at : earliest, expected);
        (StopReason, EndedAt) = (null, null);
    }

    /// <summary>Makes a scheduled message a draft again.</summary>
    public void Recall()
    {
        Invariant.Holds(Status == MessageStatus.Scheduled);
        (Status, ScheduledAt, RecipientCount) = (MessageStatus.Draft, null, 0);
    }

    /// <summary>Begins sending to the chosen recipients.</summary>
    public void Start(int recipients, DateTimeOffset now)
    {
        Invariant.Holds(Status == MessageStatus.Scheduled);
        (Status, StartedAt, RecipientCount) = (MessageStatus.Sending, now, recipients);
    }

    /// <summary>No mails before <paramref name="at"/>.</summary>
    public void WaitUntil(DateTimeOffset at)
    {
        Invariant.Holds(Status == MessageStatus.Sending);
        NextAt = at;
    }

    /// <param name="sent">See <see cref="SentCount"/>.</param>
    /// <param name="failed">See <see cref="FailedCount"/>.</param>
    /// <param name="skipped">See <see cref="SkippedCount"/>.</param>
    public void Finish(int sent, int failed, int skipped, DateTimeOffset now)
    {
        Invariant.Holds(Status == MessageStatus.Sending);
        (Status, EndedAt, NextAt) = (MessageStatus.Sent, now, null);
        (SentCount, FailedCount, SkippedCount) = (sent, failed, skipped);
    }

    public void Stop(MessageStop reason, DateTimeOffset now)
    {
        Invariant.Holds(Status is MessageStatus.Scheduled or MessageStatus.Sending);
        (Status, StopReason, EndedAt, NextAt) = (MessageStatus.Stopped, reason, now, null);
    }

    /// <summary>Sends again to recipients whose mail has failed.</summary>
    public void Resume()
    {
        Invariant.Holds(Status == MessageStatus.Sent);
        (Status, EndedAt) = (MessageStatus.Sending, null);
        (SentCount, FailedCount, SkippedCount) = (null, null, null);
    }

    /// <summary>The text for a recipient's language: the other one where it has none.</summary>
    public MessageText TextFor(string locale) =>
        locale == "de" ? (German.IsComplete ? German : English) : English.IsComplete ? English : German;

    /// <summary>The state for the audit log; no recipients.</summary>
    public string ToAuditJson() => JsonSerializer.Serialize(new
    {
        status = Status.ToWord(),
        subject = English.IsComplete ? SubjectEn : SubjectDe,
        audience = Audience,
        scheduledAt = ScheduledAt,
        recipients = RecipientCount,
        revision = Revision,
        reason = StopReason?.ToWord(),
    });
}
