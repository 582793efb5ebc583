using Ticketing.Core.Payments;

namespace Ticketing.Core.Ordering;

/// <summary>
/// The only calculation of how much of an order's money has been given back. <see cref="Order.Refunded"/> stores its result, and
/// <see cref="Order.Returnable"/> is the rest.
/// </summary>
public static class ReturnedMoney
{
    /// <summary>
    /// Refunds that succeeded or are under way, also those made at the provider, refunds paid otherwise, and lost disputes. Only the payments
    /// that paid the order count: a late or second payment is returned beside it. The difference of an exchange does not count either: the
    /// order's total is lower by it.
    /// </summary>
    /// <returns>Minor units; at most what was paid.</returns>
    public static long Of(IReadOnlyCollection<Payment> payments, IReadOnlyCollection<Refund> refunds, IReadOnlyCollection<DisputeCase> disputes)
    {
        var paying = payments.Where(payment => payment.Status == PaymentStatus.Succeeded).ToList();
        var returned = paying.Sum(payment => Of(payment, refunds, disputes));
        var ofExchanges = refunds
            .Where(refund => refund.ForExchange && refund.CountsAsReturned && paying.Exists(payment => payment.Id == refund.PaymentId))
            .Sum(refund => refund.Amount);
        return Math.Max(0, returned - ofExchanges);
    }

    /// <summary>The same for one payment, whether it paid the order or not.</summary>
    public static long Of(Payment payment, IEnumerable<Refund> refunds, IEnumerable<DisputeCase> disputes)
    {
        var refunded = refunds.Where(refund => refund.PaymentId == payment.Id && refund.CountsAsReturned).Sum(refund => refund.Amount);
        var lost = disputes
            .Where(dispute => dispute.ProviderPaymentId == payment.ProviderPaymentId && dispute.Status == PaymentDisputeStatus.Lost)
            .Sum(dispute => dispute.Amount);

        // A bank may take back a payment that was refunded before.
        return Math.Min(payment.Amount, refunded + lost);
    }
}
