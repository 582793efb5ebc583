using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Seating.Drafts;

namespace Ticketing.Infrastructure.Seating;

/// <summary>
/// Drafts of seating plans: those who run an organization's sales edit them, one at a time by a lease. A draft's row is locked while it is
/// changed, and the revision that an editor has seen must be the latest: of two who save at once the second reads the first's changes.
/// </summary>
public sealed class PlanDrafts(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    private const int ChangesShownMax = 500;

    /// <summary>Null: there is none, or the caller may not edit this organization's plans.</summary>
    public async Task<PlanDraftView?> FindAsync(
        OrganizationId organization, SeatingPlanId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!caller.Runs(organization) || await PlanDraftStore.FindPlanAsync(db, id, organization, cancellationToken) is not { } plan)
        {
            return null;
        }

        var now = time.GetDatabaseNow();
        var draft = await PlanDraftStore.ReadAsync(db, plan, now, cancellationToken);
        var published = await db.SeatingPlanVersions
            .Where(version => version.SeatingPlanId == id && version.Kind == PlanVersionKind.Published)
            .MaxAsync(version => (int?)version.Version, cancellationToken);
        return new PlanDraftView(
            id, plan.VenueId, PlanDraftStore.DocumentOf(draft.Document, plan), draft.Revision, draft.BaseVersion, published,
            await PlanDraftStore.EditorAsync(db, draft, caller, now, cancellationToken));
    }

    /// <summary>The revision with the change sets. Sets that were applied before are not applied again.</summary>
    public async Task<Outcome<long, RefusedPlanEdit>> HandleAsync(EditPlan command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var caller = command.Caller;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!caller.Runs(command.Organization)
            || await PlanDraftStore.FindPlanAsync(db, command.Plan, command.Organization, cancellationToken) is not { } plan)
        {
            return new RefusedPlanEdit(PlanEditRefusal.NotFound);
        }

        if (!await limits.TryCountAsync(CommandLimits.PlanEdits, caller))
        {
            return new RefusedPlanEdit(PlanEditRefusal.TooOften);
        }

        if (command.Sets.Count is 0 or > PlanEditing.SetsMax || command.Sets.Any(set => set is null))
        {
            return Invalid(new InvalidChange(InvalidChangeKind.Malformed, null, $"Send 1 to {PlanEditing.SetsMax} change sets."));
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await PlanDraftStore.LockAsync(db, plan, now, cancellationToken);
        if (await PlanDraftStore.RefuseOtherEditorAsync(db, draft, caller, now, cancellationToken) is { } other)
        {
            return other;
        }

        var sent = command.Sets.DistinctBy(set => set.Id).ToList();
        var ids = sent.ConvertAll(set => set.Id);
        var known = await db.Set<StoredPlanChange>().Where(change => change.SeatingPlanId == plan.Id && ids.Contains(change.ChangeSetId))
            .Select(change => new { change.ChangeSetId, change.Revision }).ToDictionaryAsync(change => change.ChangeSetId, cancellationToken);
        var news = sent.FindAll(set => !known.ContainsKey(set.Id));
        if (news.Count == 0)
        {
            return draft.Revision;
        }

        // A lost answer: the sets before the new ones were applied, and nobody has changed anything else since.
        var seen = command.Seen + known.Values.Count(change => change.Revision > command.Seen);
        if (seen != draft.Revision)
        {
            return new RefusedPlanEdit(
                PlanEditRefusal.Conflict, draft.Revision, await SinceAsync(db, draft, command.Seen, cancellationToken));
        }

        var document = PlanDraftStore.DocumentOf(draft.Document, plan);
        foreach (var set in news)
        {
            var applied = PlanEdit.Apply(document, set);
            if (!applied.Succeeded)
            {
                return Invalid(applied.Refusal);
            }

            PlanDraftStore.Append(db, draft, PlanEdit.Canonical(document, applied.Value, set), caller.Actor, now);
            document = applied.Value;
        }

        var json = PlanDocumentJson.Write(document);
        if (json.Length > PlanEditing.DocumentLengthMax)
        {
            return new RefusedPlanEdit(PlanEditRefusal.TooLarge);
        }

        (draft.Document, draft.UpdatedAt, plan.Name) = (json, now, document.Name);
        await db.SaveChangesAsync(cancellationToken);
        await PlanVersionStore.SaveIfDueAsync(db, draft, caller.User, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return draft.Revision;
    }

    /// <summary>Until when the caller edits alone.</summary>
    public async Task<Outcome<DateTimeOffset, RefusedPlanEdit>> HandleAsync(TakeOverEditing command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var caller = command.Caller;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!caller.Runs(command.Organization)
            || await PlanDraftStore.FindPlanAsync(db, command.Plan, command.Organization, cancellationToken) is not { } plan)
        {
            return new RefusedPlanEdit(PlanEditRefusal.NotFound);
        }

        if (!await limits.TryCountAsync(CommandLimits.PlanEdits, caller))
        {
            return new RefusedPlanEdit(PlanEditRefusal.TooOften);
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await PlanDraftStore.LockAsync(db, plan, now, cancellationToken);
        if (!command.Force && await PlanDraftStore.RefuseOtherEditorAsync(db, draft, caller, now, cancellationToken) is { } other)
        {
            return other;
        }

        var until = now + PlanEditing.Lease;
        (draft.EditorId, draft.EditorUntil) = (PlanDraftStore.EditorOf(caller), until);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return until;
    }

    // All sets since a revision, or none where some are not kept or are too many: the editor reads the document again.
    private static async Task<IReadOnlyList<PlanChangeSet>> SinceAsync(
        TicketingDbContext db, StoredPlanDraft draft, long seen, CancellationToken cancellationToken)
    {
        var missing = draft.Revision - seen;
        if (missing is <= 0 or > ChangesShownMax)
        {
            return [];
        }

        var stored = await db.Set<StoredPlanChange>().AsNoTracking()
            .Where(change => change.SeatingPlanId == draft.SeatingPlanId && change.Revision > seen && change.Revision <= draft.Revision)
            .OrderBy(change => change.Revision).Select(change => change.Changes).ToListAsync(cancellationToken);
        return stored.Count == missing ? stored.ConvertAll(PlanChangeSetJson.Read) : [];
    }

    private static RefusedPlanEdit Invalid(InvalidChange invalid) => new(PlanEditRefusal.InvalidChange, Invalid: invalid);
}
