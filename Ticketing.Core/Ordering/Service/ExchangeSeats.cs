using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Ordering.Service;

/// <summary>What an exchange of seats costs at this moment.</summary>
/// <param name="Items">The items to give.</param>
/// <param name="Seats">The free seats to take, as many.</param>
public sealed record QuoteExchange(OrderId Order, IReadOnlyList<OrderItemId> Items, IReadOnlyList<SeatIndex> Seats, Caller Caller);

/// <summary>
/// Exchanges seats of a paid order within its performance, in one transaction; the box office's. A lower total is refunded through the
/// provider; a higher one is settled as told.
/// </summary>
/// <param name="Settlement">What becomes of a higher total; without one it is ignored.</param>
/// <param name="Quoted">The difference that the caller has seen: new total less old total.</param>
public sealed record ExchangeSeats(
    OrderId Order, IReadOnlyList<OrderItemId> Items, IReadOnlyList<SeatIndex> Seats, ExchangeSettlement Settlement, Money Quoted,
    Caller Caller);

/// <summary>What becomes of the difference when the new seats cost more.</summary>
public enum ExchangeSettlement
{
    /// <summary>It is not paid: it is a discount of the new items.</summary>
    Waived,

    /// <summary>The member has taken it in cash.</summary>
    Cash,

    /// <summary>The member has taken it at a card terminal that is not this site's.</summary>
    Terminal,
}

/// <summary>The money of an exchange; all in the order's currency.</summary>
/// <param name="Before">The total of the items to give.</param>
/// <param name="After">The total of the seats to take, at today's prices.</param>
/// <param name="Difference"><paramref name="After"/> less <paramref name="Before"/>; negative: it is refunded.</param>
/// <param name="Seats">The seats to take with their totals, by index.</param>
public sealed record ExchangeQuote(Money Before, Money After, Money Difference, IReadOnlyList<QuotedSeat> Seats);

/// <param name="Tier">The price tier's name.</param>
/// <param name="Reduction">The name of the reduction that it keeps; null: none.</param>
/// <param name="LostReduction">The name of the former seat's reduction that this seat's tier does not offer; null: none.</param>
public sealed record QuotedSeat(
    SeatIndex Seat, string Label, SeatPlace Place, string Tier, Money Total, string? Reduction = null, string? LostReduction = null);

public enum ExchangeRefusal
{
    NotFound,

    /// <summary>The order has no tickets: it is unpaid or has ended.</summary>
    NotPaid,

    /// <summary>An item is of another order or has lost its seat, or their number is not that of the seats.</summary>
    ItemNotExchangeable,

    /// <summary>A seat does not exist in the performance, or has no price.</summary>
    SeatUnknown,

    /// <summary>A seat is held, sold or blocked.</summary>
    SeatsTaken,

    /// <summary>The difference is not the quoted one: a price has changed.</summary>
    QuoteOutdated,

    /// <summary>Earlier refunds exceed the lower total: the difference can't be refunded.</summary>
    RefundedBefore,

    /// <summary>The performance is cancelled.</summary>
    Cancelled,

    /// <summary>The buyer disputes the payment at the bank; the money can't move before the decision.</summary>
    Disputed,

    /// <summary>The caller's last proof of presence is too old.</summary>
    ProofNeeded,

    /// <summary>The account has changed too much within a short time.</summary>
    TooOften,

    /// <summary>With what was given back before, the lower price returns more than the caller's limit per order; see <c>RefundLimits</c>.</summary>
    AboveLimit,
}
