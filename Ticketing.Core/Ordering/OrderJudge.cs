using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;

namespace Ticketing.Core.Ordering;

/// <summary>
/// Decides what becomes of the wish to order a hold. Every road on which orders are placed asks here, with what it has read under
/// the locks of the buyer and the hold, so that the same wish gets the same answer on each.
/// </summary>
public static class OrderJudge
{
    /// <summary>Judges. Of several reasons to refuse, the first one here is told.</summary>
    public static OrderVerdict Judge(in OrderCase it)
    {
        var (command, hold) = (it.Command, it.Hold);
        if (it.FirstRequestHash is { } first && !(command.Request is { } request && first.AsSpan().SequenceEqual(request.Hash)))
        {
            return OrderVerdict.Refuse(PlaceOrderRefusal.RequestKeyReused);
        }

        if (hold is null || !hold.Owner.Equals(command.Owner))
        {
            return OrderVerdict.Refuse(PlaceOrderRefusal.HoldNotFound);
        }

        return hold.Status switch
        {
            HoldStatus.Active when hold.ExpiresAt > it.Now => JudgeTerms(it, hold, OrderStep.Place),
            HoldStatus.Ordered when it.Order is null => new OrderVerdict(OrderStep.ReadOrder, null),
            HoldStatus.Ordered => JudgeEarlier(it, hold, it.Order),
            HoldStatus.Active or HoldStatus.Released or HoldStatus.Expired => OrderVerdict.Refuse(PlaceOrderRefusal.HoldExpired),
            _ => throw new InvariantException($"hold status {hold.Status}"),
        };
    }

    // What was bought is answered whatever is typed now, and whatever has become of the sale since.
    private static OrderVerdict JudgeEarlier(in OrderCase it, HoldToOrder hold, EarlierOrder order) => order.Status switch
    {
        OrderStatus.Paid or OrderStatus.PartiallyRefunded or OrderStatus.Refunded => new OrderVerdict(OrderStep.Answer, null),
        OrderStatus.AwaitingPayment when order.ExpiresAt > it.Now => JudgeTerms(it, hold, OrderStep.Change),
        _ => OrderVerdict.Refuse(PlaceOrderRefusal.HoldExpired),
    };

    private static OrderVerdict JudgeTerms(in OrderCase it, HoldToOrder hold, OrderStep step)
    {
        if (it.Sale is not { State: not (SaleState.Cancelled or SaleState.Postponed or SaleState.Ended) } sale)
        {
            return OrderVerdict.Refuse(PlaceOrderRefusal.NotOnSale);
        }

        if (BuyerValidation.Check(it.Command.Buyer, hold.Seats, sale.AttendeeNames).Count > 0)
        {
            return OrderVerdict.Refuse(PlaceOrderRefusal.BuyerInvalid);
        }

        return it.SeatsOfBuyer + hold.Seats > sale.SeatsPerBuyerMax ? OrderVerdict.Refuse(PlaceOrderRefusal.BuyerLimit) : new OrderVerdict(step, null);
    }
}

/// <summary>What an order is judged by. All of it is read under the locks of the buyer and the hold but the sale, which is read before.</summary>
public readonly record struct OrderCase
{
    public required PlaceOrder Command { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>What was asked for when the request's key was used first; null: it was not used before.</summary>
    public required byte[]? FirstRequestHash { get; init; }

    /// <summary>Null: there is none.</summary>
    public required HoldToOrder? Hold { get; init; }

    /// <summary>The order that the hold has; null: it has none, or it was not read.</summary>
    public required EarlierOrder? Order { get; init; }

    /// <summary>Null: the performance is not published.</summary>
    public required SaleToOrder? Sale { get; init; }

    /// <summary>How many live items the buyer's other orders of this performance have.</summary>
    public required long SeatsOfBuyer { get; init; }
}

/// <summary>The hold that is to be ordered.</summary>
/// <param name="Seats">How many it has.</param>
public sealed record HoldToOrder(HoldOwner Owner, HoldStatus Status, int Seats, DateTimeOffset ExpiresAt);

/// <summary>The order that was placed for the hold before.</summary>
public sealed record EarlierOrder(OrderStatus Status, DateTimeOffset ExpiresAt);

/// <summary>The terms of the performance that an order is judged by.</summary>
/// <param name="AttendeeNames">Whether it asks for a name on each ticket.</param>
public sealed record SaleToOrder(SaleState State, bool AttendeeNames, int SeatsPerBuyerMax);

/// <param name="Refusal">Why; null unless it is refused.</param>
public readonly record struct OrderVerdict(OrderStep Step, PlaceOrderRefusal? Refusal)
{
    public static OrderVerdict Refuse(PlaceOrderRefusal refusal) => new(OrderStep.Refuse, refusal);
}

/// <summary>What is to be done.</summary>
public enum OrderStep
{
    Refuse,

    /// <summary>A new order is made of the hold.</summary>
    Place,

    /// <summary>The hold's order awaits its payment: it takes over what was typed now.</summary>
    Change,

    /// <summary>The hold's order is paid: it is the answer.</summary>
    Answer,

    /// <summary>The hold has an order: judge again with it.</summary>
    ReadOrder,
}
