using Ticketing.Core.Payments;

namespace Ticketing.Core.Ordering;

/// <summary>
/// The only calculation of how much of an order's money has been given back. <see cref="Order.Refunded"/> stores its result, and
/// <see cref="Order.Returnable"/> is the rest.
/// </summary>
public static class ReturnedMoney
{
    /// <summary>
    /// Refunds that succeeded or are under way, whoever made them, refunds paid otherwise, and lost disputes. Only the payment that paid
    /// the order counts: a late or second payment is returned beside it.
    /// </summary>
    /// <returns>Minor units; at most what was paid.</returns>
    public static long Of(IEnumerable<Payment> payments, IEnumerable<Refund> refunds, IEnumerable<DisputeCase> disputes) =>
        payments.FirstOrDefault(payment => payment.Status == PaymentStatus.Succeeded) is { } paying
            ? Of(paying, refunds, disputes)
            : 0;

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
