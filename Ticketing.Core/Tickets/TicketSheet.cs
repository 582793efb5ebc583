using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Tickets;

/// <summary>The printed content of an order's tickets.</summary>
/// <param name="Buyer">The buyer's name, printed on tickets without an attendee's.</param>
/// <param name="Category">The event's category, as in URLs.</param>
/// <param name="ArtworkSeed">The seed of the event's artwork.</param>
/// <param name="Organizer">The organization's name.</param>
/// <param name="TimeZone">The venue's IANA time zone; all times are printed in it.</param>
public sealed record TicketSheet(
    string OrderNumber,
    string Buyer,
    PerformanceId Performance,
    string EventTitle,
    string Category,
    int ArtworkSeed,
    string Organizer,
    DateTimeOffset StartsAt,
    DateTimeOffset DoorsAt,
    DateTimeOffset EndsAt,
    string TimeZone,
    TicketVenue Venue,
    IReadOnlyList<TicketFace> Tickets)
{
    /// <summary>Extras with a code: a page each, behind the tickets.</summary>
    public IReadOnlyList<VoucherFace> Vouchers { get; init; } = [];

    /// <summary>Extras without a code, in words: a line on the first ticket.</summary>
    public IReadOnlyList<string> HandedOut { get; init; } = [];

    /// <summary>Whether it has no codes to show. Then there is no file of it.</summary>
    public bool IsEmpty => Tickets.Count + Vouchers.Count == 0;
}

/// <summary>The printed content of a voucher.</summary>
/// <param name="Code">The signed text of its QR code.</param>
public sealed record VoucherFace(string Name, string Code);

/// <summary>The venue's name and address.</summary>
public sealed record TicketVenue(string Name, string Street, string PostalCode, string City, string Country);

/// <summary>The printed content of one ticket.</summary>
/// <param name="Code">The signed text of its QR code.</param>
/// <param name="Paid">The final amount for this seat, with discount, fee and tax.</param>
public sealed record TicketFace(
    TicketId Id,
    string Code,
    SeatPlace Place,
    string TierName,
    Money Paid,
    string? AttendeeName);
