using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>Corrects the address of an order whose mail could not be delivered, and sends the mail to the new one.</summary>
/// <param name="Email">As typed.</param>
/// <param name="Visitor">The box office of the order's organization may correct an address that takes mail, too.</param>
public sealed record CorrectOrderEmail(OrderId Order, string? Email, OrderVisitor Visitor);

public enum CorrectOrderEmailRefusal
{
    EmailInvalid,

    /// <summary>The order does not exist for the visitor, or has no valid tickets.</summary>
    NoTickets,

    /// <summary>The last mail was delivered or is under way: its recipient may be the buyer.</summary>
    NotUndelivered,
}
