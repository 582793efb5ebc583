using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Core.Organizations;
using Ticketing.Core.Payments;
using Ticketing.Core.Tickets;

namespace Ticketing.Core.Ordering;

/// <summary>Everything by which somebody may prove that an order is theirs to see.</summary>
/// <param name="Token">The order's token, from the mail's link or as the API's bearer token.</param>
/// <param name="Owner">The buyer whose browser (by its cookie) or hold's secret this is.</param>
public sealed record OrderVisitor(Caller Caller, string? Token, HoldOwner? Owner);

/// <summary>An order with everything that its page shows.</summary>
public sealed record OrderView(
    Order Order,
    IReadOnlyList<Ticket> Tickets,
    IReadOnlyList<Payment> Payments,
    IReadOnlyList<Refund> Refunds,
    Performance Performance,
    Event Event,
    Venue Venue,
    Organization Organization);
