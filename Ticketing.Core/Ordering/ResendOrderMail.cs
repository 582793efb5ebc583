using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>Sends the confirmation with the tickets again, to the order's address; the box office's request.</summary>
public sealed record ResendOrderMail(OrderId Order, Caller Caller);

public enum ResendOrderMailRefusal
{
    NotFound,

    /// <summary>The order has no tickets: it is unpaid or has ended.</summary>
    NoTickets,
}
