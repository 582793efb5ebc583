using System.Collections.Concurrent;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Seating;

/// <summary>Stand-in.</summary>
public sealed class OrganizationPlans
{
    private static readonly ConcurrentDictionary<SeatingPlanId, (OrganizationId Organization, PlanChoice Plan)> Known = new();

    public Task<IReadOnlyList<PlanChoice>> ListAsync(
        OrganizationId organization, VenueId? venue, Caller caller, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PlanChoice>>(
        caller.Runs(organization)
            ? [.. Known.Values.Where(row => row.Organization == organization && (venue is null || row.Plan.Venue == venue)).Select(row => row.Plan)]
            : []);

    public Task<PlanChoice?> FindAsync(SeatingPlanId id, OrganizationId organization, CancellationToken cancellationToken) =>
        Task.FromResult(Known.TryGetValue(id, out var row) && row.Organization == organization ? row.Plan : null);

    public Task<Outcome<PlanChoice, PlanRefusal>> HandleAsync(CopyTemplate c, CancellationToken cancellationToken)
    {
        if (!c.Caller.Runs(c.Organization))
        {
            return Task.FromResult<Outcome<PlanChoice, PlanRefusal>>(PlanRefusal.NotFound);
        }

        var plan = new PlanChoice(
            SeatingPlanId.New(), c.Venue, c.Name, 1, 100, "none", [new("one", "Category 1", "#4f6bed", 60), new("two", "Category 2", "#c2410c", 40)]);
        Known[plan.Id] = (c.Organization, plan);
        return Task.FromResult<Outcome<PlanChoice, PlanRefusal>>(plan);
    }
}
