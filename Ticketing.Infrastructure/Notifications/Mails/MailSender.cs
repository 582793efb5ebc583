using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Result of handing a mail to the mail server.</summary>
public enum MailDelivery
{
    /// <summary>The server has accepted it.</summary>
    Accepted,

    /// <summary>Permanent failure: the address is invalid or the server rejects it. A retry cannot succeed.</summary>
    Undeliverable,
}

/// <summary>Sends mails by the SMTP server of <see cref="SmtpOptions"/>, with one connection per mail.</summary>
public sealed class MailSender(IOptions<MailOptions> options, TimeProvider time)
{
    private const int ImplicitTlsPort = 465;

    // Rejects addresses without a domain, such as "buyer".
    private static readonly ParserOptions AddressRules = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
        AllowUnquotedCommasInAddresses = false,
    };

    /// <summary>Validates the server's certificate; null: the system's certificate authorities decide.</summary>
    internal RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <param name="id">Becomes the Message-ID, by which mail programs can suppress duplicates.</param>
    /// <exception cref="TimeoutException">The mail took longer than <see cref="SmtpOptions.TimeoutSeconds"/>.</exception>
    /// <exception cref="SmtpCommandException">The server refuses the mail, for another reason than its recipient; may be retried.</exception>
    /// <exception cref="IOException">The connection was lost; may be retried. So may every other failure to connect,
    /// encrypt or sign in, for which MailKit has exceptions of its own.</exception>
    public async Task<MailDelivery> SendAsync(Mail mail, Guid id, CancellationToken cancellationToken)
    {
        if (!TryParse(mail.To, out var to))
        {
            return MailDelivery.Undeliverable;
        }

        using var message = Compose(mail, to, id);
        using var client = new SmtpClient { ServerCertificateValidationCallback = CertificateCheck };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(options.Value.Smtp.TimeoutSeconds));
        try
        {
            await ConnectAsync(client, timeout.Token);
            if (NeedsUtf8(to) && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            {
                // The server takes no address with such a local part (RFC 6531).
                await client.DisconnectAsync(quit: true, timeout.Token);
                return MailDelivery.Undeliverable;
            }

            if (!NeedsUtf8(to))
            {
                // To a server that offers SMTPUTF8 the library writes the domain in Unicode; every server reads its ASCII form.
                client.Capabilities &= ~SmtpCapabilities.UTF8;
            }

            await client.SendAsync(Format(to), message, timeout.Token);
            await client.DisconnectAsync(quit: true, timeout.Token);
            return MailDelivery.Accepted;
        }
        catch (SmtpCommandException refused)
            when (refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted && IsLasting((int)refused.StatusCode))
        {
            return MailDelivery.Undeliverable;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The mail server did not answer in time.");
        }
    }

    // 501: malformed, 510 to 512: no such host or address (RFC 3463's X.1 in replies of old servers), 550 to 559: refused.
    private static bool IsLasting(int reply) => reply is 501 or (>= 510 and <= 512) or (>= 550 and <= 559);

    /// <summary>Encryption mode. Never opportunistic: an attacker on the path could strip STARTTLS.</summary>
    internal static SecureSocketOptions EncryptionOf(SmtpOptions smtp) => smtp switch
    {
        { Encrypt: false } => SecureSocketOptions.None,
        { Port: ImplicitTlsPort } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    private async Task ConnectAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        var smtp = options.Value.Smtp;
        await client.ConnectAsync(
            smtp.Host ?? throw new InvalidOperationException("Mail:Smtp:Host is not configured."),
            smtp.Port, EncryptionOf(smtp), cancellationToken);
        if (smtp.User is not null)
        {
            await client.AuthenticateAsync(smtp.User, smtp.Password ?? "", cancellationToken);
        }
    }

    private MimeMessage Compose(Mail mail, MailboxAddress to, Guid id)
    {
        var from = new MailboxAddress(options.Value.FromName, options.Value.FromAddress);
        var message = new MimeMessage([from], [to], OneLine(mail.Subject), Body(mail))
        {
            Date = time.GetUtcNow(),
            MessageId = $"{id}@{from.Domain}",
        };
        if (mail.ToName.Length > 0)
        {
            message.Headers.Single(header => header.Id == HeaderId.To).SetRawValue(
                Encoding.UTF8.GetBytes($" {EncodedName.Of(mail.ToName)}\r\n <{to.GetAddress(idnEncode: !NeedsUtf8(to))}>\r\n"));
        }

        // RFC 3834: prevents automatic replies.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        if (TryParse(mail.ReplyTo, out var replyTo))
        {
            message.ReplyTo.Add(replyTo);
        }

        if (mail.Unsubscribe is { } unsubscribe)
        {
            // RFC 2369, and RFC 8058 for mail programs that unsubscribe with one click.
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        return message;
    }

    private static MimeEntity Body(Mail mail)
    {
        var body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html };
        foreach (var file in mail.Attachments)
        {
            var attachment = body.Attachments.Add(OneLine(file.FileName), file.Content.ToArray(), ContentType.Parse(file.ContentType));
            // Base64 keeps attachments byte for byte, text included.
            ((MimePart)attachment).ContentTransferEncoding = ContentEncoding.Base64;
        }

        return body.ToMessageBody();
    }

    // Only a local part has no ASCII form (RFC 6531); the library keeps the domain in Unicode and can write it in ASCII.
    private static bool NeedsUtf8(MailboxAddress to) => !Ascii.IsValid(to.LocalPart);

    private static FormatOptions Format(MailboxAddress to)
    {
        var format = FormatOptions.Default.Clone();
        format.International = NeedsUtf8(to);
        return format;
    }

    private static bool TryParse(string? address, [NotNullWhen(true)] out MailboxAddress? parsed)
    {
        parsed = null;
        return EmailAddress.TryRead(address, out var read) && MailboxAddress.TryParse(AddressRules, EmailAddress.WithAsciiDomain(read), out parsed);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
