using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Seating.Drafts;

namespace Ticketing.Infrastructure.Seating;

/// <summary>
/// Versions of seating plans: saved by hand, restored and published. Versions are never changed; restoring one adds another. Performances
/// refer to compiled plans, so that publishing changes nothing that is on sale.
/// </summary>
public sealed class PlanVersions(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    private const int ListedMax = 500;

    /// <summary>The newest first, at most 500. Null: there is no such plan, or the caller may not edit this organization's plans.</summary>
    public async Task<IReadOnlyList<PlanVersionRow>?> ListAsync(
        OrganizationId organization, SeatingPlanId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!caller.Runs(organization) || await PlanDraftStore.FindPlanAsync(db, id, organization, cancellationToken) is null)
        {
            return null;
        }

        var versions = await db.SeatingPlanVersions.AsNoTracking().Where(version => version.SeatingPlanId == id)
            .OrderByDescending(version => version.Version).Take(ListedMax)
            .Select(version => new { version.Version, version.Kind, version.Name, version.SavedBy, version.SavedAt, version.Places })
            .ToListAsync(cancellationToken);
        var names = await PlanDraftStore.NamesAsync(db, [.. versions.Select(version => version.SavedBy).OfType<UserId>().Distinct()], cancellationToken);
        return versions.ConvertAll(version => new PlanVersionRow(
            version.Version, version.Kind, version.Name ?? "", version.SavedBy is { } user ? names.GetValueOrDefault(user, "") : "", version.SavedAt,
            version.Places));
    }

    /// <summary>The document of a version. Null: there is none, or the caller may not edit this organization's plans.</summary>
    public async Task<PlanDocument?> FindAsync(
        OrganizationId organization, SeatingPlanId id, int number, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return caller.Runs(organization) && await PlanDraftStore.FindPlanAsync(db, id, organization, cancellationToken) is { } plan
            && await FindVersionAsync(db, id, number, cancellationToken) is { } version
            ? PlanDraftStore.DocumentOf(version.Document, plan)
            : null;
    }

    /// <summary>The number of the version.</summary>
    public async Task<Outcome<int, RefusedPlanEdit>> HandleAsync(SaveVersion command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (plan, refused) = await FindPlanAsync(db, command.Organization, command.Plan, command.Caller, cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        var name = TypedText.Line(command.Name);
        if (!TypedText.IsName(name, PlanLimits.NameLengthMax))
        {
            return new RefusedPlanEdit(PlanEditRefusal.InvalidName);
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await PlanDraftStore.LockAsync(db, plan!, now, cancellationToken);
        var review = PlanReview.Of(PlanDraftStore.DocumentOf(draft.Document, plan!));
        var saved = await PlanVersionStore.AddAsync(
            db, draft, new NewVersion(PlanVersionKind.Named, command.Caller.User, name, PlacesOf(review)), now, cancellationToken);
        OrganizationLog.Add(
            db, "plan.version-saved", command.Organization, new { id = command.Plan.Value, version = saved.Version }, null,
            new { plan = plan!.Name, version = saved.Version, name }, command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return saved.Version;
    }

    /// <summary>The revision with the restored document.</summary>
    public async Task<Outcome<long, RefusedPlanEdit>> HandleAsync(RestoreVersion command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (plan, refused) = await FindPlanAsync(db, command.Organization, command.Plan, command.Caller, cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await PlanDraftStore.LockAsync(db, plan!, now, cancellationToken);
        if (await PlanDraftStore.RefuseOtherEditorAsync(db, draft, command.Caller, now, cancellationToken) is { } other)
        {
            return other;
        }

        if (await FindVersionAsync(db, command.Plan, command.Version, cancellationToken) is not { } version)
        {
            return new RefusedPlanEdit(PlanEditRefusal.NotFound);
        }

        var restored = PlanDraftStore.DocumentOf(version.Document, plan!);
        var set = PlanDifference.Between(PlanDraftStore.DocumentOf(draft.Document, plan!), restored, Guid.CreateVersion7(now), "RestoreVersion");
        if (set is null)
        {
            return draft.Revision;
        }

        var by = command.Caller.User;
        await PlanVersionStore.SaveUnsavedAsync(db, draft, by, now, cancellationToken);
        PlanDraftStore.Append(db, draft, set, command.Caller.Actor, now);
        (draft.Document, draft.UpdatedAt, plan!.Name) = (PlanDocumentJson.Write(restored), now, restored.Name);
        await PlanVersionStore.AddAsync(
            db, draft, new NewVersion(PlanVersionKind.Restored, by, version.Name, version.Places, command.Version), now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return draft.Revision;
    }

    /// <summary>The number of the published version; the same again while nothing has changed.</summary>
    public async Task<Outcome<int, RefusedPlanEdit>> HandleAsync(PublishPlan command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (plan, refused) = await FindPlanAsync(db, command.Organization, command.Plan, command.Caller, cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await PlanDraftStore.LockAsync(db, plan!, now, cancellationToken);
        if (await PlanDraftStore.RefuseOtherEditorAsync(db, draft, command.Caller, now, cancellationToken) is { } other)
        {
            return other;
        }

        var published = await db.SeatingPlanVersions.AsNoTracking()
            .Where(version => version.SeatingPlanId == command.Plan && version.Kind == PlanVersionKind.Published)
            .OrderByDescending(version => version.Version).FirstOrDefaultAsync(cancellationToken);
        if (published is { CompiledPlanId: not null } && (published.Revision ?? 0) == draft.Revision)
        {
            return published.Version;
        }

        var compilation = PlanCompiler.Compile(PlanDraftStore.DocumentOf(draft.Document, plan!));
        if (compilation.Plan is not { } compiled)
        {
            return new RefusedPlanEdit(PlanEditRefusal.Incomplete, Problems: compilation.Problems);
        }

        var saved = await PlanVersionStore.AddAsync(
            db, draft, new NewVersion(PlanVersionKind.Published, command.Caller.User, Places: compiled.PlaceCount, Compiled: compiled), now,
            cancellationToken);
        OrganizationLog.Add(
            db, "plan.published", command.Organization, new { id = command.Plan.Value, version = saved.Version },
            published is null ? null : new { version = published.Version, places = published.Places },
            new { plan = plan!.Name, version = saved.Version, places = compiled.PlaceCount }, command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return saved.Version;
    }

    // Another organization's plan is answered like none, before anything else is said about the command.
    private async Task<(SeatingPlan? Plan, RefusedPlanEdit? Refused)> FindPlanAsync(
        TicketingDbContext db, OrganizationId organization, SeatingPlanId id, Caller caller, CancellationToken cancellationToken)
    {
        if (!caller.Runs(organization) || await PlanDraftStore.FindPlanAsync(db, id, organization, cancellationToken) is not { } plan)
        {
            return (null, new RefusedPlanEdit(PlanEditRefusal.NotFound));
        }

        return await limits.TryCountAsync(CommandLimits.PlanVersions, caller) ? (plan, null) : (null, new RefusedPlanEdit(PlanEditRefusal.TooOften));
    }

    private static Task<SeatingPlanVersion?> FindVersionAsync(TicketingDbContext db, SeatingPlanId plan, int number, CancellationToken cancellationToken) =>
        db.SeatingPlanVersions.AsNoTracking().SingleOrDefaultAsync(version => version.SeatingPlanId == plan && version.Version == number, cancellationToken);

    private static int? PlacesOf(PlanReview review) => review.Problems.Count == 0 ? review.Statistics.Places : null;
}
