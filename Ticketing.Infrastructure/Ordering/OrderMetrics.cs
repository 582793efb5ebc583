using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Metrics of orders, of payments at the provider and of their refunds, counted at the instance that handled them.</summary>
public sealed class OrderMetrics : IInstruments
{
    private static readonly SettledPayment[] Settled =
        [SettledPayment.Paid, SettledPayment.NotPaid, SettledPayment.Returned, SettledPayment.Mismatched];

    private static readonly RefundStatus[] Ended = [RefundStatus.Succeeded, RefundStatus.Failed, RefundStatus.Cancelled];

    private readonly ResultCounter _orders;
    private readonly Histogram<double> _duration;
    private readonly ResultCounter _payments;
    private readonly ResultCounter _refunds;
    private readonly ConcurrentDictionary<string, Sum> _paid = new(StringComparer.Ordinal) { [ReferenceRates.Currency] = new Sum() };

    public OrderMetrics(IMeterFactory meters)
    {
        var meter = TicketingMeter.Of(meters);
        _orders = ResultCounter.Of<PlaceOrderRefusal>(meter, "ticketing.orders", "{order}", "Placed orders by result.", "placed");
        _duration = meter.CreateDuration("ticketing.checkout.duration", "Time from an order's request to its answer.");
        _payments = new ResultCounter(
            meter, "ticketing.payments", "{payment}", "Payments at the provider by result.", "succeeded", "failed", "returned", "mismatched");
        _refunds = new ResultCounter(
            meter, "ticketing.refunds", "{refund}", "Refunds at the provider by result.", [.. Ended.Select(status => status.ToWord())]);
        meter.CreateObservableCounter(
            "ticketing.paid.amount",
            () => _paid.Select(sum => new Measurement<long>(sum.Value.Read(), KeyValuePair.Create("currency", (object?)sum.Key))),
            null, "Money taken at the provider, in minor units of the currency.");
    }

    /// <param name="startedAt">By <see cref="Stopwatch.GetTimestamp"/>.</param>
    internal void Count(Outcome<PlacedOrder, PlaceOrderRefusal> outcome, long startedAt)
    {
        _orders.Count(outcome.Succeeded ? 0 : (int)outcome.Refusal + 1);
        _duration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
    }

    /// <summary>Counts a payment whose state was applied. A repeated one, and one that is still under way, count as none.</summary>
    /// <param name="received">The event that reported it; a failed attempt is counted by its event only, not at each query.</param>
    internal void Count(SettledPayment settled, PaymentIntent intent, PaymentEvent? received)
    {
        var result = Array.IndexOf(Settled, settled == SettledPayment.PaidLate ? SettledPayment.Paid : settled);
        if (result < 0 || (settled == SettledPayment.NotPaid && (received is null || intent.LastError is null)))
        {
            return;
        }

        _payments.Count(result);
        if (result == 0)
        {
            _paid.GetOrAdd(intent.Amount.Currency, _ => new Sum()).Add(intent.Amount.Amount);
        }
    }

    /// <summary>Counts refunds that have ended.</summary>
    internal void Count(IEnumerable<RefundStatus> ended)
    {
        foreach (var status in ended)
        {
            _refunds.Count(Array.IndexOf(Ended, status));
        }
    }

    private sealed class Sum
    {
        private long _amount;

        public void Add(long amount) => Interlocked.Add(ref _amount, amount);

        public long Read() => Interlocked.Read(ref _amount);
    }
}
