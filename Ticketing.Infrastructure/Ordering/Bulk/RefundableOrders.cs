using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Ordering.Bulk;

/// <summary>The orders that a bulk refund is about: paid ones with seats or extras. The caller was judged before.</summary>
internal static class RefundableOrders
{
    /// <summary>The condition on an order <c>o</c> of such a date, as <see cref="Of(TicketingDbContext, IReadOnlyCollection{PerformanceId})"/> has it.</summary>
    public const string Condition =
        """
        o.status IN ('paid', 'partially-refunded')
          AND (EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND i.live)
            OR (o.extra_count > 0 AND EXISTS (SELECT 1 FROM order_extras e WHERE e.order_id = o.id AND e.live)))
        """;

    private const int PageSize = 1_000;

    /// <summary>Those of dates, in no order.</summary>
    public static IQueryable<Order> Of(TicketingDbContext db, IReadOnlyCollection<PerformanceId> performances) =>
        Of(db, db.Orders, performances);

    /// <summary>Counts and adds them up by the rule that refunds them.</summary>
    public static async Task<BulkRefundPreview> PreviewAsync(
        TicketingDbContext db, OrganizationId organization, IReadOnlyCollection<PerformanceId> performances, Caller caller,
        CancellationToken cancellationToken)
    {
        var (orders, all, withoutFees) = (0, new Dictionary<string, long>(), new Dictionary<string, long>());
        OrderId? after = null;
        while (true)
        {
            var page = await Of(db, Behind(db, after), performances).OrderBy(order => order.Id).Take(PageSize).Include(order => order.Items)
                .ToListAsync(cancellationToken);
            var withExtras = page.Where(order => order.ExtraCount > 0).Select(order => order.Id).ToList();
            var extras = withExtras.Count == 0 ? [] : await db.Set<OrderExtra>().AsNoTracking()
                .Where(unit => unit.Live && withExtras.Contains(unit.OrderId)).ToListAsync(cancellationToken);
            var extrasOf = extras.ToLookup(unit => unit.OrderId);
            foreach (var order in page)
            {
                List<OrderItem> live = [.. order.Items.Where(item => item.Live)];
                var units = extrasOf[order.Id];
                all[order.Currency] = all.GetValueOrDefault(order.Currency) + order.AmountReturnedFor(live, withFees: true, units).Amount;
                withoutFees[order.Currency] =
                    withoutFees.GetValueOrDefault(order.Currency) + order.AmountReturnedFor(live, withFees: false, units).Amount;
            }

            orders += page.Count;
            if (page.Count < PageSize)
            {
                return new BulkRefundPreview(
                    orders, SumsOf(all), SumsOf(withoutFees), await ExceededLimitAsync(db, organization, performances, caller, cancellationToken));
            }

            after = page[^1].Id;
        }
    }

    /// <summary>The caller's limit, if the total of one of the orders is above it; null: they may refund all.</summary>
    /// <remarks>The total bounds what is given back of an order, whatever was given back of it before.</remarks>
    public static async Task<Money?> ExceededLimitAsync(
        TicketingDbContext db, OrganizationId organization, IReadOnlyCollection<PerformanceId> performances, Caller caller,
        CancellationToken cancellationToken)
    {
        var limits = RefundLimits.Of(await OrganizationReader.GetAsync(db, organization, cancellationToken));
        var highest = await Of(db, performances).GroupBy(order => order.Currency)
            .Select(group => new { group.Key, Total = group.Max(order => order.Total) }).ToListAsync(cancellationToken);
        return highest.Select(of => limits.For(caller, organization, of.Key) is { } limit && of.Total > limit.Amount ? limit : (Money?)null)
            .FirstOrDefault(limit => limit is not null);
    }

    private static IQueryable<Order> Of(TicketingDbContext db, IQueryable<Order> orders, IReadOnlyCollection<PerformanceId> performances) =>
        orders.AsNoTracking().Where(order => performances.Contains(order.PerformanceId)
            && (order.Status == OrderStatus.Paid || order.Status == OrderStatus.PartiallyRefunded)
            && (order.Items.Any(item => item.Live)
                || (order.ExtraCount > 0 && db.Set<OrderExtra>().Any(unit => unit.OrderId == order.Id && unit.Live))));

    private static IQueryable<Order> Behind(TicketingDbContext db, OrderId? after) =>
        after is { } last ? db.Orders.FromSql($"SELECT * FROM orders WHERE id > {last.Value}") : db.Orders;

    private static IReadOnlyList<Money> SumsOf(Dictionary<string, long> sums) =>
        [.. sums.OrderBy(sum => sum.Key, StringComparer.Ordinal).Select(sum => new Money(sum.Value, sum.Key))];
}
