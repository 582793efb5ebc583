namespace Ticketing.Core.Ordering.Export;

/// <summary>A column of an export.</summary>
/// <param name="Name">Stable, for programs: <c>placedAt</c>.</param>
/// <param name="Title">The heading in the file; of <see cref="Of"/> in English, which is also the resource key.</param>
public sealed record ExportColumn(string Name, string Title)
{
    private static readonly ExportColumn[] OfBuyers =
    [
        new("buyer", "Buyer"), new("email", "E-mail address"), new("phone", "Phone"), new("language", "Language"),
    ];

    private static readonly ExportColumn[] OfPerformances =
    [
        new("event", "Event"), new("startsAt", "Start"), new("venue", "Venue"),
    ];

    private static readonly ExportColumn[] Orders =
    [
        new("number", "Order"), new("status", "Status"), new("placedAt", "Placed"), new("paidAt", "Paid at"), .. OfBuyers, .. OfPerformances,
        new("seats", "Seats"), new("extras", "Extras"), new("answers", "Answers"), new("currency", "Currency"), new("subtotal", "Prices"), new("discount", "Discount"), new("fees", "Fees"),
        new("tax", "Tax"), new("total", "Total"), new("refunded", "Refunded"),
    ];

    private static readonly ExportColumn[] Attendees =
    [
        new("number", "Order"), new("attendee", "Attendee"), new("seat", "Seat"), new("section", "Section"), new("row", "Row"),
        new("seatNumber", "Seat number"), new("tier", "Price tier"), new("reduction", "Reduction"), new("ticketStatus", "Ticket"),
        new("ticketId", "Ticket id"), new("answers", "Answers"), .. OfBuyers,
        .. OfPerformances, new("placedAt", "Placed"), new("currency", "Currency"), new("fullPrice", "Full price"),
        new("price", "Price"), new("total", "Total"),
    ];

    /// <summary>All columns of a kind, in their usual order.</summary>
    public static IReadOnlyList<ExportColumn> Of(ExportKind kind) => kind switch
    {
        ExportKind.Orders => Orders,
        ExportKind.Attendees => Attendees,
    };

    /// <summary>Whether <paramref name="columns"/> can be exported: at least one, all known, none twice.</summary>
    public static bool AreOf(ExportKind kind, IReadOnlyList<ExportColumn> columns) =>
        columns.Count > 0
        && columns.All(column => Of(kind).Any(known => known.Name == column.Name))
        && columns.DistinctBy(column => column.Name).Count() == columns.Count;
}
