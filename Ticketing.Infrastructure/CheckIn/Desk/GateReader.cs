using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.CheckIn.Desk;

/// <summary>What a gate of a performance can be limited to.</summary>
public sealed record GateChoices(IReadOnlyList<Gate> Unused, IReadOnlyList<string> Tiers, IReadOnlyList<string> Sections);

/// <summary>Gates for who runs an organization's sales or checks tickets in.</summary>
public sealed class GateReader(OrganizationContexts contexts, IDbContextFactory<TicketingDbContext> all, CompiledPlans plans)
{
    private const int RowsMax = 1000;

    /// <summary>All gates of an organization, by venue and name.</summary>
    public async Task<IReadOnlyList<Gate>> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForDoor(caller);
        return await db.Set<Gate>().Where(gate => gate.OrganizationId == organization)
            .OrderBy(gate => gate.VenueId).ThenBy(gate => gate.Name).Take(RowsMax).ToListAsync(cancellationToken);
    }

    /// <summary>What can be chosen for the gates of a performance; null: the caller does not run its sales.</summary>
    public async Task<GateChoices?> ChoicesAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await all.CreateDbContextAsync(cancellationToken);
        if (await db.FindDateAsync(performance, caller, runs: true, cancellationToken) is null)
        {
            return null;
        }

        var (found, _, _) = await PerformanceReader.GetAsync(db, performance, cancellationToken);
        var used = db.Set<PerformanceGate>().Where(gate => gate.PerformanceId == performance).Select(gate => gate.GateId);
        var unused = await db.Set<Gate>().AsNoTracking().Where(gate => gate.VenueId == found.VenueId && gate.OrganizationId == found.OrganizationId && !used.Contains(gate.Id))
            .OrderBy(gate => gate.Name).ToListAsync(cancellationToken);
        var tiers = await CatalogTiers.NamesOf(db, db.PerformanceFacts.Where(date => date.Id == performance).Select(date => date.Id)).ToListAsync(cancellationToken);
        var plan = await plans.GetAsync(found.CompiledPlanId, cancellationToken);
        return new GateChoices(unused, tiers, [.. plan.Sections.Select(section => section.Name).Distinct()]);
    }
}
