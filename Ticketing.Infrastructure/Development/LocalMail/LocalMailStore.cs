using System.Buffers;
using SmtpServer;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Ticketing.Infrastructure.Development.LocalMail;

/// <summary>Stores the mails that the local SMTP server receives. Replies 250 after the commit.</summary>
internal sealed class LocalMailStore(LocalMailbox mailbox) : MessageStore
{
    /// <summary>The maximum size of a message, in bytes.</summary>
    public const int MessageBytesMax = 25 * 1024 * 1024;

    private const int RecipientsMax = 100;

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.Length > MessageBytesMax)
        {
            return SmtpResponse.SizeLimitExceeded;
        }

        if (transaction.To.Count > RecipientsMax)
        {
            return new SmtpResponse(SmtpReplyCode.TransactionFailed, "too many recipients");
        }

        var id = await mailbox.StoreAsync(
            transaction.From.AsAddress(), [.. transaction.To.Select(to => to.AsAddress())], buffer.ToArray(), cancellationToken);
        return id is null
            ? new SmtpResponse(SmtpReplyCode.Aborted, "could not be stored, try again")
            : new SmtpResponse(SmtpReplyCode.Ok, $"stored as {id}");
    }
}
