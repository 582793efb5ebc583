using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// Checks of the shop's two promises, over the rows that are new since they were last looked at: their cost does not grow with the tables.
/// </summary>
internal static class OrderGauges
{
    /// <summary>By the index of creation times; the last half hour, so that an order is seen by a hundred samples.</summary>
    public static StoreGauge PaidWithoutTickets { get; } = new(
        "ticketing.orders.paid_without_tickets", "{order}", "Orders paid 5 to 30 minutes ago with a seat that has no ticket.",
        """
        SELECT count(*) FROM orders o
        WHERE o.created_at >= @now - interval '2 hours' AND o.status = 'paid'
          AND o.paid_at BETWEEN @now - interval '30 minutes' AND @now - interval '5 minutes'
          AND EXISTS (SELECT FROM order_items i WHERE i.order_id = o.id AND i.live AND i.ticket_status IS NULL)
        """);

    /// <summary>
    /// By the primary key, backwards: ids are sorted by time. The unique index of live seats forbids what is counted; a corrupt or missing
    /// index would show here.
    /// </summary>
    public static StoreGauge SeatsSoldTwice { get; } = new(
        "ticketing.seats.sold_twice", "{seat}", "Seats with two tickets, among the newest 5000, since the instance's start.",
        """
        SELECT count(*) FROM (
          SELECT FROM (SELECT performance_id, seat_index FROM order_items WHERE live ORDER BY id DESC LIMIT 5000) AS newest
          GROUP BY performance_id, seat_index HAVING count(*) > 1
        ) AS twice
        """,
        KeepsMaximum: true);
}
