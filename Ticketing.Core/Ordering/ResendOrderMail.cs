using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>Sends the confirmation with the tickets once more, to the order's address.</summary>
public sealed record ResendOrderMail(OrderId Order, Actor Actor);

public enum ResendOrderMailRefusal
{
    NotFound,

    /// <summary>There are no tickets: it is not paid, or has ended.</summary>
    NoTickets,
}
