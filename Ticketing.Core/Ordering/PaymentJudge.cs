using Ticketing.Core.Common;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Ordering;

/// <summary>
/// Decides what a payment's new status means for its order. Webhooks, redirects and the reconciler all call it, with the rows of the
/// order and the payment locked.
/// </summary>
public static class PaymentJudge
{
    /// <param name="order">Null: the intent belongs to no order of this site.</param>
    /// <param name="payment">The order's payment; null: none is recorded, or there is no order.</param>
    public static PaymentStep Judge(PaymentIntent intent, Order? order, Payment? payment)
    {
        if (order is null || payment is null)
        {
            return PaymentStep.Flag;
        }

        Invariant.Holds(payment.OrderId == order.Id);
        return intent.Status switch
        {
            PaymentIntentStatus.Succeeded
                when payment.Status is PaymentStatus.Succeeded or PaymentStatus.Returned or PaymentStatus.Mismatched => PaymentStep.Ignore,
            PaymentIntentStatus.Succeeded when !Matches(intent, order, payment) => PaymentStep.Mismatch,
            PaymentIntentStatus.Succeeded => JudgeMoney(order),
            PaymentIntentStatus.Canceled => PaymentStep.Cancel,
            PaymentIntentStatus.AwaitingCard or PaymentIntentStatus.AwaitingConfirmation or PaymentIntentStatus.AwaitingBuyer =>
                PaymentStep.Wait,
            PaymentIntentStatus.Processing => PaymentStep.WaitForBank,
            _ => throw new InvariantException($"payment intent status {intent.Status}"),
        };
    }

    // The amount may differ once the order has ended or is paid: the payment is refunded in that case.
    private static bool Matches(PaymentIntent intent, Order order, Payment payment) =>
        intent.Received == new Money(payment.Amount, payment.Currency)
        && payment.Currency == order.Currency
        && (order.Status != OrderStatus.AwaitingPayment || payment.Amount == order.Total);

    private static PaymentStep JudgeMoney(Order order) => order.Status switch
    {
        OrderStatus.AwaitingPayment => PaymentStep.Confirm,
        OrderStatus.Expired => PaymentStep.Revive,
        _ => order.PaidAt is null ? PaymentStep.ReturnLate : PaymentStep.ReturnSecond,
    };
}

/// <summary>The caller's next step.</summary>
public enum PaymentStep
{
    /// <summary>No matching order or payment: store and flag it.</summary>
    Flag,

    /// <summary>Already processed.</summary>
    Ignore,

    /// <summary>Not paid: the buyer has to act.</summary>
    Wait,

    /// <summary>Authorised by the buyer; the bank confirms later.</summary>
    WaitForBank,

    /// <summary>The payment can no longer succeed.</summary>
    Cancel,

    /// <summary>Amount or currency differs from the request: flag it, do not confirm.</summary>
    Mismatch,

    /// <summary>The order awaits the payment: confirm it, if it still owns its seats.</summary>
    Confirm,

    /// <summary>The order has expired: confirm it, if its seats can be taken again.</summary>
    Revive,

    /// <summary>The order has ended unpaid: refund.</summary>
    ReturnLate,

    /// <summary>The order was paid before: refund.</summary>
    ReturnSecond,
}
