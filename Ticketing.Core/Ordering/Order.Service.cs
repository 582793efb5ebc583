using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <content>What the box office changes of a paid order.</content>
public sealed partial class Order
{
    /// <summary>Whether the order has tickets that it can lose, change or be sent.</summary>
    public bool HasTickets => Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded;

    /// <summary>Corrects the buyer's name and telephone number; the address is changed by <see cref="CorrectEmail"/>.</summary>
    /// <param name="name">A valid name, or the one that it has: that of an erased account is none.</param>
    /// <param name="phone">Null: none.</param>
    /// <returns>False: they were so before.</returns>
    public bool EditBuyer(string name, string? phone, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(name == Name || TypedText.IsName(name, BuyerValidation.NameLengthMax));
        if (name == Name && phone == Phone)
        {
            return false;
        }

        (Name, Phone) = (name, phone);
        Record("order.buyer-edited", Status, actor, now);
        return true;
    }

    /// <summary>Changes the name on a ticket. The ticket and its code stay; PDFs show the new name.</summary>
    /// <param name="name">Null: none.</param>
    /// <returns>False: it was so before.</returns>
    public bool EditAttendee(OrderItem item, string? name, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(_items.Contains(item) && item.Live);
        if (name == item.AttendeeName)
        {
            return false;
        }

        item.AttendeeName = name;
        Record("order.attendee-edited", Status, actor, now);
        return true;
    }

    /// <summary>Marks the order for other members, or ends the mark.</summary>
    /// <returns>False: it was so before.</returns>
    public bool MarkForAttention(bool isMarked, Actor actor, DateTimeOffset now)
    {
        if (isMarked == AttentionAt is not null)
        {
            return false;
        }

        AttentionAt = isMarked ? now : null;
        Record(isMarked ? "order.attention-marked" : "order.attention-cleared", Status, actor, now);
        return true;
    }

    /// <summary>
    /// Gives items for others of the same performance: the former lose their seats and count for nothing any more, the latter have theirs
    /// and new tickets. The names of attendees move along, by the order of the seats.
    /// </summary>
    /// <param name="taken">New items with their amounts, as many as <paramref name="given"/>.</param>
    public void Exchange(IReadOnlyList<OrderItem> given, IReadOnlyList<OrderItem> taken, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(HasTickets);
        Invariant.Holds(given.Count > 0 && given.Count == taken.Count);
        Invariant.Holds(given.All(item => item.Live && _items.Contains(item)));
        Invariant.Holds(taken.All(item => item.OrderId == Id && item.PerformanceId == PerformanceId));
        var names = given.OrderBy(item => item.SeatIndex).Select(item => item.AttendeeName).ToList();
        foreach (var item in given)
        {
            (item.Live, item.ExchangedAt) = (false, now);
        }

        var index = 0;
        foreach (var item in taken.OrderBy(item => item.SeatIndex))
        {
            (item.AddedAt, item.AttendeeName) = (now, names[index++]);
            _items.Add(item);
        }

        taken.IssueTickets(now);
        SumUp();

        // Refunds of items that stay may not exceed what is left: the caller has checked it.
        Invariant.Holds(Refunded <= Total);
        var fact = Fact();
        _facts.Record(
            "order.changed", Id.ToString(), OrganizationId,
            new OrderChangedFact(
                fact.OrderId, fact.Number, fact.PerformanceId, fact.OrganizationId, fact.Total, fact.Refunded, fact.Currency,
                [.. given.Select(Side)], [.. taken.Select(Side)]),
            Status.ToString(), Status.ToString(), actor, now);

        static ExchangedItem Side(OrderItem item) => new(item.Id.Value, item.Label, item.PriceName, item.Total);
    }
}
