using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Which orders an <see cref="OrderFilter"/> is about. The caller was judged before.</summary>
public static class OrderFilters
{
    /// <summary>The matching orders, in no order.</summary>
    public static IQueryable<Order> Matching(TicketingDbContext db, OrderFilter filter)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        var orders = db.Orders.AsNoTracking().Where(order => order.OrganizationId == filter.Organization);
        if (filter.Performance is { } performance)
        {
            orders = orders.Where(order => order.PerformanceId == performance);
        }

        if (filter.Event is { } ofEvent)
        {
            orders = orders.Where(order => db.PerformanceFacts.Any(facts => facts.Id == order.PerformanceId && facts.EventId == ofEvent));
        }

        if (filter.Status is { } status)
        {
            orders = orders.Where(order => order.Status == status);
        }

        if (filter.From is { } from)
        {
            var begin = new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero);
            orders = orders.Where(order => order.CreatedAt >= begin);
        }

        if (filter.To is { } to && to < DateOnly.MaxValue)
        {
            var end = new DateTimeOffset(to.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            orders = orders.Where(order => order.CreatedAt < end);
        }

        var search = PlainText.Searchable(filter.Search ?? "", OrderFilter.SearchLengthMax);
        if (search.Length == 0)
        {
            return orders;
        }

        var pattern = SearchForm.Containing(search);
        return orders.Where(order =>
            EF.Functions.Like(SearchForm.Of(order.Number), SearchForm.Of(pattern), "\\")
            || EF.Functions.Like(SearchForm.Of(order.Email), SearchForm.Of(pattern), "\\")
            || EF.Functions.Like(SearchForm.Of(order.Name), SearchForm.Of(pattern), "\\")
            || order.Items.Any(item => EF.Functions.Like(SearchForm.Of(item.Label), SearchForm.Of(pattern), "\\")));
    }
}
