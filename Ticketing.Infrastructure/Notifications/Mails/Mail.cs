namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>A mail, ready to be sent.</summary>
/// <param name="ReplyTo">Where answers go, when that is not the sender.</param>
/// <param name="Html">For those who see pictures and buttons.</param>
/// <param name="Text">The same, for everybody else.</param>
public sealed record Mail(
    string To,
    string ToName,
    string? ReplyTo,
    string Subject,
    string Html,
    string Text,
    IReadOnlyList<MailAttachment> Attachments);

/// <param name="ContentType">With its parameters: <c>text/calendar; charset=utf-8</c>.</param>
public sealed record MailAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Content);
