using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Messages.Manage;

namespace Ticketing.App.Messages.Api;

/// <summary>Whose orders a message is about.</summary>
/// <param name="Event">Null: all events.</param>
/// <param name="Performances">Empty: all of the event.</param>
/// <param name="Tiers">Names of price tiers; empty: any.</param>
/// <param name="Statuses">paid, partially-refunded, refunded, cancelled. Default: paid and partially-refunded.</param>
public sealed record AudienceBody(
    Core.Common.EventId? Event = null, IReadOnlyList<PerformanceId>? Performances = null, IReadOnlyList<string>? Tiers = null,
    IReadOnlyList<OrderStatus>? Statuses = null)
{
    public static AudienceBody Of(MessageAudience audience) => new(audience.Event, audience.Performances, audience.Tiers, audience.Statuses);

    public MessageAudience Read() => new(Event, Performances ?? [], Tiers ?? [], Statuses ?? MessageAudience.Usual.Statuses);
}

/// <summary>A message in one language; Markdown with the fields {name}, {event}, {date}, {order} and {link}.</summary>
public sealed record MessageTextBody(string Subject, string Body);

/// <summary>Body of <c>POST …/messages</c> and <c>PUT …/messages/{message}</c>.</summary>
/// <param name="En">The English text; null: none.</param>
/// <param name="De">The German text; null: none.</param>
/// <param name="Revision">The one that was read; null: overwrites whatever is stored.</param>
public sealed record MessageRequest(AudienceBody Audience, MessageTextBody? En = null, MessageTextBody? De = null, int? Revision = null)
{
    public MessageTerms Read() => new(Audience.Read(), Of(En), Of(De));

    private static MessageText Of(MessageTextBody? text) => text is null ? MessageText.Empty : new MessageText(text.Subject, text.Body);
}

/// <summary>Body of <c>POST …/messages/{message}/send</c>.</summary>
/// <param name="At">When to begin; null: in 60 seconds.</param>
/// <param name="Revision">The one that was read; null: whichever is stored.</param>
public sealed record SendMessageRequest(DateTimeOffset? At = null, int? Revision = null);

/// <summary>Body of <c>POST …/messages/{message}/test</c>.</summary>
/// <param name="Language">en (default) or de.</param>
public sealed record TestMessageRequest(string? Language = null);

/// <summary>A message with the delivery figures of its mails.</summary>
/// <param name="Recipients">Expected while it is scheduled, chosen since it began.</param>
public sealed record MessageAnswer(
    Guid Id, MessageStatus Status, AudienceBody Audience, MessageTextBody? En, MessageTextBody? De, int Revision, DateTimeOffset UpdatedAt,
    DateTimeOffset? ScheduledAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, MessageStop? StopReason, int Recipients, int Waiting, int Sent,
    int Failed, int Skipped)
{
    public static MessageAnswer Of(BuyerMessage message, MessageCounts counts) => new(
        message.Id, message.Status, AudienceBody.Of(MessageAudience.Read(message.Audience)), Of(message.English), Of(message.German),
        message.Revision, message.UpdatedAt, message.ScheduledAt, message.StartedAt, message.EndedAt, message.StopReason, message.RecipientCount,
        counts.Waiting, counts.Sent, counts.Failed, counts.Skipped);

    private static MessageTextBody? Of(MessageText text) => text.IsEmpty ? null : new MessageTextBody(text.Subject, text.Body);
}

/// <param name="Next">For <c>before</c> of the next request; null on the last page.</param>
public sealed record MessagesAnswer(IReadOnlyList<MessageAnswer> Items, Guid? Next);

/// <param name="Id">The message.</param>
public sealed record MessageIdAnswer(Guid Id);

/// <param name="At">When sending begins.</param>
public sealed record ScheduledAnswer(DateTimeOffset At);

/// <param name="Status">draft: nothing was sent; stopped: what had left before was.</param>
public sealed record StoppedAnswer(MessageStatus Status);

/// <param name="Email">Whom the test goes to.</param>
public sealed record TestedAnswer(string Email);
