using Ticketing.Core.Common;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Ordering;

/// <summary>
/// Decides what the news about a payment means for its order. Every road that money can take asks here, with the rows of the order and
/// the payment locked.
/// </summary>
public static class PaymentJudge
{
    /// <param name="order">Null: it is for no order of ours.</param>
    /// <param name="payment">The order's payment; null: none was noted, or there is no order.</param>
    public static PaymentStep Judge(PaymentIntent intent, Order? order, Payment? payment)
    {
        if (order is null || payment is null)
        {
            return PaymentStep.Flag;
        }

        Invariant.Holds(payment.OrderId == order.Id);
        return intent.Status switch
        {
            PaymentIntentStatus.Succeeded when payment.Status is PaymentStatus.Succeeded or PaymentStatus.Returned or PaymentStatus.Mismatched =>
                PaymentStep.Ignore,
            PaymentIntentStatus.Succeeded when !IsTheirs(intent, order, payment) => PaymentStep.Mismatch,
            PaymentIntentStatus.Succeeded => JudgeMoney(order),
            PaymentIntentStatus.Canceled => PaymentStep.Cancel,
            PaymentIntentStatus.AwaitingCard or PaymentIntentStatus.AwaitingConfirmation or PaymentIntentStatus.AwaitingBuyer => PaymentStep.Wait,
            PaymentIntentStatus.Processing => PaymentStep.WaitForBank,
            _ => throw new InvariantException($"payment intent status {intent.Status}"),
        };
    }

    // What was asked for may have changed after the order's end or its payment: then the money goes back anyway.
    private static bool IsTheirs(PaymentIntent intent, Order order, Payment payment) =>
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

/// <summary>What is to be done.</summary>
public enum PaymentStep
{
    /// <summary>No order of ours, or none that knows this payment: it is kept and flagged.</summary>
    Flag,

    /// <summary>Known before.</summary>
    Ignore,

    /// <summary>Nothing is paid yet: the buyer has to act.</summary>
    Wait,

    /// <summary>The buyer has authorised it, the bank confirms later.</summary>
    WaitForBank,

    /// <summary>Nothing will be paid with it any more.</summary>
    Cancel,

    /// <summary>Amount or currency is not what was asked for: never confirmed, flagged.</summary>
    Mismatch,

    /// <summary>The order waits for it: it is paid, if its seats are still its own.</summary>
    Confirm,

    /// <summary>The order has expired: it is paid, if its seats can be taken again.</summary>
    Revive,

    /// <summary>The order has ended unpaid: the money goes back.</summary>
    ReturnLate,

    /// <summary>The order was paid already: the money goes back.</summary>
    ReturnSecond,
}
