using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Seating;

/// <summary>Cache of compiled plans. Plans are immutable and few, so that entries are never evicted.</summary>
public sealed class CompiledPlans(IDbContextFactory<TicketingDbContext> contexts)
{
    private readonly ConcurrentDictionary<string, CompiledPlan> _plans = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">The plan does not exist.</exception>
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
