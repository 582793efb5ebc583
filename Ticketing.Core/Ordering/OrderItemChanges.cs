namespace Ticketing.Core.Ordering;

/// <summary>Changes of several items of an order.</summary>
internal static class OrderItemChanges
{
    public static void SetLive(this IEnumerable<OrderItem> items, bool live)
    {
        foreach (var item in items)
        {
            item.Live = live;
        }
    }

    /// <summary>Issues a ticket for each live item, in the save that marks the order as paid: no paid order lacks its tickets.</summary>
    public static void IssueTickets(this IEnumerable<OrderItem> items, DateTimeOffset now)
    {
        foreach (var item in items)
        {
            if (item.Live)
            {
                item.IssueTicket(now);
            }
        }
    }
}
