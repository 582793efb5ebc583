using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Seating;

/// <summary>The compiled plans that this instance has needed so far. They never change, so they are never dropped; there are few.</summary>
public sealed class CompiledPlans(IDbContextFactory<TicketingDbContext> contexts)
{
    private readonly ConcurrentDictionary<string, CompiledPlan> _plans = new(StringComparer.Ordinal);

    public async ValueTask<CompiledPlan> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (_plans.TryGetValue(id, out var known))
        {
            return known;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var data = await db.CompiledPlans.Where(p => p.Id == id).Select(p => p.Data).SingleAsync(cancellationToken);
        return _plans.GetOrAdd(id, CompiledPlan.FromBytes(data));
    }
}
