using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Publishing.Drafts;

/// <summary>
/// Rows of drafts and their revisions. An event of the catalogue without a draft gets one with its first change; until then it is made for
/// each reader, so that reading writes nothing.
/// </summary>
internal static class DraftStore
{
    // The first revision of a draft that is made from the catalogue.
    private const int FirstRevision = 1;

    /// <summary>The organization that the event is of; null: there is neither a draft nor an event.</summary>
    public static async Task<OrganizationId?> FindOwnerAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken) =>
        await db.Set<StoredDraft>().Where(draft => draft.EventId == id).Select(draft => (OrganizationId?)draft.OrganizationId)
            .SingleOrDefaultAsync(cancellationToken)
        ?? await EventStore.FindOwnerAsync(db, id, cancellationToken);

    /// <summary>The draft, not to be changed. Null: there is neither a draft nor an event.</summary>
    public static async Task<StoredDraft?> FindAsync(TicketingDbContext db, EventId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Set<StoredDraft>().AsNoTracking().SingleOrDefaultAsync(draft => draft.EventId == id, cancellationToken)
        ?? await OfCatalogAsync(db, id, now, cancellationToken);

    /// <summary>The draft, locked and to be changed in the caller's transaction; the lock serialises all changes of a draft.</summary>
    public static async Task<StoredDraft?> LockAsync(TicketingDbContext db, EventId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await LockStoredAsync(db, id, cancellationToken) is { } stored)
        {
            return stored;
        }

        if (await OfCatalogAsync(db, id, now, cancellationToken) is not { } made)
        {
            return null;
        }

        // A concurrent first change inserts the same.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO event_drafts (event_id, organization_id, document, revision, published_document, created_at, saved_at)
            VALUES ({id.Value}, {made.OrganizationId.Value}, {made.Document}::jsonb, {made.Revision}, {made.PublishedDocument}::jsonb, {made.CreatedAt}, {made.SavedAt})
            ON CONFLICT (event_id) DO NOTHING
            """, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO event_draft_revisions (event_id, revision, document, saved_at)
            VALUES ({id.Value}, {made.Revision}, {made.Document}::jsonb, {made.SavedAt})
            ON CONFLICT (event_id, revision) DO NOTHING
            """, cancellationToken);
        return await LockStoredAsync(db, id, cancellationToken);
    }

    /// <summary>The document of a revision; null: it is not kept any more, or there never was one.</summary>
    public static Task<string?> FindDocumentAsync(TicketingDbContext db, EventId id, int revision, CancellationToken cancellationToken) =>
        db.Set<StoredRevision>().Where(kept => kept.EventId == id && kept.Revision == revision).Select(kept => kept.Document)
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>The revision that an undo goes back to; null: there is none.</summary>
    public static async Task<StoredRevision?> FindEarlierAsync(TicketingDbContext db, StoredDraft draft, CancellationToken cancellationToken)
    {
        var latest = await db.Set<StoredRevision>().AsNoTracking()
            .SingleOrDefaultAsync(kept => kept.EventId == draft.EventId && kept.Revision == draft.Revision, cancellationToken);
        return latest is null
            ? null
            : await db.Set<StoredRevision>().AsNoTracking().Where(kept => kept.EventId == draft.EventId && kept.Revision < latest.Origin)
                .OrderByDescending(kept => kept.Revision).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Replaces the draft's document by a new revision, and forgets the oldest one; the caller saves.</summary>
    /// <param name="restores">See <see cref="StoredRevision.Restores"/>.</param>
    /// <param name="by">Null: the system.</param>
    public static async Task ReviseAsync(
        TicketingDbContext db, StoredDraft draft, string document, int? restores, UserId? by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (draft.Document, draft.SavedAt, draft.SavedBy) = (document, now, by);
        draft.Revision++;
        AddRevision(db, draft, restores);
        var oldest = draft.Revision - StoredRevision.KeptMax;
        await db.Set<StoredRevision>().Where(kept => kept.EventId == draft.EventId && kept.Revision <= oldest).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Adds a new draft; the caller saves.</summary>
    public static StoredDraft Add(TicketingDbContext db, OrganizationId organization, EventDraft document, UserId? by, DateTimeOffset now)
    {
        var draft = new StoredDraft
        {
            EventId = EventId.New(),
            OrganizationId = organization,
            Document = EventDraftJson.Write(document),
            Revision = FirstRevision,
            CreatedAt = now,
            CreatedBy = by,
            SavedAt = now,
            SavedBy = by,
        };
        db.Add(draft);
        AddRevision(db, draft, null);
        return draft;
    }

    private static void AddRevision(TicketingDbContext db, StoredDraft draft, int? restores) => db.Add(new StoredRevision
    {
        EventId = draft.EventId,
        Revision = draft.Revision,
        Document = draft.Document,
        Restores = restores,
        SavedAt = draft.SavedAt,
        SavedBy = draft.SavedBy,
    });

    private static async Task<StoredDraft?> LockStoredAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM event_drafts WHERE event_id = {id.Value} FOR UPDATE", cancellationToken);
        return await db.Set<StoredDraft>().SingleOrDefaultAsync(draft => draft.EventId == id, cancellationToken);
    }

    private static async Task<StoredDraft?> OfCatalogAsync(TicketingDbContext db, EventId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await EventStore.FindAsync(db, id, cancellationToken) is not { } stored)
        {
            return null;
        }

        var (entry, first) = (stored.Event, stored.Performances is [var earliest, ..] ? earliest : null);
        var plan = first is null ? null : await PlanOwners.FindAsync(db, first.CompiledPlanId, entry.OrganizationId, first.VenueId, cancellationToken);
        var document = EventDraftJson.Write(CatalogDraft.Of(stored, plan, now));
        return new StoredDraft
        {
            EventId = id,
            OrganizationId = entry.OrganizationId,
            Document = document,
            Revision = FirstRevision,
            PublishedDocument = entry.Status == Core.Catalog.EventStatus.Draft ? null : document,
            CreatedAt = entry.CreatedAt,
            SavedAt = entry.CreatedAt,
        };
    }
}
