using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Reads what was done to an order. The caller has made sure that the order is theirs to see.</summary>
public sealed class OrderTrailReader(IDbContextFactory<TicketingDbContext> contexts)
{
    private const int EntriesMax = 500;

    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(OrderId order, CancellationToken cancellationToken)
    {
        var id = order.ToString();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.SubjectType == "order" && entry.SubjectId == id)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Id)
            .Take(EntriesMax)
            .ToListAsync(cancellationToken);
    }
}
