using Ticketing.Core.Common;

namespace Ticketing.Core.Tickets;

/// <summary>Everything that is printed on the tickets of one order.</summary>
/// <param name="Category">The event's category, as in its address.</param>
/// <param name="ArtworkSeed">What the event's artwork is drawn from.</param>
/// <param name="Organizer">Who sells.</param>
/// <param name="TimeZone">The venue's IANA zone: all times are shown in it.</param>
public sealed record TicketSheet(
    string OrderNumber,
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
    IReadOnlyList<TicketFace> Tickets);

/// <summary>Where to go.</summary>
public sealed record TicketVenue(string Name, string Street, string PostalCode, string City, string Country);

/// <summary>One ticket as its holder sees it.</summary>
/// <param name="Code">The signed text of its QR code.</param>
/// <param name="Section">The section's or the area's name.</param>
/// <param name="Row">Empty for a place in an area.</param>
/// <param name="Number">Empty for a place in an area.</param>
/// <param name="Paid">What this seat cost in the end, fee and tax and discount included.</param>
public sealed record TicketFace(
    TicketId Id,
    string Code,
    string Section,
    string Row,
    string Number,
    string TierName,
    Money Paid,
    string? AttendeeName);
