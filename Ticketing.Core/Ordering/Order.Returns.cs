using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Ordering;

/// <content>What was given back, and failed refunds.</content>
public sealed partial class Order
{
    private DateTimeOffset? _refundedChangedAt;

    /// <summary>What a refund of the items and extras gives back: their amounts, at most what is left.</summary>
    /// <param name="withFees">See <see cref="OrderItem.ReturnedBy"/>.</param>
    /// <param name="extras">Null: none.</param>
    public Money AmountReturnedFor(IEnumerable<OrderItem> items, bool withFees, IEnumerable<OrderExtra>? extras = null) => new(
        Math.Min(items.Sum(item => item.ReturnedBy(withFees, Currency)) + (extras?.Sum(unit => unit.Total) ?? 0), Returnable), Currency);

    /// <summary>Refunds the <paramref name="returned"/> items, which lose their seats, and extras.</summary>
    /// <param name="amount">Minor units; at most <see cref="Returnable"/>.</param>
    /// <param name="extras">Live ones; null: none.</param>
    public void Refund(
        IReadOnlyList<OrderItem> returned, long amount, Actor actor, DateTimeOffset now, IReadOnlyList<OrderExtra>? extras = null)
    {
        var units = extras ?? [];
        Invariant.Holds(Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded);
        Invariant.Holds(amount >= 0 && amount <= Returnable);
        Invariant.Holds(returned.Count + units.Count > 0 && returned.All(item => item.Live && _items.Contains(item)));
        Invariant.Holds(units.All(unit => unit.Live && _extras.Contains(unit)));
        var before = Status;
        Refunded += amount;
        returned.SetLive(false);
        EndExtras(units, now);
        var whole = _items.TrueForAll(item => !item.Live) && !LiveExtras.Any();
        (Status, EndedAt) = whole ? (OrderStatus.Refunded, now) : (OrderStatus.PartiallyRefunded, EndedAt);
        Record(whole ? "order.refunded" : "order.partially-refunded", before, actor, now);
    }

    /// <summary>Sets <see cref="Refunded"/> after a change of the order's refunds or disputes.</summary>
    /// <param name="returned">By <see cref="ReturnedMoney"/>.</param>
    public void CountReturned(long returned, DateTimeOffset now)
    {
        Invariant.Holds(returned >= 0 && returned <= Total);
        if (returned != Refunded)
        {
            (Refunded, _refundedChangedAt) = (returned, now);
        }
    }

    /// <summary>Records that staff refunded a part of the payment at the provider. Its items keep their seats.</summary>
    public void RefundedAtProvider(DateTimeOffset now) => Record("order.refunded-at-provider", Status, Actor.Provider, now);

    /// <summary>Records that a refund has failed: the buyer does not have the money.</summary>
    public void FailRefund(DateTimeOffset now) => Record("order.refund-failed", Status, Actor.Provider, now);

    /// <summary>Records how staff dealt with a failed refund.</summary>
    public void ResolveRefund(RefundResolution resolution, Actor actor, DateTimeOffset now) => Record(
        resolution switch
        {
            RefundResolution.Retried => "order.refund-retried",
            RefundResolution.PaidOtherwise => "order.refund-paid-otherwise",
        },
        Status, actor, now);

    /// <summary>
    /// What was recorded. A change of <see cref="Refunded"/> that has no event of its own in this save, such as a refund that the provider
    /// executes after it had counted as failed, is one, too: who counts money sees every change.
    /// </summary>
    public RecordedFacts TakeFacts()
    {
        var taken = _facts.Take();
        if (_refundedChangedAt is { } at && taken.Outbox.Count == 0)
        {
            Record("order.refunds-adjusted", Status, Actor.Provider, at);
            taken = _facts.Take();
        }

        _refundedChangedAt = null;
        return taken;
    }
}
