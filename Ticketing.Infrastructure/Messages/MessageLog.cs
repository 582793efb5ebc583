using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Messages;

/// <summary>The locks of messages, and what is written about them to the outbox and the audit log in the caller's transaction.</summary>
internal static class MessageLog
{
    /// <summary>The aggregate of its facts and the subject of its audit entries.</summary>
    public const string Subject = "message";

    /// <summary>The fact that all mails of a message were sent or have failed.</summary>
    public const string SentType = "message.sent";

    /// <summary>
    /// Serialises what counts an organization's mails, so that the limit holds. Taken before the message's row.
    /// </summary>
    public static Task<int> LockMailsAsync(TicketingDbContext db, OrganizationId organization, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"messages of " + organization}, 0))", cancellationToken);

    /// <summary>The message, locked until the transaction ends; null: there is none.</summary>
    public static async Task<BuyerMessage?> LockAsync(TicketingDbContext db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM messages WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.Set<BuyerMessage>().SingleOrDefaultAsync(message => message.Id == id, cancellationToken);
    }

    public static void AddAudit(
        TicketingDbContext db, string action, BuyerMessage message, string? before, string? after, Actor actor, DateTimeOffset now) =>
        AuditLog.Add(db, AuditEntry.Of(action, Subject, message.Id.ToString(), before, after, actor, now));

    /// <summary>Adds the fact that a message was sent, and its audit entry.</summary>
    public static void AddSent(TicketingDbContext db, BuyerMessage message, string before, DateTimeOffset now)
    {
        Outbox.Add(
            db, SentType, Subject, message.Id.ToString(), message.OrganizationId,
            new { messageId = message.Id, organizationId = message.OrganizationId.Value, recipients = message.RecipientCount }, now);
        AddAudit(db, SentType, message, before, message.ToAuditJson(), Actor.System, now);
    }
}
