using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Publishing.Drafts;
using Ticketing.Infrastructure.Publishing.Publish;
using Ticketing.Infrastructure.Publishing.Review;

namespace Ticketing.Infrastructure.Publishing;

/// <summary>A page of an organization's drafts.</summary>
/// <param name="Next">Where the next page begins; null: this is the last one.</param>
public sealed record DraftList(IReadOnlyList<DraftRow> Rows, string? Next);

/// <summary>An event that was never published, or has changes since.</summary>
/// <param name="Title">As typed; empty: none yet.</param>
/// <param name="SavedBy">The member's name; empty: the system, or an account that was erased.</param>
public sealed record DraftRow(
    EventId Id, string Title, PublishingStage Stage, bool HasChanges, DateTimeOffset? PublishAt, DateTimeOffset SavedAt, string SavedBy);

/// <summary>
/// Drafts of events: those who run an organization's sales read and edit them. A draft's row is locked while it is changed, so that of two
/// editors who save at once the second is merged with the first.
/// </summary>
public sealed class EventDrafts(
    IDbContextFactory<TicketingDbContext> contexts, OrganizationContexts reads, DraftReading reading, EventMails mails, CommandCounter limits,
    TimeProvider time)
{
    public const int PageSize = 25;

    /// <summary>Null: there is none, or the caller may not prepare this organization's events.</summary>
    public async Task<EventDraftView?> FindAsync(EventId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await DraftStore.FindOwnerAsync(db, id, cancellationToken) is { } owner && caller.Runs(owner, id)
            && await DraftStore.FindAsync(db, id, time.GetDatabaseNow(), cancellationToken) is { } draft
            ? await reading.ViewAsync(db, draft, cancellationToken)
            : null;
    }

    /// <summary>The organization's drafts that were never published or have changes, the newest saved first.</summary>
    /// <param name="after">From <see cref="DraftList.Next"/>; null: the first page.</param>
    public async Task<DraftList> ListAsync(OrganizationId organization, Caller caller, string? after, CancellationToken cancellationToken)
    {
        await using var db = reads.ForRunner(caller);
        var behind = DraftCursor.Read(after) is { } cursor
            ? db.Set<StoredDraft>().FromSql($"SELECT * FROM event_drafts WHERE (saved_at, event_id) < ({cursor.SavedAt}, {cursor.Id.Value})")
            : db.Set<StoredDraft>();
        var drafts = behind.AsNoTracking()
            .Where(draft => draft.OrganizationId == organization && (draft.PublishedDocument == null || draft.Document != draft.PublishedDocument));
        var found = await drafts.OrderByDescending(draft => draft.SavedAt).ThenByDescending(draft => draft.EventId).Take(PageSize + 1)
            .ToListAsync(cancellationToken);
        var page = found.Take(PageSize).ToList();
        await using var names = await contexts.CreateDbContextAsync(cancellationToken);
        var savers = await DraftReading.NamesAsync(names, page.Select(draft => draft.SavedBy), cancellationToken);
        var statuses = await EventStore.StatusesAsync(names, page.ConvertAll(draft => draft.EventId), cancellationToken);
        return new DraftList(
            [
                .. page.Select(draft => new DraftRow(
                    draft.EventId, EventDraftJson.Read(draft.Document).Details.Title,
                    DraftReading.StageOf(
                        statuses.TryGetValue(draft.EventId, out var status) ? status : null, draft.SubmittedAt is not null),
                    DraftReading.HasChanges(draft), draft.PublishAt, draft.SavedAt, DraftReading.NameOf(savers, draft.SavedBy))),
            ],
            found.Count > PageSize ? DraftCursor.Write(page[^1]) : null);
    }

    public async Task<Outcome<EventDraftView, RefusedDraft>> HandleAsync(StartDraft command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (organization, caller) = (command.Organization, command.Caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!caller.Runs(organization) || !await OrganizationReader.ExistsAsync(db, organization, cancellationToken))
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        if (!await limits.TryCountAsync(CommandLimits.EventChanges, caller))
        {
            return new RefusedDraft(DraftRefusal.TooOften);
        }

        var (document, now) = (EventDraft.Empty, time.GetDatabaseNow());
        if (command.CopyOf is { } original)
        {
            if (await DraftStore.FindAsync(db, original, now, cancellationToken) is not { } source || source.OrganizationId != organization)
            {
                return new RefusedDraft(DraftRefusal.NotFound);
            }

            document = CatalogDraft.CopyOf(EventDraftJson.Read(source.Document));
        }

        var draft = DraftStore.Add(db, organization, document, caller.User, now);
        PublishingLog.AddAudit(
            db, "event.drafted", draft.EventId, null, new { organization = organization.Value, copyOf = command.CopyOf?.Value }, caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        return await reading.ViewAsync(db, draft, cancellationToken);
    }

    public async Task<Outcome<SavedDraft, RefusedDraft>> HandleAsync(SaveDraft command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await RefuseAsync(db, command.Event, command.Caller, CommandLimits.DraftSaves, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (DraftDocument.Refusal(command.Document) is { } unfit)
        {
            return new RefusedDraft(unfit);
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await DraftStore.LockAsync(db, command.Event, now, cancellationToken) is not { } draft)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        var published = await EventStore.FindAsync(db, draft.EventId, cancellationToken);
        if (draft.SubmittedAt is not null || published?.Event.Status == EventStatus.Cancelled)
        {
            return new RefusedDraft(draft.SubmittedAt is null ? DraftRefusal.WrongState : DraftRefusal.InReview);
        }

        var seen = command.Seen <= draft.Revision
            ? await DraftStore.FindDocumentAsync(db, draft.EventId, command.Seen, cancellationToken)
            : null;
        var merged = seen is null ? null : Merge(EventDraftJson.Read(seen), draft, DraftDocument.Tidy(command.Document));
        if (merged is null || (merged.Conflicts.Count > 0 && !command.Overwrite))
        {
            await transaction.RollbackAsync(cancellationToken);
            return new RefusedDraft(
                DraftRefusal.Outdated, Current: await reading.ViewAsync(db, draft, cancellationToken), Conflicts: merged?.Conflicts ?? []);
        }

        var parts = await reading.PartsAsync(merged.Document, draft.OrganizationId, cancellationToken);
        var document = SeriesDates.Follow(merged.Document, parts.TimeZone, DraftReading.IdsOf(published));
        if (DraftDocument.Refusal(document) is { } grown)
        {
            return new RefusedDraft(grown);
        }

        var json = EventDraftJson.Write(document);
        if (!EventDraftJson.AreSame(json, draft.Document))
        {
            await DraftStore.ReviseAsync(db, draft, json, null, command.Caller.User, now, cancellationToken);
            await UnscheduleAsync(db, draft, command.Caller.Actor, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SavedDraft(await reading.ViewAsync(db, draft, cancellationToken), merged.TakenOver);
    }

    public async Task<Outcome<EventDraftView, RefusedDraft>> HandleAsync(UndoDraft command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await RefuseAsync(db, command.Event, command.Caller, CommandLimits.DraftSaves, cancellationToken) is { } refused)
        {
            return refused;
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await DraftStore.LockAsync(db, command.Event, now, cancellationToken) is not { } draft)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        if (command.Seen != draft.Revision)
        {
            await transaction.RollbackAsync(cancellationToken);
            return new RefusedDraft(DraftRefusal.Outdated, Current: await reading.ViewAsync(db, draft, cancellationToken), Conflicts: []);
        }

        if (draft.SubmittedAt is not null)
        {
            return new RefusedDraft(DraftRefusal.InReview);
        }

        if (await DraftStore.FindEarlierAsync(db, draft, cancellationToken) is not { } earlier)
        {
            return new RefusedDraft(DraftRefusal.WrongState);
        }

        await DraftStore.ReviseAsync(db, draft, earlier.Document, earlier.Origin, command.Caller.User, now, cancellationToken);
        await UnscheduleAsync(db, draft, command.Caller.Actor, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await reading.ViewAsync(db, draft, cancellationToken);
    }

    public async Task<Outcome<EventId, RefusedDraft>> HandleAsync(WithdrawDraft command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await RefuseAsync(db, command.Event, command.Caller, CommandLimits.EventChanges, cancellationToken) is { } refused)
        {
            return refused;
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await DraftStore.LockAsync(db, command.Event, now, cancellationToken) is not { } draft)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        var before = new { submitted = draft.SubmittedAt, publishAt = draft.PublishAt };
        if (command.Delete)
        {
            if ((await EventStore.StatusesAsync(db, [draft.EventId], cancellationToken)).Count > 0)
            {
                return new RefusedDraft(DraftRefusal.WrongState);
            }

            db.Remove(draft);
            PublishingLog.AddAudit(
                db, "event.draft-deleted", draft.EventId, PublishingLog.Summary(EventDraftJson.Read(draft.Document), draft.Revision), null,
                command.Caller.Actor, now);
        }
        else if (draft.SubmittedAt is null && draft.PublishAt is null)
        {
            return new RefusedDraft(DraftRefusal.WrongState);
        }
        else
        {
            (draft.SubmittedAt, draft.SubmittedBy, draft.PublishAt, draft.PublishBy) = (null, null, null, null);
            PublishingLog.AddAudit(
                db, "event.withdrawn", draft.EventId, before, new { submitted = (DateTimeOffset?)null }, command.Caller.Actor, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return draft.EventId;
    }

    // At a set time that is published which was there when the time was set: what is being typed since is not.
    private async Task UnscheduleAsync(
        TicketingDbContext db, StoredDraft draft, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (draft.PublishAt is not null)
        {
            await Unscheduling.StopAsync(db, draft, DraftSentences.StoppedEdited, mails, actor, now, cancellationToken);
        }
    }

    // Against the base, so that removing a date and changing another field at the same time are both kept.
    private static MergedDraft Merge(EventDraft seen, StoredDraft draft, EventDraft sent) =>
        DraftMerge.Merge(seen, EventDraftJson.Read(draft.Document), SeriesDates.WithExceptions(seen, sent));

    // Another organization's draft is answered like none, before anything else is said about the command.
    private async Task<RefusedDraft?> RefuseAsync(
        TicketingDbContext db, EventId id, Caller caller, CommandLimit limit, CancellationToken cancellationToken) =>
        await DraftStore.FindOwnerAsync(db, id, cancellationToken) is not { } owner || !caller.Runs(owner, id)
            ? new RefusedDraft(DraftRefusal.NotFound)
        : await limits.TryCountAsync(limit, caller) ? null
        : new RefusedDraft(DraftRefusal.TooOften);
}
