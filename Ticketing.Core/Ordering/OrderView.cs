using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Core.Organizations;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Core.Tickets;

namespace Ticketing.Core.Ordering;

/// <summary>The credentials that may authorise reading an order.</summary>
/// <param name="Token">The order's token, from the mail's link or as the API's bearer token.</param>
/// <param name="Owner">The hold owner of the browser's cookie or of the hold's secret.</param>
public sealed record OrderVisitor(Caller Caller, string? Token, HoldOwner? Owner);

/// <summary>Read model of an order's page.</summary>
public sealed record OrderView(
    Order Order,
    IReadOnlyList<Ticket> Tickets,
    IReadOnlyList<Payment> Payments,
    IReadOnlyList<Refund> Refunds,
    Performance Performance,
    Event Event,
    Venue Venue,
    Organization Organization)
{
    /// <summary>The places of the order's seats.</summary>
    public required IReadOnlyDictionary<SeatIndex, SeatPlace> Places { get; init; }

    public SeatPlace PlaceOf(OrderItem item) => Places[item.SeatIndex];
}
