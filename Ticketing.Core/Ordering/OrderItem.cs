using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Seating;
using Ticketing.Core.Tickets;

namespace Ticketing.Core.Ordering;

/// <summary>
/// One seat or place in an order, with its current ticket. Amounts are minor units of the order's currency.
/// <para>
/// Issuing a ticket changes the item. Signatures, disputes and voids are statements on the view <c>tickets</c> of the same rows
/// (<see cref="Ticket"/>), which a loaded item does not see.
/// </para>
/// </summary>
public sealed class OrderItem
{
    private long _price;
    private long _fee;

    public required OrderItemId Id { get; init; }

    public required OrderId OrderId { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    public required SeatIndex SeatIndex { get; init; }

    /// <summary>The seat's label in its plan: <c>Stalls-A-12</c>.</summary>
    public required string Label { get; init; }

    public required string Section { get; init; }

    /// <summary>Empty for a place in an area.</summary>
    public required string Row { get; init; }

    /// <summary>Empty for a place in an area.</summary>
    public required string Number { get; init; }

    public required PriceTierId TierId { get; init; }

    public required string TierName { get; init; }

    /// <summary>The price before a promo code's discount: the full one that the hold has fixed, or a lower one of the tier's offers.</summary>
    public required long Price { get => _price; init => _price = value; }

    /// <summary>The full price where a reduction or the group price applies; null: it is <see cref="Price"/>.</summary>
    public long? FullPrice { get; private set; }

    /// <summary>The name of its reduction; null: none. With a full price and without a name it has the group price.</summary>
    public string? Reduction { get; private set; }

    /// <summary>Tier and reduction, for tickets and lists: <c>Stalls · Child</c>.</summary>
    public string PriceName => NameOf(TierName, Reduction);

    public bool IsGroupPrice => FullPrice is not null && Reduction is null;

    public required long Fee { get => _fee; init => _fee = value; }

    public required int TaxBasisPoints { get; init; }

    public long Discount { get; internal set; }

    /// <summary>Contained in <see cref="Total"/>.</summary>
    public long Tax { get; internal set; }

    /// <summary>The final amount: price less discount plus fee, plus tax where it is added.</summary>
    public long Total { get; internal set; }

    public string? AttendeeName { get; internal set; }

    /// <summary>True while the item owns its seat. A unique index allows one live item per seat.</summary>
    public bool Live { get; internal set; } = true;

    /// <summary>When it was given for other seats; null: never. Its amounts then count for nothing: those of the new items do.</summary>
    public DateTimeOffset? ExchangedAt { get; internal set; }

    /// <summary>When it came by an exchange; null: with the order.</summary>
    public DateTimeOffset? AddedAt { get; internal set; }

    /// <summary>The status of its ticket when the item was loaded; null: none was issued yet.</summary>
    public TicketStatus? TicketStatus { get; private set; }

    /// <summary>The number of its current ticket, from 1. Replaced tickets have the lower numbers.</summary>
    public short TicketIssue { get; private set; } = 1;

    public DateTimeOffset? TicketIssuedAt { get; private set; }

    /// <summary>See <see cref="PriceName"/>.</summary>
    public static string NameOf(string tier, string? reduction) => reduction is null ? tier : $"{tier} · {reduction}";

    /// <summary>Sets the price of an item that an order has not taken yet.</summary>
    public OrderItem WithPrice(SeatPrice price)
    {
        Invariant.Holds(TicketStatus is null);
        SetPrice(price);
        return this;
    }

    /// <summary>Sets the amounts of an item that an order has not taken yet.</summary>
    public OrderItem WithAmounts(ExchangeAmounts amounts)
    {
        Invariant.Holds(TicketStatus is null && amounts.Price == Price && amounts.Fee == Fee);
        (Discount, Tax, Total) = (amounts.Discount, amounts.Tax, amounts.Total);
        return this;
    }

    /// <summary>The refund for this item; minor units.</summary>
    /// <param name="withFees">False deducts the fee and, where tax is added, the fee's tax.</param>
    /// <param name="currency">The order's.</param>
    public long ReturnedBy(bool withFees, string currency)
    {
        var shown = Price - Discount + Fee;
        return withFees || shown == 0 ? Total : Total - Money.Round(Total * (decimal)Fee / shown, currency);
    }

    internal void SetPrice(SeatPrice price)
    {
        Invariant.Holds(price.Price >= 0 && (price.FullPrice ?? price.Price) >= price.Price && (price.Reduction is null || price.FullPrice is not null));
        (_price, _fee, FullPrice, Reduction) = (price.Price, price.Fee, price.FullPrice, price.Reduction);
    }

    /// <summary>Issues the item's first ticket, unsigned: it is signed when it is first shown.</summary>
    internal void IssueTicket(DateTimeOffset now)
    {
        Invariant.Holds(Live && TicketStatus is null);
        (TicketStatus, TicketIssuedAt) = (Tickets.TicketStatus.Valid, now);
    }
}
