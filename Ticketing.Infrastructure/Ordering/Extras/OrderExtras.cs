using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Extras;

/// <summary>The extras of orders, in the caller's transaction. Orders without extras cause no query.</summary>
internal static class OrderExtras
{
    /// <summary>Reads the extras of an order that <paramref name="db"/> has read; null: there is none.</summary>
    public static async Task ShowAsync(TicketingDbContext db, Order? order, CancellationToken cancellationToken)
    {
        if (order is not { ExtraCount: > 0 })
        {
            return;
        }

        var isTracked = db.Entry(order).State != EntityState.Detached;
        var units = db.Set<OrderExtra>().Where(unit => unit.OrderId == order.Id).OrderBy(unit => unit.Id);
        order.ShowExtras(await (isTracked ? units : units.AsNoTracking()).ToListAsync(cancellationToken));
    }

    /// <summary>An event's extras by position, without removed ones, as they are now.</summary>
    public static Task<List<Extra>> OfferedAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken) =>
        db.Set<Extra>().AsNoTracking().Where(extra => extra.EventId == id && extra.RemovedAt == null)
            .OrderBy(extra => extra.Position).ThenBy(extra => extra.Id).ToListAsync(cancellationToken);
}
