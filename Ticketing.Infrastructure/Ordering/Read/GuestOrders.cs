using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>A paid order without an account.</summary>
public sealed record GuestOrder(string Number, string EventTitle, DateTimeOffset StartsAt, string TimeZone);

/// <summary>
/// The paid guest orders with an account's confirmed address (rule 27). The address opens none of them: the account's holder adds them to
/// the account by a click of its own, which is recorded in the orders' audit trail.
/// </summary>
public sealed class GuestOrders(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    private const int CountMax = 200;

    /// <summary>The orders that <see cref="ClaimAsync"/> would add, newest first; none for an unconfirmed address.</summary>
    public async Task<IReadOnlyList<GuestOrder>> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (AddressOf(caller) is not { } email)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from order in Of(db, email).AsNoTracking()
            join performance in db.PerformanceFacts on order.PerformanceId equals performance.Id
            orderby order.CreatedAt descending
            select new GuestOrder(order.Number, performance.EventTitle, performance.StartsAt, performance.TimeZone))
            .Take(CountMax).ToListAsync(cancellationToken);
    }

    /// <summary>Adds the orders to the caller's account. Idempotent.</summary>
    /// <returns>The number of orders added.</returns>
    public async Task<int> ClaimAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (AddressOf(caller) is not { } email)
        {
            return 0;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var claimed = await db.Database.SqlQuery<Guid>(
            $"""
            UPDATE orders SET user_id = {caller.User!.Value.Value}
            WHERE email_normalized = {email} AND user_id IS NULL AND paid_at IS NOT NULL RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        foreach (var order in claimed)
        {
            AuditLog.Add(db, "order.claimed", "order", order.ToString(), null, null, caller.Actor, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return claimed.Count;
    }

    private static IQueryable<Order> Of(TicketingDbContext db, string email) =>
        db.Orders.Where(order => order.EmailNormalized == email && order.UserId == null && order.PaidAt != null);

    private static string? AddressOf(Caller caller) =>
        caller is { User: not null, EmailConfirmed: true } ? EmailAddress.Normalize(caller.Email) : null;
}
