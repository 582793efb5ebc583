using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Reads orders for authorized visitors; to others an order does not exist. Retries on transient database failures.</summary>
public sealed class OrderReader(
    IDbContextFactory<TicketingDbContext> contexts, TicketCodes codes, VoucherCodes vouchers, CompiledPlans plans, OrderTokens tokens)
{
    private static readonly TimeSpan RetryTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The order with that id; null if it does not exist or the visitor may not see it.</summary>
    public Task<OrderView?> FindAsync(OrderId id, OrderVisitor visitor, CancellationToken cancellationToken) =>
        FindAsync(orders => orders.Where(order => order.Id == id), visitor, cancellationToken);

    /// <summary>The order with that number, in any case; null if it does not exist or the visitor may not see it.</summary>
    public Task<OrderView?> FindAsync(string number, OrderVisitor visitor, CancellationToken cancellationToken) =>
        OrderNumber.Parse(number) is { } parsed
            ? FindAsync(orders => orders.Where(order => order.Number == parsed), visitor, cancellationToken)
            : Task.FromResult<OrderView?>(null);

    /// <summary>The order of that ticket; null if it does not exist or the visitor may not see it.</summary>
    public async Task<OrderView?> FindAsync(TicketId ticket, OrderVisitor visitor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await IssuedTickets.FindOrderAsync(db, ticket, cancellationToken);
        return order is { } id ? await FindAsync(id, visitor, cancellationToken) : null;
    }

    /// <summary>The order of that hold; null if it does not exist or the visitor may not see it.</summary>
    public Task<OrderView?> FindAsync(HoldId hold, OrderVisitor visitor, CancellationToken cancellationToken) =>
        FindAsync(orders => orders.Where(order => order.HoldId == hold), visitor, cancellationToken);

    private Task<OrderView?> FindAsync(
        Func<IQueryable<Order>, IQueryable<Order>> which, OrderVisitor visitor, CancellationToken cancellationToken) =>
        DatabaseRetry.RunAsync(() => FindOnceAsync(which, visitor, cancellationToken), RetryTimeout, cancellationToken);

    private async Task<OrderView?> FindOnceAsync(
        Func<IQueryable<Order>, IQueryable<Order>> which, OrderVisitor visitor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await which(db.Orders.AsNoTracking()).Include(o => o.Items.OrderBy(i => i.SeatIndex))
            .SingleOrDefaultAsync(cancellationToken);
        if (order is null || !await OrderAccess.MaySeeAsync(db, tokens, order, visitor, cancellationToken))
        {
            return null;
        }

        await OrderExtras.ShowAsync(db, order, cancellationToken);
        var tickets = await IssuedTickets.ReadAsync(db, order.Id, cancellationToken);
        await codes.EnsureSignedAsync(tickets, cancellationToken);
        await vouchers.EnsureSignedAsync(order, cancellationToken);
        var (performance, shown, venue) = await PerformanceReader.GetAsync(db, order.PerformanceId, cancellationToken);
        var plan = await plans.GetAsync(performance.CompiledPlanId, cancellationToken);
        return new OrderView(
            order,
            tickets,
            await OrderPayments.ReadAsync(db, order.Id, cancellationToken),
            await OrderRefunds.ReadAsync(db, order.Id, cancellationToken),
            performance,
            shown,
            venue,
            await OrganizationReader.GetAsync(db, order.OrganizationId, cancellationToken))
        {
            Places = order.Items.Select(item => item.SeatIndex).Distinct().ToDictionary(seat => seat, plan.PlaceOf),
        };
    }
}
