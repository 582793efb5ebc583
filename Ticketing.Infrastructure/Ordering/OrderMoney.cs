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
    private readonly List<RefundStatus> _ended = [];

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

    /// <summary>
    /// The payment that paid the order at the provider, else one that a member took; null: none did. Exchanges can add payments by hand.
    /// </summary>
    public Payment? Paying => PayingAll.FirstOrDefault();

    // Those at the provider first: their refunds need no hand.
    private IEnumerable<Payment> PayingAll =>
        _payments.Where(payment => payment.Status == PaymentStatus.Succeeded).OrderBy(payment => payment.IsByHand);

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

    /// <summary>The refunds at the provider that ended in this unit, for the metrics after its commit.</summary>
    public IReadOnlyList<RefundStatus> EndedRefunds => _ended;

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

    /// <summary>
    /// What limits of refunds count: the money of the order that was decided to be given back, differences of exchanges and refunds that have
    /// failed included. A failed refund is repeated without another decision.
    /// </summary>
    public long Given => GivenOf(_payments, _refunds);

    /// <inheritdoc cref="Given"/>
    public static long GivenOf(IEnumerable<Payment> payments, IEnumerable<Refund> refunds)
    {
        var paying = payments.Where(payment => payment.Status == PaymentStatus.Succeeded).Select(payment => payment.Id).ToHashSet();
        return refunds.Where(refund => paying.Contains(refund.PaymentId) && (refund.CountsAsReturned || refund.NeedsAttention))
            .Sum(refund => refund.Amount);
    }

    /// <summary>Stores <see cref="ReturnedMoney"/> in the order.</summary>
    /// <remarks>A bank may take back a difference, too, that was returned for an exchange: no more than the total counts.</remarks>
    public void Count(DateTimeOffset now) =>
        _order.CountReturned(Math.Min(_order.Total, ReturnedMoney.Of(_payments, _refunds, _disputes)), now);

    /// <summary>
    /// Requests refunds of the payments that paid the order, as far as they have something left: at the provider, then of what members
    /// took. A member who decides the latter hands the money over: they count as paid at once. Otherwise they are a task of the box office
    /// like a failed refund.
    /// </summary>
    /// <param name="amount">In minor units; 0: nothing.</param>
    /// <param name="byMember">Whether a member decides it, not the buyer.</param>
    /// <param name="drawer">The member's open shift, whose drawer the cash comes out of; null: none.</param>
    /// <returns>What is to be sent to the provider.</returns>
    public IReadOnlyList<Guid> RequestAll(
        long amount, string reason, bool forExchange, bool byMember, ShiftId? drawer, DateTimeOffset now)
    {
        var toSend = new List<Guid>();
        var isOwed = false;
        foreach (var payment in PayingAll)
        {
            var part = Math.Min(amount, LeftOf(payment));
            if (part <= 0)
            {
                continue;
            }

            amount -= part;
            var refund = Add(payment, part, reason, madeAtProvider: false, now, forExchange);
            if (!payment.IsByHand)
            {
                toSend.Add(refund.Id);
            }
            else if (byMember)
            {
                refund.Status = RefundStatus.Succeeded;
                refund.ShiftId = payment.Provider == Payment.Cash ? drawer : null;
            }
            else
            {
                (refund.Status, refund.FailureReason) = (RefundStatus.Failed, Refund.ByHand);
                isOwed = true;
            }
        }

        if (isOwed)
        {
            // Before the fact, as in Fail: it says what the buyer has back, without what is still owed.
            Count(now);
            _order.FailRefund(now);
        }

        return toSend;
    }

    /// <summary>What is left to give back of all payments that paid the order.</summary>
    public long Left => PayingAll.Sum(LeftOf);

    /// <summary>Whether a refund is of cash that a member took.</summary>
    public bool IsOfCash(Refund refund) => _payments.Exists(payment => payment.Id == refund.PaymentId && payment.Provider == Payment.Cash);

    /// <summary>Records money that a member took for the order.</summary>
    /// <param name="provider"><see cref="Payment.Cash"/>, <see cref="Payment.Terminal"/>, or <see cref="Payment.Comp"/> with an amount of 0.</param>
    /// <param name="member">Their id and name, and their open shift; null: none.</param>
    /// <param name="given">The cash that the buyer gave; null: not recorded.</param>
    /// <param name="note">See <see cref="Payment.Note"/>.</param>
    public void Take(
        string provider, long amount, (UserId? Id, string Name, ShiftId? Shift) member, DateTimeOffset now, long? given = null, string? note = null)
    {
        Invariant.Holds(provider == Payment.Comp ? amount == 0 : amount > 0);
        Invariant.Holds(given is null || given >= amount);
        var id = Guid.CreateVersion7(now);
        var payment = new Payment
        {
            Id = id,
            OrderId = _order.Id,
            Provider = provider,
            ProviderPaymentId = $"{provider}_{id:N}",
            ClientSecret = "",
            Amount = amount,
            Currency = _order.Currency,
            Status = PaymentStatus.Succeeded,
            TakenById = member.Id,
            TakenBy = member.Name,
            ShiftId = member.Shift,
            Given = given,
            Note = note,
            CreatedAt = now,
            UpdatedAt = now,
        };
        _payments.Add(payment);
        OrderPayments.Add(_unit.Db, payment);
    }

    /// <summary>Requests a refund; <c>RefundSender</c> sends it after the commit.</summary>
    /// <param name="amount">In minor units of the payment's currency.</param>
    /// <param name="forExchange">See <see cref="Refund.ForExchange"/>.</param>
    public Refund Request(Payment payment, long amount, string reason, DateTimeOffset now, bool forExchange = false)
    {
        Invariant.Holds(amount > 0 && amount <= payment.Amount);
        return Add(payment, amount, reason, madeAtProvider: false, now, forExchange);
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
        var wasOpen = refund.IsOpen;
        var hasFailed = refund.Apply(seen, now);
        if (wasOpen && !refund.IsOpen)
        {
            _ended.Add(refund.Status);
        }

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
        _ended.Add(refund.Status);
        Count(now);
        _order.FailRefund(now);
    }

    private Refund Add(Payment payment, long amount, string reason, bool madeAtProvider, DateTimeOffset now, bool forExchange = false)
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
            ForExchange = forExchange,
            CreatedAt = now,
            UpdatedAt = now,
        };
        _refunds.Add(refund);
        OrderRefunds.Add(_unit.Db, refund);
        return refund;
    }
}
