using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>The price tiers of performances, for other features' choices.</summary>
internal static class CatalogTiers
{
    /// <summary>The different names of the tiers of <paramref name="performances"/>, by name.</summary>
    public static IQueryable<string> NamesOf(TicketingDbContext db, IQueryable<PerformanceId> performances) =>
        db.PriceTiers.AsNoTracking().Where(tier => performances.Contains(tier.PerformanceId)).Select(tier => tier.Name).Distinct().OrderBy(name => name);
}
