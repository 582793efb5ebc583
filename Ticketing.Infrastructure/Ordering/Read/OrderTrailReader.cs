using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>An act of an order's history.</summary>
/// <param name="Action">As in the audit log: <c>order.cancelled</c> …</param>
/// <param name="Actor">See <see cref="AuditEntry.Actor"/>.</param>
public sealed record OrderTrailEntry(DateTimeOffset At, string Action, string Actor);

/// <summary>
/// Reads the history of an order, oldest entry first, for the box office; to others it is empty. The audit log has no entry of a buyer's
/// own purchase: when the order was placed and paid is in the order.
/// </summary>
public sealed class OrderTrailReader(IDbContextFactory<TicketingDbContext> contexts)
{
    private const int EntriesMax = 500;

    public async Task<IReadOnlyList<OrderTrailEntry>> ReadAsync(OrderId order, Caller caller, CancellationToken cancellationToken)
    {
        var id = order.ToString();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var purchase = await db.Orders.Where(o => o.Id == order).Select(o => new { o.OrganizationId, o.PerformanceId, o.CreatedAt, o.PaidAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (purchase is null || !await db.ServesBuyersOfAsync(caller, purchase.OrganizationId, purchase.PerformanceId, cancellationToken))
        {
            return [];
        }

        var entries = await AuditLog.Of(db, "order", id)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Id)
            .Take(EntriesMax)
            .Select(entry => new OrderTrailEntry(entry.At, entry.Action, entry.Actor))
            .ToListAsync(cancellationToken);

        // A stable sort: the buyer's acts come before others of the same time.
        return
        [
            .. ByBuyer(purchase.CreatedAt, purchase.PaidAt)
                .Where(own => !entries.Exists(entry => entry.Action == own.Action))
                .Concat(entries)
                .OrderBy(entry => entry.At),
        ];
    }

    private static IEnumerable<OrderTrailEntry> ByBuyer(DateTimeOffset placedAt, DateTimeOffset? paidAt)
    {
        yield return new OrderTrailEntry(placedAt, "order.placed", Actor.Buyer.Name);
        if (paidAt is { } at)
        {
            yield return new OrderTrailEntry(at, "order.paid", Actor.Buyer.Name);
        }
    }
}
