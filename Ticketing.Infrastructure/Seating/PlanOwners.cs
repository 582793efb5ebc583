using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Seating;

/// <summary>Finds the seating plan that a performance's compiled plan was made from.</summary>
internal static class PlanOwners
{
    /// <summary>
    /// The plan at the venue, else another one, of which a version has this content; null: the organization has none. Compiled plans are
    /// addressed by their content: several plans may share one.
    /// </summary>
    public static async Task<SeatingPlanId?> FindAsync(
        TicketingDbContext db, string compiledPlan, OrganizationId organization, VenueId venue, CancellationToken cancellationToken) =>
        await (
            from plan in db.SeatingPlans
            where plan.OrganizationId == organization
                && (db.SeatingPlanVersions.Any(version => version.SeatingPlanId == plan.Id && version.CompiledPlanId == compiledPlan)
                    || db.CompiledPlans.Any(compiled => compiled.Id == compiledPlan && compiled.SeatingPlanId == plan.Id))
            orderby plan.VenueId == venue descending, plan.Id
            select (SeatingPlanId?)plan.Id).FirstOrDefaultAsync(cancellationToken);
}
