using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Seating.Drafts;

namespace Ticketing.Infrastructure.Seating;

/// <summary>The newest published versions of plans, for those who sell by an earlier one.</summary>
internal static class PublishedPlans
{
    public static Task<bool> ExistsAsync(TicketingDbContext db, SeatingPlanId id, OrganizationId organization, CancellationToken cancellationToken) =>
        db.SeatingPlans.AnyAsync(plan => plan.Id == id && plan.OrganizationId == organization, cancellationToken);

    /// <summary>Null: the organization has no such plan, or it was never published with a document.</summary>
    public static async Task<(int Version, PlanDocument Document)?> FindAsync(
        TicketingDbContext db, SeatingPlanId id, OrganizationId organization, CancellationToken cancellationToken)
    {
        var newest = await db.SeatingPlanVersions.AsNoTracking()
            .Where(version => version.SeatingPlanId == id && version.Kind == PlanVersionKind.Published
                && db.SeatingPlans.Any(plan => plan.Id == id && plan.OrganizationId == organization))
            .OrderByDescending(version => version.Version).Select(version => new { version.Version, version.Document })
            .FirstOrDefaultAsync(cancellationToken);
        return newest is null || newest.Document.Trim() is "{}" ? null : (newest.Version, PlanDocumentJson.Read(newest.Document));
    }

    /// <summary>The compiled plans of a plan's versions.</summary>
    public static IQueryable<string> CompiledOf(TicketingDbContext db, SeatingPlanId id) =>
        db.SeatingPlanVersions.Where(version => version.SeatingPlanId == id && version.CompiledPlanId != null).Select(version => version.CompiledPlanId!)
            .Union(db.CompiledPlans.Where(stored => stored.SeatingPlanId == id).Select(stored => stored.Id));

    /// <summary>Stores a version as it was compiled for the seats of a date.</summary>
    public static Task StoreAsync(
        TicketingDbContext db, CompiledPlan compiled, SeatingPlanId id, int version, DateTimeOffset now, CancellationToken cancellationToken) =>
        PlanVersionStore.StoreAsync(db, compiled, id, version, now, cancellationToken);
}
