using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.Extras;

namespace Ticketing.Infrastructure.Ordering.Export;

/// <summary>An order as a row; amounts in minor units.</summary>
internal sealed record OrderExportRow(
    string Number, OrderStatus Status, DateTimeOffset PlacedAt, DateTimeOffset? PaidAt, string Name, string Email, string? Phone, string Locale,
    string Event, DateTimeOffset StartsAt, string TimeZone, string Venue, int Seats, string? Extras, string? Answers, string Currency, long Subtotal, long Discount, long Fees,
    long Tax, long Total, long Refunded);

/// <summary>A ticket as a row; amounts in minor units.</summary>
internal sealed record AttendeeExportRow(
    string Number, DateTimeOffset PlacedAt, string Name, string Email, string? Phone, string Locale, string Event, DateTimeOffset StartsAt,
    string TimeZone, string Venue, OrderItemId Item, string Label, string Section, string Row, string SeatNumber, string Tier, string? Attendee,
    TicketStatus? Ticket, string? Answers, string Currency, long Price, long Total, string? Reduction, long FullPrice);

/// <summary>The queries of exports and how their rows become cells.</summary>
internal static class ExportRows
{
    /// <summary>How each column of an order is written.</summary>
    public static readonly IReadOnlyDictionary<string, Action<ExportTable, OrderExportRow>> OfOrders =
        new Dictionary<string, Action<ExportTable, OrderExportRow>>
        {
            ["number"] = (table, row) => table.Text(row.Number),
            ["status"] = (table, row) => table.Text(row.Status.ToWord()),
            ["placedAt"] = (table, row) => table.Time(row.PlacedAt, row.TimeZone),
            ["paidAt"] = (table, row) => table.Time(row.PaidAt, row.TimeZone),
            ["buyer"] = (table, row) => table.Text(row.Name),
            ["email"] = (table, row) => table.Text(row.Email),
            ["phone"] = (table, row) => table.Text(row.Phone),
            ["language"] = (table, row) => table.Text(row.Locale),
            ["event"] = (table, row) => table.Text(row.Event),
            ["startsAt"] = (table, row) => table.Time(row.StartsAt, row.TimeZone),
            ["venue"] = (table, row) => table.Text(row.Venue),
            ["seats"] = (table, row) => table.Number(row.Seats),
            ["extras"] = (table, row) => table.Text(row.Extras),
            ["answers"] = (table, row) => table.Text(row.Answers),
            ["currency"] = (table, row) => table.Text(row.Currency),
            ["subtotal"] = (table, row) => table.Amount(row.Subtotal, row.Currency),
            ["discount"] = (table, row) => table.Amount(row.Discount, row.Currency),
            ["fees"] = (table, row) => table.Amount(row.Fees, row.Currency),
            ["tax"] = (table, row) => table.Amount(row.Tax, row.Currency),
            ["total"] = (table, row) => table.Amount(row.Total, row.Currency),
            ["refunded"] = (table, row) => table.Amount(row.Refunded, row.Currency),
        };

