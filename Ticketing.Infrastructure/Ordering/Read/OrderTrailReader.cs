using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Reads the audit trail of an order, oldest entry first, for the box office; to others it is empty.</summary>
public sealed class OrderTrailReader(IDbContextFactory<TicketingDbContext> contexts)
{
    private const int EntriesMax = 500;

    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(OrderId order, Caller caller, CancellationToken cancellationToken)
    {
        var id = order.ToString();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var organization = await db.Orders.Where(o => o.Id == order).Select(o => (OrganizationId?)o.OrganizationId).SingleOrDefaultAsync(cancellationToken);
        if (organization is not { } seller || !caller.ServesBuyersOf(seller))
        {
            return [];
        }

        return await AuditLog.Of(db, "order", id)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Id)
            .Take(EntriesMax)
            .ToListAsync(cancellationToken);
    }
}
