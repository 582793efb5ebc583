using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>Corrects the address of an order whose mail could not be delivered, and sends the mail to the new one.</summary>
/// <param name="Email">As typed.</param>
/// <param name="ByStaff">Whether the actor serves the organization's buyers: staff may correct an address that takes mail, too.</param>
public sealed record CorrectOrderEmail(OrderId Order, string? Email, Actor Actor, bool ByStaff);

public enum CorrectOrderEmailRefusal
{
    EmailInvalid,

    /// <summary>The order does not exist, or has no valid tickets.</summary>
    NoTickets,

    /// <summary>The last mail was delivered or is under way: its recipient may be the buyer.</summary>
    NotUndelivered,
}