    /// <summary>How each column of an attendee is written.</summary>
    public static readonly IReadOnlyDictionary<string, Action<ExportTable, AttendeeExportRow>> OfAttendees =
        new Dictionary<string, Action<ExportTable, AttendeeExportRow>>
        {
            ["number"] = (table, row) => table.Text(row.Number),
            ["attendee"] = (table, row) => table.Text(row.Attendee),
            ["seat"] = (table, row) => table.Text(row.Label),
            ["section"] = (table, row) => table.Text(row.Section),
            ["row"] = (table, row) => table.Text(row.Row),
            ["seatNumber"] = (table, row) => table.Text(row.SeatNumber),
            ["tier"] = (table, row) => table.Text(row.Tier),
            ["reduction"] = (table, row) => table.Text(row.Reduction),
            ["ticketStatus"] = (table, row) => table.Text(row.Ticket?.ToWord()),
            ["ticketId"] = (table, row) => table.Text(Ticket.IdOf(row.Item).ToString()),
            ["answers"] = (table, row) => table.Text(row.Answers),
            ["buyer"] = (table, row) => table.Text(row.Name),
            ["email"] = (table, row) => table.Text(row.Email),
            ["phone"] = (table, row) => table.Text(row.Phone),
            ["language"] = (table, row) => table.Text(row.Locale),
            ["event"] = (table, row) => table.Text(row.Event),
            ["startsAt"] = (table, row) => table.Time(row.StartsAt, row.TimeZone),
            ["venue"] = (table, row) => table.Text(row.Venue),
            ["placedAt"] = (table, row) => table.Time(row.PlacedAt, row.TimeZone),
            ["currency"] = (table, row) => table.Text(row.Currency),
            ["fullPrice"] = (table, row) => table.Amount(row.FullPrice, row.Currency),
            ["price"] = (table, row) => table.Amount(row.Price, row.Currency),
            ["total"] = (table, row) => table.Amount(row.Total, row.Currency),
        };

    /// <summary>The oldest order first; ids are UUIDv7 of the time of placing.</summary>
    /// <param name="withDetails">Whether extras and answers are read, which costs queries per row.</param>
    public static IQueryable<OrderExportRow> Read(TicketingDbContext db, IQueryable<Order> orders, bool withDetails) =>
        from order in orders
        join performance in db.PerformanceFacts on order.PerformanceId equals performance.Id
        orderby order.Id
        select new OrderExportRow(
            order.Number, order.Status, order.CreatedAt, order.PaidAt, order.Name, order.Email, order.Phone, order.Locale,
            performance.EventTitle, performance.StartsAt, performance.TimeZone, performance.VenueName, order.Items.Count(item => item.Live),
            withDetails
                ? db.Set<OrderExtraText>().Where(extras => extras.OrderId == order.Id).Select(extras => extras.Text).FirstOrDefault()
                : null,
            withDetails
                ? db.Set<OrderAnswerText>().Where(answers => answers.OrderId == order.Id && answers.ItemId == default(OrderItemId)).Select(answers => answers.Text).FirstOrDefault()
                : null,
            order.Currency, order.Subtotal, order.Discount, order.Fees, order.Tax, order.Total, order.Refunded);

    /// <summary>Live seats whose tickets are issued, by orders and seats.</summary>
    /// <param name="tier">The name of a price tier; empty: all.</param>
    /// <param name="withDetails">Whether answers are read, which costs a query per row.</param>
    public static IQueryable<AttendeeExportRow> ReadAttendees(TicketingDbContext db, IQueryable<Order> orders, string tier, bool withDetails) =>
        from order in orders
        join item in Issued(db, tier) on order.Id equals item.OrderId
        join performance in db.PerformanceFacts on order.PerformanceId equals performance.Id
        orderby order.Id, item.SeatIndex
        select new AttendeeExportRow(
            order.Number, order.CreatedAt, order.Name, order.Email, order.Phone, order.Locale, performance.EventTitle, performance.StartsAt,
            performance.TimeZone, performance.VenueName, item.Id, item.Label, item.Section, item.Row, item.Number, item.TierName, item.AttendeeName,
            item.TicketStatus, withDetails
                ? db.Set<OrderAnswerText>().Where(answers => answers.OrderId == order.Id && answers.ItemId == item.Id).Select(answers => answers.Text).FirstOrDefault()
                : null, order.Currency, item.Price, item.Total, item.Reduction, item.FullPrice ?? item.Price);

    public static IQueryable<OrderItem> IssuedOf(TicketingDbContext db, IQueryable<Order> orders, string tier) =>
        from order in orders
        join item in Issued(db, tier) on order.Id equals item.OrderId
        select item;

    private static IQueryable<OrderItem> Issued(TicketingDbContext db, string tier)
    {
        var items = db.OrderItems.Where(item => item.Live && item.TicketStatus != null);
        return tier.Length > 0 ? items.Where(item => item.TierName == tier) : items;
    }
}
