using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Development.LocalMail;

/// <summary>A row of the mailbox's list.</summary>
public sealed record LocalMailSummary(Guid Id, DateTimeOffset ReceivedAt, string[] Recipients, string Subject);

/// <summary>The mails that the local SMTP server received.</summary>
public sealed partial class LocalMailbox(
    IDbContextFactory<TicketingDbContext> contexts, TimeProvider time, ILogger<LocalMailbox> logger)
{
    private const int SubjectLengthMax = 500;

    /// <summary>Stores a message; null when the database is unavailable.</summary>
    public async Task<Guid?> StoreAsync(string sender, string[] recipients, byte[] content, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        using var message = LocalMail.Parse(content);
        var subject = message.Subject ?? "";
        var mail = new LocalMail
        {
            Id = Guid.CreateVersion7(now),
            ReceivedAt = now,
            Sender = sender,
            Recipients = recipients,
            // PostgreSQL's text cannot store a null character.
            Subject = (subject.Length > SubjectLengthMax ? subject[..SubjectLengthMax] : subject).Replace('\0', ' '),
            Content = content,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(mail);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return mail.Id;
        }
        catch (DbUpdateException error)
        {
            LogNotStored(error);
            return null;
        }
    }

    /// <summary>Lists mails, newest first.</summary>
    /// <param name="recipient">Filters by this address; null: all.</param>
    public async Task<IReadOnlyList<LocalMailSummary>> ListAsync(string? recipient, int countMax, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mails = db.Set<LocalMail>().AsNoTracking();
        if (recipient is not null)
        {
            mails = mails.Where(mail => mail.Recipients.Contains(recipient));
        }

        return await mails.OrderByDescending(mail => mail.ReceivedAt).ThenByDescending(mail => mail.Id).Take(countMax)
            .Select(mail => new LocalMailSummary(mail.Id, mail.ReceivedAt, mail.Recipients, mail.Subject))
            .ToListAsync(cancellationToken);
    }

    public async Task<LocalMail?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<LocalMail>().AsNoTracking().SingleOrDefaultAsync(mail => mail.Id == id, cancellationToken);
    }

    /// <summary>Deletes the mails to an address (rule 28).</summary>
    /// <returns>The number of mails.</returns>
    public async Task<int> ForgetAsync(string recipient, CancellationToken cancellationToken)
    {
        var address = EmailAddress.Normalize(recipient);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"DELETE FROM local_mail WHERE EXISTS (SELECT FROM unnest(recipients) AS recipient WHERE lower(recipient) = {address})",
            cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "A mail could not be stored in the mailbox")]
    private partial void LogNotStored(Exception error);
}
