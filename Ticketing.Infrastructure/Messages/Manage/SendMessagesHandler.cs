using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messages.Sending;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Messages.Manage;

/// <summary>
/// Schedules, recalls and stops messages, sends tests and failed mails again. For who runs the organization; each is in the audit log.
/// The lock of the organization's mails comes before the message's row, as in <see cref="MessageDispatcher"/>.
/// </summary>
public sealed class SendMessagesHandler(
    IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, FactSignals signals, TimeProvider time)
{
    /// <returns>When sending begins.</returns>
    public Task<Outcome<DateTimeOffset, RefusedMessage>> HandleAsync(SendMessage command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync<DateTimeOffset>(command.Organization, command.Message, command.Caller, async (db, message, now) =>
        {
            if (ObstacleTo(command, message, now) is { } obstacle)
            {
                return obstacle;
            }

            var organization = await OrganizationReader.GetAsync(db, message.OrganizationId, cancellationToken);
            if (organization.Status != OrganizationStatus.Approved)
            {
                return new RefusedMessage(MessageRefusal.NotApproved);
            }

            var recipients = await MessageAudiences.CountAsync(
                (NpgsqlConnection)db.Database.GetDbConnection(), message.OrganizationId, MessageAudience.Read(message.Audience), cancellationToken);
            if (recipients == 0)
            {
                return new RefusedMessage(MessageRefusal.NoRecipients);
            }

            var before = message.ToAuditJson();
            message.Schedule(command.At?.ToUniversalTime(), recipients, now);
            var at = message.ScheduledAt!.Value;
            var quota = await MessageQuota.ReadForScheduleAsync(db, organization, message.Id, recipients, at, cancellationToken);
            if (quota.IsExceeded)
            {
                return new RefusedMessage(MessageRefusal.LimitReached, [], quota);
            }

            MessageLog.AddAudit(db, "message.scheduled", message, before, message.ToAuditJson(), command.Caller.Actor, now);
            return at;
        }, cancellationToken);
    }

    /// <returns>The message's status now.</returns>
    public Task<Outcome<MessageStatus, RefusedMessage>> HandleAsync(StopMessage command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync<MessageStatus>(command.Organization, command.Message, command.Caller, async (db, message, now) =>
        {
            var before = message.ToAuditJson();
            switch (message.Status)
            {
                case MessageStatus.Scheduled:
                    message.Recall();
                    MessageLog.AddAudit(db, "message.recalled", message, before, message.ToAuditJson(), command.Caller.Actor, now);
                    break;
                case MessageStatus.Sending:
                    message.Stop(MessageStop.ByMember, now);

                    // Mails that wait to be sent find the message stopped.
                    await db.Set<MessageRecipient>()
                        .Where(recipient => recipient.MessageId == message.Id && recipient.State == RecipientState.Pending)
                        .ExecuteUpdateAsync(
                            set => set.SetProperty(recipient => recipient.State, RecipientState.Skipped).SetProperty(recipient => recipient.UpdatedAt, now),
                            cancellationToken);
                    MessageLog.AddAudit(db, "message.stopped", message, before, message.ToAuditJson(), command.Caller.Actor, now);
                    break;
                case MessageStatus.Draft:
                    // Recalled by an earlier call; of others nothing can be stopped.
                    break;
                case MessageStatus.Sent:
                    return new RefusedMessage(MessageRefusal.NotSent);
                case MessageStatus.Stopped:
                    break;
            }

            return message.Status;
        }, cancellationToken);
    }

    /// <returns>The number of mails that are sent again.</returns>
    public Task<Outcome<int, RefusedMessage>> HandleAsync(ResendFailedMails command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync<int>(command.Organization, command.Message, command.Caller, async (db, message, now) =>
        {
            if (message.Status is not (MessageStatus.Sent or MessageStatus.Sending))
            {
                return new RefusedMessage(MessageRefusal.NotSent);
            }

            var organization = await OrganizationReader.GetAsync(db, message.OrganizationId, cancellationToken);
            if (organization.Status != OrganizationStatus.Approved)
            {
                return new RefusedMessage(MessageRefusal.NotApproved);
            }

            // A new mail: the one before may still be tried by the staff's desk, and finds that it is replaced.
            var count = await db.Set<MessageRecipient>()
                .Where(recipient => recipient.MessageId == message.Id && recipient.State == RecipientState.Failed)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(recipient => recipient.State, RecipientState.Pending)
                        .SetProperty(recipient => recipient.Error, (RecipientError?)null)
                        .SetProperty(recipient => recipient.MailId, (Guid?)null)
                        .SetProperty(recipient => recipient.UpdatedAt, now),
                    cancellationToken);
            if (count == 0)
            {
                return new RefusedMessage(MessageRefusal.NoRecipients);
            }

            var before = message.ToAuditJson();
            if (message.Status == MessageStatus.Sent)
            {
                message.Resume();
            }

            MessageLog.AddAudit(db, "message.resent", message, before, message.ToAuditJson(), command.Caller.Actor, now);
            return count;
        }, cancellationToken);
    }

    /// <returns>The address that the test goes to.</returns>
    public async Task<Outcome<string, RefusedMessage>> HandleAsync(SendTestMessage command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var caller = command.Caller;
        var outcome = await ChangeAsync<string>(command.Organization, command.Message, caller, (db, message, now) =>
        {
            var text = command.Language == "de" ? message.German : message.English;
            if (!EmailAddress.IsValid(caller.Email))
            {
                return Task.FromResult<Outcome<string, RefusedMessage>>(new RefusedMessage(MessageRefusal.NoAddress));
            }

            if (!text.IsComplete)
            {
                var suffix = command.Language == "de" ? "De" : "En";
                var missing = new MessageFault((text.Subject.Length == 0 ? "Subject" : "Body") + suffix, "A message needs a subject and a text.");
                return Task.FromResult<Outcome<string, RefusedMessage>>(new RefusedMessage(MessageRefusal.Invalid, [missing]));
            }

            var payload = new MessageTest(message.Id, caller.Email, caller.Name, command.Language == "de" ? "de" : "en");
            MailJobs.Add(
                db, Guid.CreateVersion7(now), MessageMails.TestType, caller.User?.ToString() ?? "",
                JsonSerializer.Serialize(payload, JsonSerializerOptions.Web), now);
            MessageLog.AddAudit(db, "message.tested", message, null, message.ToAuditJson(), caller.Actor, now);
            return Task.FromResult<Outcome<string, RefusedMessage>>(caller.Email);
        }, cancellationToken);
        signals.AppliedBy(MailsConsumer.Name).Set();
        return outcome;
    }

    private async Task<Outcome<TResult, RefusedMessage>> ChangeAsync<TResult>(
        OrganizationId organization, Guid id, Caller caller,
        Func<TicketingDbContext, BuyerMessage, DateTimeOffset, Task<Outcome<TResult, RefusedMessage>>> change, CancellationToken cancellationToken)
    {
        if (ManageMessagesHandler.RefusalFor(organization, caller) is { } refusal)
        {
            return new RefusedMessage(refusal);
        }

        // Before the transaction: nothing outside of the database is awaited in it.
        if (!await limits.TryCountAsync(CommandLimits.MessageSends, caller))
        {
            return new RefusedMessage(MessageRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await MessageLog.LockMailsAsync(db, organization, cancellationToken);
        var message = await MessageLog.LockAsync(db, id, cancellationToken);
        if (message is null || message.OrganizationId != organization || !ManageMessagesHandler.Reaches(caller, message))
        {
            return new RefusedMessage(MessageRefusal.NotFound);
        }

        var outcome = await change(db, message, time.GetDatabaseNow());
        if (outcome.Succeeded)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    /// <summary>Why the message cannot be scheduled as it is stored; null: it can.</summary>
    private static RefusedMessage? ObstacleTo(SendMessage command, BuyerMessage message, DateTimeOffset now)
    {
        if (message.Status != MessageStatus.Draft)
        {
            return new RefusedMessage(MessageRefusal.NotDraft);
        }

        if (command.Revision is { } revision && revision != message.Revision)
        {
            return new RefusedMessage(MessageRefusal.Changed);
        }

        List<MessageFault> faults = [.. new MessageTerms(MessageAudience.Read(message.Audience), message.English, message.German).Missing()];
        if (command.FaultOfTime(now) is { } fault)
        {
            faults.Add(fault);
        }

        return faults.Count > 0 ? new RefusedMessage(MessageRefusal.Invalid, faults) : null;
    }
}
