using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Messages.Manage;

/// <summary>Makes, saves and deletes drafts, with an audit entry in the same transaction. For who runs the organization.</summary>
public sealed class ManageMessagesHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    // Far above what is written by hand; old messages can be deleted only while they are drafts.
    private const int PerOrganizationMax = 10_000;

    /// <returns>The message's id.</returns>
    public async Task<Outcome<Guid, RefusedMessage>> HandleAsync(WriteMessage command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (organization, caller) = (command.Organization, command.Caller);
        if (command.Message is { } stored && caller.IsLimitedIn(organization) && !await ReachesAsync(caller, organization, stored, cancellationToken))
        {
            return new RefusedMessage(MessageRefusal.NotFound);
        }

        if (RefusalFor(organization, command.Terms.Audience.Event, caller) is { } refusal)
        {
            return refusal;
        }

        var terms = command.Terms with
        {
            English = MessageText.Typed(command.Terms.English.Subject, command.Terms.English.Body),
            German = MessageText.Typed(command.Terms.German.Subject, command.Terms.German.Body),
        };
        if (terms.Faults() is { Count: > 0 } faults)
        {
            return new RefusedMessage(MessageRefusal.Invalid, faults);
        }

        if (!await limits.TryCountAsync(CommandLimits.MessageChanges, caller))
        {
            return new RefusedMessage(MessageRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetDatabaseNow();
        var outcome = command.Message is { } id
            ? await ChangeAsync(db, id, command, terms, now, cancellationToken)
            : await CreateAsync(db, organization, terms, caller, now, cancellationToken);
        if (outcome.Succeeded)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    /// <returns>The message's id.</returns>
    public async Task<Outcome<Guid, RefusedMessage>> HandleAsync(DeleteMessage command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (RefusalFor(command.Organization, command.Caller) is { } refusal)
        {
            return new RefusedMessage(refusal);
        }

        if (!await limits.TryCountAsync(CommandLimits.MessageChanges, command.Caller))
        {
            return new RefusedMessage(MessageRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var message = await MessageLog.LockAsync(db, command.Message, cancellationToken);
        if (message is null || message.OrganizationId != command.Organization || !Reaches(command.Caller, message))
        {
            return new RefusedMessage(MessageRefusal.NotFound);
        }

        if (message.Status != MessageStatus.Draft)
        {
            return new RefusedMessage(MessageRefusal.NotDraft);
        }

        db.Remove(message);
        MessageLog.AddAudit(db, "message.deleted", message, message.ToAuditJson(), null, command.Caller.Actor, time.GetDatabaseNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return message.Id;
    }

    /// <summary>Null: the caller writes messages of the organization, or of some of its events.</summary>
    internal static MessageRefusal? RefusalFor(OrganizationId organization, Caller caller) =>
        !caller.Sees(organization) ? MessageRefusal.NotFound
        : caller.RunsSomeOf(organization) ? null
        : MessageRefusal.NotAllowed;

    /// <summary>Whether a message of the organization is one of the caller's: of who is limited to some events, those to one of them.</summary>
    internal static bool Reaches(Caller caller, BuyerMessage message) => Reaches(caller, message.OrganizationId, message.EventId);

    /// <inheritdoc cref="Reaches(Caller, BuyerMessage)"/>
    /// <param name="of">The event of the audience; null: all.</param>
    internal static bool Reaches(Caller caller, OrganizationId organization, Core.Common.EventId? of) =>
        caller.Runs(organization) || (of is { } chosen && caller.Runs(organization, chosen));

    // A message to others is answered like none, before anything is said about the command.
    private async Task<bool> ReachesAsync(Caller caller, OrganizationId organization, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var message = await db.Set<BuyerMessage>().AsNoTracking()
            .SingleOrDefaultAsync(found => found.Id == id && found.OrganizationId == organization, cancellationToken);
        return message is not null && Reaches(caller, message);
    }

    private static RefusedMessage? RefusalFor(OrganizationId organization, Core.Common.EventId? of, Caller caller) =>
        RefusalFor(organization, caller) is { } refusal ? new RefusedMessage(refusal)
        : Reaches(caller, organization, of) ? null
        : of is null ? new RefusedMessage(MessageRefusal.Invalid, [new MessageFault(nameof(MessageAudience.Event), MessageAudience.EventNeeded)])
        : new RefusedMessage(MessageRefusal.NotFound);

    private static async Task<Outcome<Guid, RefusedMessage>> CreateAsync(
        TicketingDbContext db, OrganizationId organization, MessageTerms terms, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!await OrganizationReader.ExistsAsync(db, organization, cancellationToken))
        {
            return new RefusedMessage(MessageRefusal.NotFound);
        }

        await MessageLog.LockMailsAsync(db, organization, cancellationToken);
        if (await db.Set<BuyerMessage>().CountAsync(existing => existing.OrganizationId == organization, cancellationToken) >= PerOrganizationMax)
        {
            return new RefusedMessage(MessageRefusal.TooMany);
        }

        var message = BuyerMessage.Create(organization, terms, caller.User, now);
        db.Add(message);
        MessageLog.AddAudit(db, "message.created", message, null, message.ToAuditJson(), caller.Actor, now);
        return message.Id;
    }

    private static async Task<Outcome<Guid, RefusedMessage>> ChangeAsync(
        TicketingDbContext db, Guid id, WriteMessage command, MessageTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var message = await MessageLog.LockAsync(db, id, cancellationToken);
        if (message is null || message.OrganizationId != command.Organization || !Reaches(command.Caller, message))
        {
            return new RefusedMessage(MessageRefusal.NotFound);
        }

        if (message.Status != MessageStatus.Draft)
        {
            return new RefusedMessage(MessageRefusal.NotDraft);
        }

        if (command.Revision is { } revision && revision != message.Revision)
        {
            return new RefusedMessage(MessageRefusal.Changed);
        }

        var before = message.ToAuditJson();
        message.Change(terms, command.Caller.User, now);
        MessageLog.AddAudit(db, "message.changed", message, before, message.ToAuditJson(), command.Caller.Actor, now);
        return id;
    }
}
