using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.Core.Analytics;

/// <summary>
/// An order's contribution to the sales figures, a function of its current state: replacing the former contribution by it is idempotent and
/// independent of the order of events.
/// </summary>
public static class SalesContribution
{
    /// <summary>
    /// The sale is booked at the minute of the payment, a returned seat at the minute of its return, money given back at the minute of its
    /// refund or of the bank's decision. Money without a known time is booked at the payment's minute. At the minute of an exchange the sale
    /// of the former seat is taken back and that of the new one is booked: the sums are those of the seats that count, and the figures of
    /// days before stay as they were.
    /// </summary>
    public static IReadOnlyList<SalesLine> Of(SoldOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var fold = new SalesFold();
        var isCounted = false;
        foreach (var item in order.Items)
        {
            // With the first seat that it was placed with, also after that was exchanged.
            var sums = SumsOf(item) with { Orders = !isCounted && item.AddedAt is null ? 1 : 0 };
            isCounted |= item.AddedAt is null;
            fold.Add(CellOf(order, item, item.AddedAt ?? order.PaidAt), sums);
            if (item.ExchangedAt is { } exchangedAt)
            {
                fold.Add(CellOf(order, item, exchangedAt), -SumsOf(item));
            }
            else if (item.ReturnedAt is { } returnedAt)
            {
                fold.Add(CellOf(order, item, returnedAt), new SalesSums { SeatsReturned = item.Seats });
            }
        }

        var left = order.Items.Select(CountedTotal).ToArray();
        foreach (var (at, amount) in Returns(order))
        {
            var parts = Spread(order, left, at, amount);
            for (var i = 0; i < parts.Length; i++)
            {
                fold.Add(CellOf(order, order.Items[i], at), new SalesSums { Refunded = parts[i] });
                left[i] = Math.Max(0, left[i] - parts[i]);
            }
        }

        return fold.Lines;
    }

    // The order says how much was given back, its refunds and disputes say when: their sum is more when a bank took back what had been
    // refunded, and less where a refund left no row.
    private static IEnumerable<(DateTimeOffset At, long Amount)> Returns(SoldOrder order)
    {
        var rest = order.Refunded;
        foreach (var returned in order.Returns.OrderBy(returned => returned.At).ThenBy(returned => returned.Amount))
        {
            var amount = Math.Min(rest, returned.Amount);
            if (amount > 0)
            {
                rest -= amount;
                yield return (returned.At, amount);
            }
        }

        if (rest > 0)
        {
            yield return (order.PaidAt, rest);
        }
    }

    // A refund names no seats. It is for those that were returned at its time; what exceeds their totals is for seats that were returned
    // before, then for all: a refund made at the provider, or a lost dispute.
    private static long[] Spread(SoldOrder order, long[] left, DateTimeOffset at, long amount)
    {
        var parts = new long[left.Length];
        foreach (var belongs in (Func<SoldItem, bool>[])[item => item.ReturnedAt == at, item => item.ReturnedAt <= at, _ => true])
        {
            var weights = new long[left.Length];
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = belongs(order.Items[i]) ? Math.Max(0, left[i] - parts[i]) : 0;
            }

            amount -= Add(parts, new Money(Math.Min(amount, weights.Sum()), order.Currency), weights);
        }

        // No more than the total is given back; this keeps the sum exact even so.
        Add(parts, new Money(amount, order.Currency), [.. order.Items.Select(item => Math.Max(0, CountedTotal(item)))]);
        return parts;
    }

    private static long Add(long[] parts, Money amount, long[] weights)
    {
        if (amount.Amount == 0)
        {
            return 0;
        }

        var spread = amount.Spread(weights);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] += spread[i];
        }

        return amount.Amount;
    }

    private static SalesSums SumsOf(SoldItem item) => new()
    {
        Seats = item.Seats,
        Gross = item.Total + item.Discount,
        Fees = item.Fee,
        Tax = item.Tax,
        Discount = item.Discount,
    };

    private static long CountedTotal(SoldItem item) => item.ExchangedAt is null ? item.Total : 0;

    private static SalesCell CellOf(SoldOrder order, SoldItem item, DateTimeOffset at) => new(
        order.Performance, SalesCell.MinuteOf(at), item.Tier, item.Section, SalesChannels.Of(order.Channel), order.Currency);
}
