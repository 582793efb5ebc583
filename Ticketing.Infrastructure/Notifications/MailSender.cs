using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>What became of a mail.</summary>
public enum MailDelivery
{
    /// <summary>The server has taken it.</summary>
    Accepted,

    /// <summary>It can't be delivered to that address; trying again is of no use.</summary>
    Undeliverable,
}

/// <summary>Hands mails to the configured SMTP server, or to the local one when none is configured.</summary>
public sealed class MailSender(IOptions<MailOptions> options, LocalSmtpServer local)
{
    /// <param name="id">The mail's identity: sent twice with the same one, mail programs may show it once.</param>
    /// <exception cref="SmtpException">The server can't be reached, or refuses for now: try again later.</exception>
    public async Task<MailDelivery> SendAsync(Mail mail, Guid id, CancellationToken stop)
    {
        if (!MailAddress.TryCreate(mail.To, mail.ToName.ReplaceLineEndings(" "), Encoding.UTF8, out var to))
        {
            return MailDelivery.Undeliverable;
        }

        using var message = Compose(mail, to, id);
        using var client = Client(to);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.Smtp.TimeoutSeconds));
        try
        {
            await client.SendMailAsync(message, limit.Token);
            return MailDelivery.Accepted;
        }
        catch (SmtpFailedRecipientException refused) when ((int)refused.StatusCode is >= 550 and <= 559)
        {
            return MailDelivery.Undeliverable;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new SmtpException("The mail server did not answer in time.");
        }
    }

    private SmtpClient Client(MailAddress to)
    {
        var smtp = options.Value.Smtp;
        var client = smtp.Host is null
            ? new SmtpClient(IPAddress.Loopback.ToString(), local.EnsureStarted())
            : new SmtpClient(smtp.Host, smtp.Port) { EnableSsl = smtp.Encrypt };
        if (smtp.Host is not null && smtp.User is not null)
        {
            client.Credentials = new NetworkCredential(smtp.User, smtp.Password);
        }

        client.DeliveryFormat = Ascii.IsValid(to.User) ? SmtpDeliveryFormat.SevenBit : SmtpDeliveryFormat.International;
        return client;
    }

    private MailMessage Compose(Mail mail, MailAddress to, Guid id)
    {
        var from = new MailAddress(options.Value.FromAddress, options.Value.FromName, Encoding.UTF8);
        var message = new MailMessage(from, to)
        {
            Subject = mail.Subject.ReplaceLineEndings(" "),
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        message.Headers.Add("Message-ID", $"<{id}@{from.Host}>");
        // RFC 3834: no out-of-office answers to us, please.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (MailAddress.TryCreate(mail.ReplyTo, out var replyTo))
        {
            message.ReplyToList.Add(replyTo);
        }

        var html = AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html);
        html.TransferEncoding = TransferEncoding.QuotedPrintable;
        message.AlternateViews.Add(html);
        foreach (var file in mail.Attachments)
        {
            var attachment = new Attachment(new MemoryStream(file.Content.ToArray()), new ContentType(file.ContentType) { Name = file.FileName })
            {
                TransferEncoding = TransferEncoding.Base64,
            };
            attachment.ContentDisposition!.FileName = file.FileName;
            message.Attachments.Add(attachment);
        }

        return message;
    }
}
