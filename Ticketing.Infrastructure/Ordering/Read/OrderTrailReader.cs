using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Reads the audit trail of an order, oldest entry first. Does not authorize: the caller has to.</summary>
public sealed class OrderTrailReader(IDbContextFactory<TicketingDbContext> contexts)
{
    private const int EntriesMax = 500;

    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(OrderId order, CancellationToken cancellationToken)
    {
        var id = order.ToString();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await AuditLog.Of(db, "order", id)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Id)
            .Take(EntriesMax)
            .ToListAsync(cancellationToken);
    }
}
