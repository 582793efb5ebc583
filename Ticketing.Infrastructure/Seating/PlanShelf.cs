using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Seating.Drafts;

namespace Ticketing.Infrastructure.Seating;

/// <summary>An organization's seating plans as they are managed: published or not, started, copied, renamed and deleted.</summary>
public sealed class PlanShelf(
    IDbContextFactory<TicketingDbContext> contexts, OrganizationVenues venues, CommandCounter limits, TimeProvider time)
{
    /// <summary>By name. Empty for an organization whose sales the caller does not run.</summary>
    public async Task<IReadOnlyList<PlanRow>> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.Runs(organization))
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var plans = await db.SeatingPlans.AsNoTracking().Where(plan => plan.OrganizationId == organization)
            .OrderBy(plan => plan.Name).ThenBy(plan => plan.Id)
            .Select(plan => new
            {
                Plan = plan,
                Published = db.SeatingPlanVersions
                    .Where(version => version.SeatingPlanId == plan.Id && version.Kind == PlanVersionKind.Published)
                    .OrderByDescending(version => version.Version)
                    .Select(version => new
                    {
                        version.Version,
                        version.Revision,

                        // Earlier releases noted the version only at the compiled plan.
                        Compiled = db.CompiledPlans
                            .Where(stored => stored.Id == version.CompiledPlanId
                                || (version.CompiledPlanId == null && stored.SeatingPlanId == plan.Id && stored.Version == version.Version))
                            .Select(stored => new { stored.Id, stored.SeatCount }).FirstOrDefault(),
                    })
                    .FirstOrDefault(),
                Draft = db.Set<StoredPlanDraft>().Where(draft => draft.SeatingPlanId == plan.Id)
                    .Select(draft => new { draft.Revision, draft.UpdatedAt }).FirstOrDefault(),
                SavedAt = db.SeatingPlanVersions.Where(version => version.SeatingPlanId == plan.Id).Max(version => (DateTimeOffset?)version.SavedAt),
            })
            .ToListAsync(cancellationToken);
        return plans.ConvertAll(row => new PlanRow(
            row.Plan.Id, row.Plan.VenueId, row.Plan.Name, row.Published?.Version, row.Published?.Compiled?.Id, row.Published?.Compiled?.SeatCount,
            row.Published is null || (row.Draft?.Revision ?? 0) > (row.Published.Revision ?? 0),
            Later(row.Draft?.UpdatedAt, row.SavedAt)));
    }

    public async Task<Outcome<SeatingPlanId, PlanRefusal>> HandleAsync(CreatePlan command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (await RefuseAsync(command.Organization, command.Caller) is { } refused)
        {
            return refused;
        }

        return await AddAsync(
            command.Organization, command.Venue, new PlanDocument { Name = "" }, command.Name, new PlanOrigin(), command.Caller, cancellationToken);
    }

    public async Task<Outcome<SeatingPlanId, PlanRefusal>> HandleAsync(CopyPlan command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (await RefuseAsync(command.Organization, command.Caller) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await PlanDraftStore.FindPlanAsync(db, command.Original, command.Organization, cancellationToken) is not { } original)
        {
            return PlanRefusal.NotFound;
        }

        var draft = await PlanDraftStore.ReadAsync(db, original, time.GetDatabaseNow(), cancellationToken);
        var document = PlanDraftStore.DocumentOf(draft.Document, original);
        return await AddAsync(
            command.Organization, command.Venue, document, command.Name, new PlanOrigin(CopyOf: command.Original.Value), command.Caller, cancellationToken);
    }

    public async Task<Outcome<string, PlanRefusal>> HandleAsync(RenamePlan command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (await RefuseAsync(command.Organization, command.Caller) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await PlanDraftStore.FindPlanAsync(db, command.Plan, command.Organization, cancellationToken) is not { } plan)
        {
            return PlanRefusal.NotFound;
        }

        var name = TypedText.Line(command.Name);
        if (!TypedText.IsName(name, PlanLimits.NameLengthMax))
        {
            return PlanRefusal.Invalid;
        }

        // The name is part of the drawing, too: open editors get it as a change like any other.
        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await PlanDraftStore.LockAsync(db, plan, now, cancellationToken);
        var document = PlanDraftStore.DocumentOf(draft.Document, plan);
        var renamed = document with { Name = name };
        if (PlanDifference.Between(document, renamed, Guid.CreateVersion7(now), "RenamePlan") is { } set)
        {
            var before = plan.Name;
            PlanDraftStore.Append(db, draft, set, command.Caller.Actor, now);
            (draft.Document, draft.UpdatedAt, plan.Name) = (PlanDocumentJson.Write(renamed), now, name);
            OrganizationLog.Add(
                db, "plan.renamed", command.Organization, new { id = plan.Id.Value }, new { name = before }, new { name }, command.Caller.Actor, now);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return name;
    }

    /// <summary>The id of the plan that there was.</summary>
    public async Task<Outcome<SeatingPlanId, PlanRefusal>> HandleAsync(DeletePlan command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (await RefuseAsync(command.Organization, command.Caller) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await PlanDraftStore.FindPlanAsync(db, command.Plan, command.Organization, cancellationToken) is not { } plan)
        {
            return PlanRefusal.NotFound;
        }

        var (now, id) = (time.GetDatabaseNow(), plan.Id.Value);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await PlanDraftStore.LockAsync(db, plan, now, cancellationToken);
        if (draft.IsEditedByOther(PlanDraftStore.EditorOf(command.Caller), now))
        {
            return PlanRefusal.BeingEdited;
        }

        // Compiled plans that versions of other plans have, too, go to one of these; an earlier release noted no version's compiled plan.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE compiled_plans c SET seating_plan_id = v.seating_plan_id, version = v.version
            FROM (
                SELECT DISTINCT ON (compiled_plan_id) compiled_plan_id, seating_plan_id, version FROM seating_plan_versions
                WHERE seating_plan_id <> {id} AND compiled_plan_id IN (SELECT id FROM compiled_plans WHERE seating_plan_id = {id})
                ORDER BY compiled_plan_id, seating_plan_id, version
            ) v
            WHERE c.id = v.compiled_plan_id AND c.seating_plan_id = {id}
            """, cancellationToken);
        var uses = await db.Database.SqlQuery<int>(
            $"""
            SELECT count(*)::int AS "Value" FROM catalog_performances p
            WHERE p.compiled_plan_id IN (SELECT id FROM compiled_plans WHERE seating_plan_id = {id})
               OR (p.organization_id = {command.Organization.Value}
                   AND p.compiled_plan_id IN (SELECT compiled_plan_id FROM seating_plan_versions WHERE seating_plan_id = {id}))
            """).SingleAsync(cancellationToken);
        if (uses > 0)
        {
            return PlanRefusal.InUse;
        }

        // Versions and compiled plans refer to each other, and PostgreSQL checks RESTRICT at once.
        await db.SeatingPlanVersions.Where(version => version.SeatingPlanId == plan.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(version => version.CompiledPlanId, (string?)null), cancellationToken);
        await db.CompiledPlans.Where(stored => stored.SeatingPlanId == plan.Id).ExecuteDeleteAsync(cancellationToken);
        await db.SeatingPlanVersions.Where(version => version.SeatingPlanId == plan.Id).ExecuteDeleteAsync(cancellationToken);
        await db.SeatingPlans.Where(row => row.Id == plan.Id).ExecuteDeleteAsync(cancellationToken);
        OrganizationLog.Add(
            db, "plan.deleted", command.Organization, new { id }, new { plan.Name, venue = plan.VenueId.Value }, null, command.Caller.Actor, now);
        db.Entry(draft).State = EntityState.Detached;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return plan.Id;
    }

    private async Task<PlanRefusal?> RefuseAsync(OrganizationId organization, Caller caller) =>
        !caller.Runs(organization) ? PlanRefusal.NotFound
        : await limits.TryCountAsync(CommandLimits.PlaceChanges, caller) ? null
        : PlanRefusal.TooOften;

    private async Task<Outcome<SeatingPlanId, PlanRefusal>> AddAsync(
        OrganizationId organization, VenueId venue, PlanDocument document, string typedName, PlanOrigin origin, Caller caller,
        CancellationToken cancellationToken)
    {
        var name = TypedText.Line(typedName);
        if (!TypedText.IsName(name, PlanLimits.NameLengthMax))
        {
            return PlanRefusal.Invalid;
        }

        if (await venues.FindAsync(venue, organization, cancellationToken) is null)
        {
            return PlanRefusal.NotFound;
        }

        var added = await NewPlans.AddAsync(
            contexts, organization, venue, document with { Name = name }, null, origin, caller.Actor, time.GetDatabaseNow(), cancellationToken);
        return added.Succeeded ? added.Value.Id : added.Refusal;
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other ?? default : one.Value;
}
