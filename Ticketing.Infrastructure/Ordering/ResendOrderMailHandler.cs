using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Requests an order's mail again, for staff; see <see cref="ResendOrderMail"/>.</summary>
public sealed class ResendOrderMailHandler(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    public async Task<Outcome<Order, ResendOrderMailRefusal>> HandleAsync(ResendOrderMail command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var order = await unit.LockOrderAsync(command.Order, cancellationToken);
        if (order is null || !await unit.Db.ServesBuyersOfAsync(command.Caller, order.OrganizationId, order.PerformanceId, cancellationToken))
        {
            return ResendOrderMailRefusal.NotFound;
        }

        if (order.Status is not (OrderStatus.Paid or OrderStatus.PartiallyRefunded))
        {
            return ResendOrderMailRefusal.NoTickets;
        }

        order.RequestMail(command.Caller.Actor, time.GetUtcNow());
        await unit.SaveAsync(cancellationToken);
        return order;
    }
}
