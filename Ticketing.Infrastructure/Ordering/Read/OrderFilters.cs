using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Search;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>
/// Which orders an <see cref="OrderFilter"/> is about, for lists, exports and messages alike. Always of one organization; the caller was
/// judged before, by <see cref="OrderFilter.For"/>.
/// </summary>
public static class OrderFilters
{
    private const int WordsMax = 6;

    /// <summary>The matching orders, in no order.</summary>
    public static IQueryable<Order> Matching(TicketingDbContext db, OrderFilter filter)
    {
        ArgumentNullException.ThrowIfNull(db);
        return Matching(db, db.Orders.AsNoTracking(), filter);
    }

    /// <summary>Those of <paramref name="orders"/> that match.</summary>
    internal static IQueryable<Order> Matching(TicketingDbContext db, IQueryable<Order> orders, OrderFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        orders = orders.Where(order => order.OrganizationId == filter.Organization);
        if (filter.Performance is { } performance)
        {
            orders = orders.Where(order => order.PerformanceId == performance);
        }

        if (filter.Event is { } ofEvent)
        {
            orders = orders.Where(
                order => db.PerformanceFacts.Any(facts => facts.Id == order.PerformanceId && facts.EventId == ofEvent));
        }

        if (filter.Within is { } within)
        {
            orders = orders.Where(
                order => db.PerformanceFacts.Any(facts => facts.Id == order.PerformanceId && within.Contains(facts.EventId)));
        }

        if (filter.Status is { } status)
        {
            // A constant: the planner must see that it implies an index' condition.
            orders = orders.Where(order => order.Status == EF.Constant(status));
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

        if (filter.NeedsAttention)
        {
            orders = orders.Where(order => order.AttentionAt != null);
        }

        return Found(db, orders, filter.Organization, filter.Search);
    }

    // Every word is a part of what the order is searched by: "lovelace a-12" finds Ada Lovelace in seat A-12.
    private static IQueryable<Order> Found(
        TicketingDbContext db, IQueryable<Order> orders, OrganizationId organization, string? typed)
    {
        var search = PlainText.Searchable(typed ?? "", OrderFilter.SearchLengthMax);
        var words = search.Split((char[]?)null, WordsMax, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
        {
            // What was typed has no character that a text could have.
            return string.IsNullOrWhiteSpace(typed) ? orders : orders.Where(order => false);
        }

        // A whole number is found as people read it, too: I for 1, O for 0. Without its prefix it may be a word.
        if (search.StartsWith("T-", StringComparison.OrdinalIgnoreCase) && OrderNumber.Parse(search) is { } number)
        {
            return orders.Where(order => order.Number == number);
        }

        // Its own rows only: a word that many organizations have must not be read for all of them.
        var rows = db.Set<OrderSearchRow>().Where(row => row.OrganizationId == organization);
        foreach (var word in words)
        {
            var pattern = SearchForm.Containing(word);
            rows = rows.Where(row => EF.Functions.Like(row.Text, SearchForm.Of(pattern), "\\"));
        }

        return orders.Where(order => rows.Any(row => row.OrderId == order.Id));
    }
}
