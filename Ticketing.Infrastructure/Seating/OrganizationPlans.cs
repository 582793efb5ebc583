using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Seating;

public sealed class OrganizationPlans(IDbContextFactory<TicketingDbContext> contexts, CompiledPlans compiledPlans)
{
    public async Task<PlanChoice?> FindAsync(SeatingPlanId id, OrganizationId organization, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var plan = await db.SeatingPlans.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.OrganizationId == organization, cancellationToken);
        var stored = await db.CompiledPlans.Where(p => p.SeatingPlanId == id).OrderByDescending(p => p.Version).Select(p => p.Id).FirstOrDefaultAsync(cancellationToken);
        if (plan is null || stored is null)
        {
            return null;
        }

        var compiled = await compiledPlans.GetAsync(stored, cancellationToken);
        return new PlanChoice(
            id, plan.VenueId, plan.Name, 1, compiled.PlaceCount, compiled.Id,
            [.. compiled.Categories.Select(category => new PlanChoiceCategory(category.Key, category.Name, category.Color, 1))]);
    }
}
