using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>An organization's orders, the newest first; for those who serve its buyers.</summary>
/// <param name="After">The last order of the page before; null: the first page.</param>
public sealed record ListOrganizerOrders(OrderFilter Filter, OrderId? After, Caller Caller);

/// <summary>A page of an organization's orders.</summary>
/// <param name="Next">For <see cref="ListOrganizerOrders.After"/>; null on the last page.</param>
/// <param name="Total">Of all pages; at most <see cref="OrganizerOrders.CountedMax"/> + 1: then there are more.</param>
public sealed record OrganizerOrderList(IReadOnlyList<OrganizerOrderRow> Rows, OrderId? Next, int Total);

/// <summary>An order of the list.</summary>
/// <param name="Seats">The number of live seats.</param>
/// <param name="StartsAt">UTC; <paramref name="TimeZone"/> is the venue's.</param>
public sealed record OrganizerOrderRow(
    OrderId Id, string Number, OrderStatus Status, string Name, string Email, PerformanceId Performance, string Event, DateTimeOffset StartsAt,
    string TimeZone, int Seats, Money Total, Money Refunded, DateTimeOffset PlacedAt, bool NeedsAttention);

/// <summary>What lists of orders can be narrowed to.</summary>
/// <param name="Performances">Of the chosen event, by their start.</param>
public sealed record OrderChoices(IReadOnlyList<OrderEventChoice> Events, IReadOnlyList<OrderPerformanceChoice> Performances);

public sealed record OrderEventChoice(EventId Id, string Title);

public sealed record OrderPerformanceChoice(PerformanceId Id, DateTimeOffset StartsAt, string TimeZone);

/// <summary>Lists and finds an organization's orders.</summary>
public sealed class OrganizerOrders(IDbContextFactory<TicketingDbContext> contexts, OrganizationContexts reads)
{
    public const int PageSize = 25;

    /// <summary>Orders are counted up to this number.</summary>
    public const int CountedMax = 1000;

    private const int ChoicesMax = 500;

    /// <returns>Nothing for callers who do not serve the organization's buyers.</returns>
    public async Task<OrganizerOrderList> ListAsync(ListOrganizerOrders query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Filter.For(query.Caller) is not { } filter)
        {
            return new OrganizerOrderList([], null, 0);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await PageOf(db, filter, query.After).ToListAsync(cancellationToken);
        var total = await CountOf(db, filter).CountAsync(cancellationToken);
        return new OrganizerOrderList(
            [.. rows.Take(PageSize)], rows.Count > PageSize ? rows[PageSize - 1].Id : null, total);
    }

    /// <summary>The events with a performance, and the performances of the chosen one.</summary>
    public async Task<OrderChoices> ChoicesAsync(OrganizationId organization, EventId? chosen, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = reads.ForBoxOffice(caller);
        var events = await db.PerformanceFacts.Where(facts => facts.OrganizationId == organization)
            .Select(facts => new { facts.EventId, facts.EventTitle }).Distinct()
            .OrderBy(facts => facts.EventTitle).Take(ChoicesMax).ToListAsync(cancellationToken);
        var performances = chosen is { } id
            ? await db.PerformanceFacts.Where(facts => facts.OrganizationId == organization && facts.EventId == id)
                .OrderBy(facts => facts.StartsAt).Take(ChoicesMax)
                .Select(facts => new OrderPerformanceChoice(facts.Id, facts.StartsAt, facts.TimeZone)).ToListAsync(cancellationToken)
            : [];
        return new OrderChoices([.. events.Select(facts => new OrderEventChoice(facts.EventId, facts.EventTitle))], performances);
    }

    /// <summary>The order with that number, in any form; null: the organization has none, or the caller does not serve its buyers.</summary>
    public async Task<OrderId?> FindAsync(OrganizationId organization, string number, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (OrderNumber.Parse(number) is not { } parsed)
        {
            return null;
        }

        await using var db = reads.ForBoxOffice(caller);
        return await db.Orders.Where(order => order.Number == parsed && order.OrganizationId == organization)
            .Select(order => (OrderId?)order.Id).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The rows of a page, and one more if there is another page.</summary>
    internal static IQueryable<OrganizerOrderRow> PageOf(TicketingDbContext db, OrderFilter filter, OrderId? after)
    {
        var behind = after is { } last
            ? db.Orders.FromSql($"SELECT * FROM orders WHERE id < {last.Value}").AsNoTracking()
            : db.Orders.AsNoTracking();
        return
            from order in OrderFilters.Matching(db, behind, filter).OrderByDescending(order => order.Id).Take(PageSize + 1)
            join performance in db.PerformanceFacts on order.PerformanceId equals performance.Id
            orderby order.Id descending
            select new OrganizerOrderRow(
                order.Id,
                order.Number,
                order.Status,
                order.Name,
                order.Email,
                order.PerformanceId,
                performance.EventTitle,
                performance.StartsAt,
                performance.TimeZone,
                order.Items.Count(item => item.Live),
                new Money(order.Total, order.Currency),
                new Money(order.Refunded, order.Currency),
                order.CreatedAt,
                order.AttentionAt != null);
    }

    /// <summary>The matching orders, as far as they are counted.</summary>
    internal static IQueryable<OrderId> CountOf(TicketingDbContext db, OrderFilter filter) =>
        OrderFilters.Matching(db, filter).Select(order => order.Id).Take(CountedMax + 1);
}
