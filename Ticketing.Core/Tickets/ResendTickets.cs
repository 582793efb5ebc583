using Ticketing.Core.Common;

namespace Ticketing.Core.Tickets;

/// <summary>Sends the mail with the tickets once more, to the address of the order.</summary>
public sealed record ResendTickets(OrderId Order, Actor Actor);

public enum ResendTicketsRefusal
{
    NotFound,

    /// <summary>There are no valid tickets: not paid, or all given back.</summary>
    NoTickets,

    /// <summary>It was asked for a moment ago; nobody's mailbox is to be filled from here.</summary>
    TooSoon,
}
