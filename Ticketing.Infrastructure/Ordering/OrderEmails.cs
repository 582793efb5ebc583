using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Changes the addresses of orders, for the feature that knows whether mails arrive.</summary>
public sealed class OrderEmails(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    /// <summary>Corrects the address and requests the mail; null if the order does not exist or has no valid tickets.</summary>
    /// <param name="email">From <see cref="EmailAddress.TryRead"/>.</param>
    public async Task<Order?> CorrectAsync(OrderId id, string email, Actor actor, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var order = await unit.LockOrderAsync(id, cancellationToken);
        if (order?.Status is not (OrderStatus.Paid or OrderStatus.PartiallyRefunded))
        {
            return null;
        }

        order.CorrectEmail(email, actor, time.GetUtcNow());
        await unit.SaveAsync(cancellationToken);
        return order;
    }
}
