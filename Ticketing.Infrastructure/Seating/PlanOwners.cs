using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Seating;

/// <summary>Finds the seating plan that a performance's compiled plan was made from.</summary>
internal static class PlanOwners
{
    /// <summary>
    /// Null: there is none in that organization. Compiled plans are addressed by their content, so that equal plans of two organizations are
    /// one row, which names the plan that was compiled first.
    /// </summary>
    public static async Task<SeatingPlanId?> FindAsync(
        TicketingDbContext db, string compiledPlan, OrganizationId organization, CancellationToken cancellationToken) =>
        await (
            from compiled in db.CompiledPlans
            join plan in db.SeatingPlans on compiled.SeatingPlanId equals plan.Id
            where compiled.Id == compiledPlan && plan.OrganizationId == organization
            select (SeatingPlanId?)plan.Id).SingleOrDefaultAsync(cancellationToken);
}
