using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>
/// How much of an order a member may give back. The amounts given before are counted under the order's lock by the commands, so that two
/// refunds at once do not both fit.
/// </summary>
public sealed class RefundAllowances(IDbContextFactory<TicketingDbContext> contexts)
{
    /// <summary>Null: the caller has no limit, or does not serve the order's buyer.</summary>
    public async Task<RefundAllowance?> ReadAsync(OrderId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.Id == id, cancellationToken);
        if (order is null || !await db.ServesBuyersOfAsync(caller, order.OrganizationId, order.PerformanceId, cancellationToken)
            || await LimitAsync(db, order, caller, cancellationToken) is not { } limit)
        {
            return null;
        }

        var given = OrderMoney.GivenOf(
            await OrderPayments.ReadAsync(db, id, cancellationToken), await OrderRefunds.ReadAsync(db, id, cancellationToken));
        return new RefundAllowance(limit, new Money(given, order.Currency));
    }

    /// <summary>The same of a locked order.</summary>
    internal static async Task<RefundAllowance?> OfLockedAsync(
        TicketingDbContext db, Order order, OrderMoney money, Caller caller, CancellationToken cancellationToken) =>
        await LimitAsync(db, order, caller, cancellationToken) is { } limit
            ? new RefundAllowance(limit, new Money(money.Given, order.Currency))
            : null;

    private static async Task<Money?> LimitAsync(TicketingDbContext db, Order order, Caller caller, CancellationToken cancellationToken) =>
        RefundLimits.Of(await OrganizationReader.GetAsync(db, order.OrganizationId, cancellationToken))
            .For(caller, order.OrganizationId, order.Currency);
}
