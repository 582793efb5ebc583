using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>Sends the ticket mail again, to the order's address.</summary>
public sealed record ResendTickets(OrderId Order, OrderVisitor Visitor);

public enum ResendTicketsRefusal
{
    NotFound,

    /// <summary>The order has no valid tickets: unpaid, or all refunded.</summary>
    NoTickets,

    /// <summary>Rate limit: the mail was requested a moment ago.</summary>
    TooSoon,
}
