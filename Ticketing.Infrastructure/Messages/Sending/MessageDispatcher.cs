using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messages.Manage;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Messages.Sending;

/// <summary>Begins messages whose time has come, and makes their mails at a limited rate.</summary>
/// <remarks>
/// A transaction writes the mail job of a recipient together with the recipient's state, so a crash at any time neither loses nor repeats a
/// mail; <see cref="Notifications.Mails.SendOnce"/> continues from there. The message's row is locked: at one time one instance makes its mails,
/// and <c>next_at</c> limits the rate for all instances.
/// </remarks>
public sealed partial class MessageDispatcher(
    IDbContextFactory<TicketingDbContext> contexts, FactSignals signals, TimeProvider time, ILogger<MessageDispatcher> logger)
{
    /// <summary>Mails of a message per <see cref="BatchInterval"/>.</summary>
    public const int BatchMax = 20;

    /// <summary>
    /// While more mails of messages wait than this, of all organizations together, no more are made: jobs are sent in the order of their ids,
    /// and a ticket that is bought now would wait behind them.
    /// </summary>
    public const int WaitingMax = 40;

    public static readonly TimeSpan BatchInterval = TimeSpan.FromSeconds(1);

    /// <summary>Begins the messages that are due and makes one batch of mails of each that is being sent.</summary>
    /// <returns>The number of mails made.</returns>
    public async Task<int> PassAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await DueAsync(MessageStatus.Scheduled, cancellationToken))
        {
            await StartAsync(id, cancellationToken);
        }

        var mails = 0;
        foreach (var id in await DueAsync(MessageStatus.Sending, cancellationToken))
        {
            mails += await SendBatchAsync(id, cancellationToken);
        }

        return mails;
    }

    private async Task<List<Guid>> DueAsync(MessageStatus status, CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<BuyerMessage>()
            .Where(message => message.Status == status
                && (status == MessageStatus.Scheduled ? message.ScheduledAt <= now : message.NextAt == null || message.NextAt <= now))
            .OrderBy(message => message.Id).Select(message => message.Id).ToListAsync(cancellationToken);
    }

    // The audience is decided here, once.
    private async Task StartAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owner = await db.Set<BuyerMessage>().Where(message => message.Id == id).Select(message => (OrganizationId?)message.OrganizationId)
            .SingleOrDefaultAsync(cancellationToken);
        if (owner is not { } organizationId)
        {
            return;
        }

        await MessageLog.LockMailsAsync(db, organizationId, cancellationToken);
        var now = time.GetDatabaseNow();
        if (await MessageLog.LockAsync(db, id, cancellationToken) is not { Status: MessageStatus.Scheduled } message || message.ScheduledAt > now)
        {
            // Recalled, or begun by another instance.
            return;
        }

        var before = message.ToAuditJson();
        var organization = await OrganizationReader.GetAsync(db, organizationId, cancellationToken);
        var recipients = organization.Status == OrganizationStatus.Approved
            ? await MessageAudiences.FreezeAsync((NpgsqlConnection)db.Database.GetDbConnection(), message, now, cancellationToken)
            : 0;
        var quota = await MessageQuota.ReadAsync(db, organization, id, recipients, now, cancellationToken);
        if (organization.Status != OrganizationStatus.Approved || quota.IsExceeded)
        {
            await db.Set<MessageRecipient>().Where(recipient => recipient.MessageId == id).ExecuteDeleteAsync(cancellationToken);
            message.Stop(quota.IsExceeded ? MessageStop.LimitReached : MessageStop.NotApproved, now);
            MessageLog.AddAudit(db, "message.stopped", message, before, message.ToAuditJson(), Actor.System, now);
        }
        else
        {
            message.Start(recipients, now);
            MessageLog.AddAudit(db, "message.started", message, before, message.ToAuditJson(), Actor.System, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogStarted(id, message.Status, recipients);
    }

    private async Task<int> SendBatchAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetDatabaseNow();
        if (await MessageLog.LockAsync(db, id, cancellationToken) is not { Status: MessageStatus.Sending } message || message.NextAt > now)
        {
            // Stopped, or another instance has made this second's mails.
            return 0;
        }

        var waiting = await MailJobs.CountWaitingAsync(db, MessageMails.Type, WaitingMax + 1, now, cancellationToken);
        var batch = waiting > WaitingMax ? [] : await db.Set<MessageRecipient>()
            .Where(recipient => recipient.MessageId == id && recipient.State == RecipientState.Pending)
            .OrderBy(recipient => recipient.OrderId).Take(BatchMax).ToListAsync(cancellationToken);
        foreach (var recipient in batch)
        {
            var mail = Guid.CreateVersion7(now);
            MailJobs.Add(db, mail, MessageMails.Type, recipient.OrderId.ToString(), MessageMails.PayloadOf(id), now);
            (recipient.State, recipient.MailId, recipient.UpdatedAt) = (RecipientState.Queued, mail, now);
        }

        if (batch.Count > 0 || await IsUnderWayAsync(db, id, now, cancellationToken))
        {
            message.WaitUntil(now + BatchInterval);
        }
        else
        {
            var before = message.ToAuditJson();
            var counts = (await MessageReader.CountAsync(db, [id], cancellationToken)).GetValueOrDefault(id, MessageCounts.None);
            message.Finish(counts.Sent, counts.Failed, counts.Skipped, now);
            MessageLog.AddSent(db, message, before, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (batch.Count > 0)
        {
            signals.AppliedBy(MailsConsumer.Name).Set();
        }

        return batch.Count;
    }

    // A process that ends at the last attempt leaves a job parked, and its recipient as if the mail were still to come: that one has failed.
    private static async Task<bool> IsUnderWayAsync(TicketingDbContext db, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = MailJobs.WaitingIds(db, now);
        await db.Set<MessageRecipient>()
            .Where(recipient => recipient.MessageId == id && recipient.State == RecipientState.Queued && !waiting.Any(job => job == recipient.MailId))
            .ExecuteUpdateAsync(
                set => set.SetProperty(recipient => recipient.State, RecipientState.Failed)
                    .SetProperty(recipient => recipient.Error, RecipientError.Server)
                    .SetProperty(recipient => recipient.UpdatedAt, now),
                cancellationToken);
        return await db.Set<MessageRecipient>().AnyAsync(
            recipient => recipient.MessageId == id && (recipient.State == RecipientState.Pending || recipient.State == RecipientState.Queued),
            cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Message {Id} is {Status} with {Recipients} recipients")]
    private partial void LogStarted(Guid id, MessageStatus status, int recipients);
}
