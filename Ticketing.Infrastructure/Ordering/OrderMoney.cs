using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// The money of a locked order: its payments, refunds and disputes. Every change of a refund goes through it, so that
/// <see cref="Order.Refunded"/> follows from the rows, and a refund that fails is recorded.
/// </summary>
internal sealed class OrderMoney
{
    private readonly OrderTransaction _unit;
    private readonly Order _order;
    private readonly List<Payment> _payments;
    private readonly List<Refund> _refunds;
    private readonly List<DisputeCase> _disputes;

    private OrderMoney(OrderTransaction unit, Order order, List<Payment> payments, List<Refund> refunds, List<DisputeCase> disputes) =>
        (_unit, _order, _payments, _refunds, _disputes) = (unit, order, payments, refunds, disputes);

    /// <summary>Locks the payments of the locked order and reads its money.</summary>
    public static async Task<OrderMoney> ReadAsync(OrderTransaction unit, Order order, CancellationToken cancellationToken)
    {
        var payments = await unit.LockPaymentsAsync(order.Id, cancellationToken);
        return new OrderMoney(
            unit, order, payments,
            await OrderRefunds.OfLockedAsync(unit.Db, order.Id, cancellationToken),
            await OrderDisputes.OfPaymentsAsync(unit.Db, [.. payments.Select(payment => payment.ProviderPaymentId)], cancellationToken));
    }

    /// <summary>The payment that paid the order; null: none did.</summary>
    public Payment? Paying => _payments.Find(payment => payment.Status == PaymentStatus.Succeeded);

    /// <summary>The worst status of the disputes of <see cref="Paying"/>; null: there are none.</summary>
    public PaymentDisputeStatus? Dispute
    {
        get
        {
            var ofPaying = _disputes.Where(dispute => dispute.ProviderPaymentId == Paying?.ProviderPaymentId).ToList();
            return ofPaying.Count == 0 ? null
                : ofPaying.Exists(dispute => dispute.Status == PaymentDisputeStatus.Lost) ? PaymentDisputeStatus.Lost
                : ofPaying.Exists(dispute => dispute.Status == PaymentDisputeStatus.Open) ? PaymentDisputeStatus.Open
                : PaymentDisputeStatus.Won;
        }
    }

    public Payment? FindPayment(string intent) => _payments.Find(payment => payment.ProviderPaymentId == intent);

    public Refund? FindRefund(Guid id) => _refunds.Find(refund => refund.Id == id);

    /// <summary>What is left to give back of the payment that <paramref name="refund"/> is of, without that refund.</summary>
    public long LeftFor(Refund refund)
    {
        var payment = _payments.Single(p => p.Id == refund.PaymentId);
        return payment.Amount - ReturnedMoney.Of(payment, _refunds.Where(other => other != refund), _disputes);
    }

    /// <summary>What is left to give back of a payment.</summary>
    public long LeftOf(Payment payment) => payment.Amount - ReturnedMoney.Of(payment, _refunds, _disputes);

    /// <summary>Stores <see cref="ReturnedMoney"/> in the order.</summary>
    public void Count(DateTimeOffset now) => _order.CountReturned(ReturnedMoney.Of(_payments, _refunds, _disputes), now);

    /// <summary>Requests a refund; <c>RefundSender</c> sends it after the commit.</summary>
    /// <param name="amount">In minor units of the payment's currency.</param>
    public Refund Request(Payment payment, long amount, string reason, DateTimeOffset now)
    {
        Invariant.Holds(amount > 0 && amount <= payment.Amount);
        return Add(payment, amount, reason, madeAtProvider: false, now);
    }

    /// <summary>
    /// Applies a refund of <paramref name="payment"/> as it is at the provider. It is ours if it has our refund's id; any other was made at
    /// the provider: it is recorded beside ours and voids nothing, since staff decide that.
    /// </summary>
    public Refund Import(Payment payment, PaymentRefund seen, DateTimeOffset now)
    {
        var refund = _refunds.Find(r => r.ProviderRefundId == seen.Id)
            ?? (seen.OwnId is { } own ? _refunds.Find(r => r.Id == own && !r.MadeAtProvider) : null);
        var isNew = refund is null;
        refund ??= Add(payment, seen.Amount.Amount, "provider", madeAtProvider: true, now);
        var hasFailed = refund.Apply(seen, now);
        Count(now);
        if (isNew)
        {
            _order.RefundedAtProvider(now);
        }

        if (hasFailed)
        {
            _order.FailRefund(now);
        }

        return refund;
    }

    /// <summary>Ends a refund that the provider refuses for good, or that had no answer too often.</summary>
    public void Fail(Refund refund, DateTimeOffset now)
    {
        refund.Status = RefundStatus.Failed;
        Count(now);
        _order.FailRefund(now);
    }

    private Refund Add(Payment payment, long amount, string reason, bool madeAtProvider, DateTimeOffset now)
    {
        var refund = new Refund
        {
            Id = Guid.CreateVersion7(now),
            OrderId = payment.OrderId,
            PaymentId = payment.Id,
            MadeAtProvider = madeAtProvider,
            Amount = amount,
            Currency = payment.Currency,
            Status = RefundStatus.Requested,
            Reason = reason,
            CreatedAt = now,
            UpdatedAt = now,
        };
        _refunds.Add(refund);
        OrderRefunds.Add(_unit.Db, refund);
        return refund;
    }
}
