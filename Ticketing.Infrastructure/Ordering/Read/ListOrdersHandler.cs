using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Query for the back office's list of orders.</summary>
/// <param name="Search">A substring of number, address or name, in any case, with or without accents; empty matches all.</param>
/// <param name="Skip">The number of orders before the page.</param>
/// <param name="Take">The page size, 1 to 200.</param>
public sealed record ListOrders(
    Caller Caller,
    string? Search = null,
    OrderStatus? Status = null,
    OrderSort Sort = OrderSort.Placed,
    bool Ascending = false,
    int Skip = 0,
    int Take = 25);

/// <summary>Sort column of a list of orders.</summary>
public enum OrderSort
{
    Placed,
    Number,
    Name,
    Status,

    /// <summary>By currency, then by amount: amounts of different currencies do not compare.</summary>
    Total,
}

/// <summary>A page of orders.</summary>
/// <param name="Total">The number of matching orders on all pages.</param>
public sealed record OrderList(IReadOnlyList<OrderRow> Rows, int Total);

/// <summary>An order as a row of the list.</summary>
/// <param name="Seats">The number of live seats.</param>
public sealed record OrderRow(
    string Number,
    OrderStatus Status,
    string Name,
    string Email,
    string Event,
    DateTimeOffset StartsAt,
    string TimeZone,
    int Seats,
    Money Total,
    Money Refunded,
    DateTimeOffset PlacedAt);

/// <summary>Lists orders of the organizations for which the caller has box office rights.</summary>
public sealed class ListOrdersHandler(OrganizationContexts contexts)
{
    private const int TakeMax = 200;
    private const int SearchLengthMax = 200;

    public async Task<OrderList> HandleAsync(ListOrders query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var db = contexts.ForBoxOffice(query.Caller);
        var orders = Matching(db.Orders.AsNoTracking(), query);
        var total = await orders.CountAsync(cancellationToken);
        var rows = await (
            from order in Sorted(orders, query).Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, TakeMax))
            join performance in db.PerformanceFacts on order.PerformanceId equals performance.Id
            select new OrderRow(
                order.Number,
                order.Status,
                order.Name,
                order.Email,
                performance.EventTitle,
                performance.StartsAt,
                performance.TimeZone,
                order.Items.Count(item => item.Live),
                new Money(order.Total, order.Currency),
                new Money(order.Refunded, order.Currency),
                order.CreatedAt)).ToListAsync(cancellationToken);
        return new OrderList(rows, total);
    }

    private static IQueryable<Order> Matching(IQueryable<Order> orders, ListOrders query)
    {
        if (query.Status is { } status)
        {
            orders = orders.Where(order => order.Status == status);
        }

        var search = PlainText.Searchable(query.Search ?? "", SearchLengthMax);
        if (search.Length == 0)
        {
            // What was typed has no character that a text could have.
            return string.IsNullOrWhiteSpace(query.Search) ? orders : orders.Where(order => false);
        }

        var pattern = SearchForm.Containing(search);
        return orders.Where(order =>
            EF.Functions.Like(SearchForm.Of(order.Number), SearchForm.Of(pattern), "\\")
            || EF.Functions.Like(SearchForm.Of(order.Email), SearchForm.Of(pattern), "\\")
            || EF.Functions.Like(SearchForm.Of(order.Name), SearchForm.Of(pattern), "\\"));
    }

    // The id breaks ties, so that pages are disjoint. Ids are UUIDv7 of the time of placing: the primary key serves the newest orders
    // without another index, and ix_orders_organization_id_id those of a small organization.
    private static IQueryable<Order> Sorted(IQueryable<Order> orders, ListOrders query) => (query.Sort, query.Ascending) switch
    {
        (OrderSort.Placed, true) => orders.OrderBy(order => order.Id),
        (OrderSort.Placed, false) => orders.OrderByDescending(order => order.Id),
        (OrderSort.Number, true) => orders.OrderBy(order => order.Number),
        (OrderSort.Number, false) => orders.OrderByDescending(order => order.Number),
        (OrderSort.Name, true) => orders.OrderBy(order => order.Name).ThenBy(order => order.Id),
        (OrderSort.Name, false) => orders.OrderByDescending(order => order.Name).ThenByDescending(order => order.Id),
        (OrderSort.Status, true) => orders.OrderBy(order => order.Status).ThenBy(order => order.Id),
        (OrderSort.Status, false) => orders.OrderByDescending(order => order.Status).ThenByDescending(order => order.Id),
        (OrderSort.Total, true) => orders.OrderBy(order => order.Currency).ThenBy(order => order.Total).ThenBy(order => order.Id),
        (OrderSort.Total, false) => orders.OrderBy(order => order.Currency).ThenByDescending(order => order.Total).ThenByDescending(order => order.Id),
    };
}
