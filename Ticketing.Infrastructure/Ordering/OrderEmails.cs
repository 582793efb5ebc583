using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Changes the addresses of orders, for the feature that knows whether mails arrive.</summary>
public sealed class OrderEmails(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Gives addresses that earlier versions stored in another form that of <see cref="EmailAddress.Normalize"/>, by which buyers are limited.
    /// Idempotent.
    /// </summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var written = await db.Database.SqlQuery<string>(
            $"""SELECT DISTINCT email_normalized AS "Value" FROM orders WHERE email_normalized ~ '[^ -~]' OR email_normalized LIKE '%xn--%'""")
            .ToListAsync(cancellationToken);
        foreach (var stored in written)
        {
            var normal = EmailAddress.Normalize(stored);
            if (normal != stored)
            {
                await db.Database.ExecuteSqlAsync($"UPDATE orders SET email_normalized = {normal} WHERE email_normalized = {stored}", cancellationToken);
                await db.Database.ExecuteSqlAsync($"UPDATE promo_uses SET email_normalized = {normal} WHERE email_normalized = {stored}", cancellationToken);
            }
        }
    }

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
