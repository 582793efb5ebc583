using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Seating.Drafts;

/// <summary>
/// Rows of drafts. A plan gets one with its first change; until then its newest version is read, so that reading writes nothing. The lock of
/// the draft's row serialises its edits, versions and publications.
/// </summary>
internal static class PlanDraftStore
{
    /// <summary>Null: the organization has no such plan.</summary>
    public static Task<SeatingPlan?> FindPlanAsync(
        TicketingDbContext db, SeatingPlanId id, OrganizationId organization, CancellationToken cancellationToken) =>
        db.SeatingPlans.SingleOrDefaultAsync(plan => plan.Id == id && plan.OrganizationId == organization, cancellationToken);

    /// <summary>The draft, not to be changed.</summary>
    public static async Task<StoredPlanDraft> ReadAsync(TicketingDbContext db, SeatingPlan plan, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Set<StoredPlanDraft>().AsNoTracking().SingleOrDefaultAsync(draft => draft.SeatingPlanId == plan.Id, cancellationToken)
            ?? await OfNewestVersionAsync(db, plan, now, cancellationToken);

    /// <summary>The draft, locked until the transaction ends.</summary>
    public static async Task<StoredPlanDraft> LockAsync(TicketingDbContext db, SeatingPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await LockStoredAsync(db, plan.Id, cancellationToken) is { } stored)
        {
            return stored;
        }

        // Another request may make it at the same time: whoever comes second waits for the first and takes its row.
        var made = await OfNewestVersionAsync(db, plan, now, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO seating_plan_drafts (seating_plan_id, base_version, revision, saved_revision, document, updated_at)
            VALUES ({plan.Id.Value}, {made.BaseVersion}, 0, 0, {made.Document}::jsonb, {now}) ON CONFLICT (seating_plan_id) DO NOTHING
            """, cancellationToken);
        var draft = await LockStoredAsync(db, plan.Id, cancellationToken);
        Invariant.Holds(draft is not null);
        return draft!;
    }

    /// <summary>The document of a draft or version. Plans of fixtures and of the first releases have none: they are empty.</summary>
    public static PlanDocument DocumentOf(string json, SeatingPlan plan) =>
        json.Trim() is "{}" ? new PlanDocument { Name = plan.Name } : PlanDocumentJson.Read(json);

    /// <summary>Adds a change set to a locked draft; the caller saves.</summary>
    public static void Append(
        TicketingDbContext db, StoredPlanDraft draft, PlanChangeSet set, Actor actor, DateTimeOffset now)
    {
        draft.Revision++;
        db.Add(new StoredPlanChange
        {
            SeatingPlanId = draft.SeatingPlanId,
            Revision = draft.Revision,
            ChangeSetId = set.Id,
            Actor = actor.Id,
            At = now,
            Changes = PlanChangeSetJson.Write(set),
        });
    }

    /// <summary>The refusal of an edit while somebody else has the lease; null: nobody else has it.</summary>
    public static async Task<RefusedPlanEdit?> RefuseOtherEditorAsync(
        TicketingDbContext db, StoredPlanDraft draft, Caller caller, DateTimeOffset now, CancellationToken cancellationToken) =>
        draft.IsEditedByOther(EditorOf(caller), now)
            ? new RefusedPlanEdit(PlanEditRefusal.BeingEdited, Editor: await EditorAsync(db, draft, caller, now, cancellationToken))
            : null;

    /// <summary>Who edits; null: nobody.</summary>
    public static async Task<PlanEditor?> EditorAsync(
        TicketingDbContext db, StoredPlanDraft draft, Caller caller, DateTimeOffset now, CancellationToken cancellationToken) =>
        draft is { EditorId: { } editor, EditorUntil: { } until } && until > now
            ? new PlanEditor(
                (await NamesAsync(db, [new UserId(editor)], cancellationToken)).GetValueOrDefault(new UserId(editor), ""), editor == EditorOf(caller), until)
            : null;

    /// <summary>The account or key of a lease.</summary>
    public static Guid? EditorOf(Caller caller) => caller.User?.Value ?? caller.Key?.Id;

    public static async Task<IReadOnlyDictionary<UserId, string>> NamesAsync(
        TicketingDbContext db, IReadOnlyList<UserId> users, CancellationToken cancellationToken) =>
        (await AccountContacts.ReadAsync(db, users, cancellationToken)).ToDictionary(contact => contact.User, contact => contact.Name);

    private static async Task<StoredPlanDraft> OfNewestVersionAsync(
        TicketingDbContext db, SeatingPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var newest = await db.SeatingPlanVersions.AsNoTracking().Where(version => version.SeatingPlanId == plan.Id)
            .OrderByDescending(version => version.Version).FirstOrDefaultAsync(cancellationToken);
        return new StoredPlanDraft
        {
            SeatingPlanId = plan.Id,
            BaseVersion = newest?.Version ?? 0,
            Revision = 0,
            SavedRevision = 0,
            Document = PlanDocumentJson.Write(DocumentOf(newest?.Document ?? "{}", plan) with { Name = plan.Name }),
            UpdatedAt = newest?.SavedAt ?? now,
        };
    }

    private static async Task<StoredPlanDraft?> LockStoredAsync(TicketingDbContext db, SeatingPlanId id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM seating_plan_drafts WHERE seating_plan_id = {id.Value} FOR UPDATE", cancellationToken);
        return await db.Set<StoredPlanDraft>().SingleOrDefaultAsync(draft => draft.SeatingPlanId == id, cancellationToken);
    }
}
