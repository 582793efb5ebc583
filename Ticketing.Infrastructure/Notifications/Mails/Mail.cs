namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>A mail, ready to be sent.</summary>
/// <param name="ReplyTo">Address for replies, if it is not the sender.</param>
/// <param name="Html">HTML body.</param>
/// <param name="Text">Plain text body with the same content.</param>
public sealed record Mail(
    string To,
    string ToName,
    string? ReplyTo,
    string Subject,
    string Html,
    string Text,
    IReadOnlyList<MailAttachment> Attachments)
{
    /// <summary>Stops mails of this kind by a POST without cookies (RFC 8058); null: the mail is about what the recipient did.</summary>
    public string? Unsubscribe { get; init; }
}

/// <summary>A file attached to a mail.</summary>
/// <param name="ContentType">With parameters: <c>text/calendar; charset=utf-8</c>.</param>
public sealed record MailAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Content);
