using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Questions;

namespace Ticketing.Core.Ordering;

/// <summary>
/// Decides a request to order a hold. The batch and the unbatched handler both call it with data read under the locks of the buyer and
/// the hold, so that both decide alike.
/// </summary>
public static class OrderJudge
{
    /// <summary>The next step, or the first applicable refusal.</summary>
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

    // A paid order is returned as it is: neither the entered data nor the sale's state is checked.
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

        // Holds may break the rule while the buyer is choosing. The rule against single seats is not judged here: other buyers' purchases
        // can break it after the seats were held.
        if (hold.LacksWheelchairPlace)
        {
            return OrderVerdict.Refuse(PlaceOrderRefusal.CompanionWithoutWheelchair);
        }

        // An order that was placed keeps its seats, whatever the tiers ask for by now.
        if (step == OrderStep.Place && (hold.IsBelowTierMinimum || hold.IsAboveTierMaximum))
        {
            return OrderVerdict.Refuse(hold.IsBelowTierMinimum ? PlaceOrderRefusal.TierMinimum : PlaceOrderRefusal.TierMaximum);
        }

        if (BuyerValidation.Check(it.Command.Buyer, hold.Seats, sale.AttendeeNames).Count > 0)
        {
            return OrderVerdict.Refuse(PlaceOrderRefusal.BuyerInvalid);
        }

        if (it.Questions is { } asked && AnswerRules.Check(asked, it.Command.Answers).Errors.Count > 0)
        {
            return OrderVerdict.Refuse(PlaceOrderRefusal.AnswersInvalid);
        }

        if (it.Presale is { } presale && RefuseCode(presale, it.Command.Buyer, step) is { } refusal)
        {
            return OrderVerdict.Refuse(refusal);
        }

        var seats = it.SeatsOfBuyer + hold.Seats;
        return seats > sale.SeatsPerBuyerMax || (it.Presale?.SeatsByCode ?? seats) > (it.Presale?.SeatsPerBuyerMax ?? int.MaxValue)
            ? OrderVerdict.Refuse(PlaceOrderRefusal.BuyerLimit)
            : new OrderVerdict(step, null);
    }

    // An order keeps the use that it was placed with; its address may still be corrected, except away from the code's.
    private static PlaceOrderRefusal? RefuseCode(PresaleToOrder presale, BuyerDetails buyer, OrderStep step) =>
        !presale.HasCode && step == OrderStep.Place ? PlaceOrderRefusal.AccessCodeNeeded
        : !presale.CoversSeats && step == OrderStep.Place ? PlaceOrderRefusal.SeatsNotInPresale
        : presale.EmailNormalized is { } address && address != EmailAddress.Normalize(buyer.Email) ? PlaceOrderRefusal.AccessCodeOfAnother
        : null;
}

/// <summary>
/// Input of <see cref="OrderJudge"/>. <see cref="Sale"/> is read before the locks of buyer and hold, everything else under them.
/// </summary>
public readonly record struct OrderCase
{
    public required PlaceOrder Command { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The hash of the first request with the same idempotency key; null: the key is new.</summary>
    public required byte[]? FirstRequestHash { get; init; }

    /// <summary>Null: the hold does not exist.</summary>
    public required HoldToOrder? Hold { get; init; }

    /// <summary>The hold's order; null: none, or not read yet.</summary>
    public required EarlierOrder? Order { get; init; }

    /// <summary>Null: the performance is not published.</summary>
    public required SaleToOrder? Sale { get; init; }

    /// <summary>The number of live items in the buyer's other orders of this performance.</summary>
    public required long SeatsOfBuyer { get; init; }

    /// <summary>What the presale's code allows; null: the order needs none.</summary>
    public PresaleToOrder? Presale { get; init; }

    /// <summary>What the organizer asks; null: nothing.</summary>
    public QuestionsToOrder? Questions { get; init; }
}

/// <summary>A presale's code as an order has it.</summary>
/// <param name="HasCode">Whether a valid code was shown; its uses are counted when the order is written.</param>
/// <param name="CoversSeats">Whether its presale sells all seats of the hold that need a code.</param>
/// <param name="EmailNormalized">The only address whose orders may use it; null: any.</param>
/// <param name="SeatsPerBuyerMax">The presale's limit over all orders of the buyer; null: the performance's alone.</param>
public sealed record PresaleToOrder(bool HasCode, bool CoversSeats, string? EmailNormalized, int? SeatsPerBuyerMax)
{
    public static PresaleToOrder WithoutCode { get; } = new(false, false, null, null);

    /// <summary>
    /// In the general sale: the seats by code of the hold and of the buyer's other orders, which alone count towards the presale's limit. Null:
    /// all seats count.
    /// </summary>
    public long? SeatsByCode { get; init; }
}

/// <summary>The hold to order.</summary>
/// <param name="Seats">The number of its seats.</param>
/// <param name="LacksWheelchairPlace">Whether it has a companion seat without the wheelchair place beside it.</param>
public sealed record HoldToOrder(HoldOwner Owner, HoldStatus Status, int Seats, bool LacksWheelchairPlace, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether it has fewer seats of a price tier than an order needs.</summary>
    public bool IsBelowTierMinimum { get; init; }

    /// <summary>Whether it has more seats of a price tier than an order can have.</summary>
    public bool IsAboveTierMaximum { get; init; }
}

/// <summary>An order that was already placed for the hold.</summary>
public sealed record EarlierOrder(OrderStatus Status, DateTimeOffset ExpiresAt);

/// <summary>The performance's terms of sale.</summary>
/// <param name="AttendeeNames">Whether attendee names are required.</param>
public sealed record SaleToOrder(SaleState State, bool AttendeeNames, int SeatsPerBuyerMax);

/// <summary>Result of <see cref="OrderJudge"/>.</summary>
/// <param name="Refusal">Null unless <paramref name="Step"/> is <see cref="OrderStep.Refuse"/>.</param>
public readonly record struct OrderVerdict(OrderStep Step, PlaceOrderRefusal? Refusal)
{
    public static OrderVerdict Refuse(PlaceOrderRefusal refusal) => new(OrderStep.Refuse, refusal);
}

/// <summary>The caller's next step.</summary>
public enum OrderStep
{
    Refuse,

    /// <summary>Create an order for the hold.</summary>
    Place,

    /// <summary>Update the hold's unpaid order with the entered data.</summary>
    Change,

    /// <summary>Return the hold's paid order.</summary>
    Answer,

    /// <summary>Read the hold's order and judge again.</summary>
    ReadOrder,
}
