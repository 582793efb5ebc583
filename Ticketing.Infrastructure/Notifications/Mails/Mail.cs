namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>A mail to send.</summary>
/// <param name="ReplyTo">The address for replies if not the sender's, or null.</param>
/// <param name="Html">The HTML body.</param>
/// <param name="Text">The same content as plain text.</param>
public sealed record Mail(
    string To,
    string ToName,
    string? ReplyTo,
    string Subject,
    string Html,
    string Text,
    IReadOnlyList<MailAttachment> Attachments);

/// <summary>A file attached to a mail.</summary>
/// <param name="ContentType">With parameters: <c>text/calendar; charset=utf-8</c>.</param>
public sealed record MailAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Content);
