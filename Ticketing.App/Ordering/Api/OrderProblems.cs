using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Ordering;

namespace Ticketing.App.Ordering.Api;

/// <summary>What the API answers when ordering refuses: every refusal has its type, its status and a sentence.</summary>
internal static class OrderProblems
{
    public static ProblemHttpResult Of(PlaceOrderRefusal refusal) => refusal switch
    {
        PlaceOrderRefusal.HoldNotFound => Problems.NotFound("There is no such hold, or its secret is another."),
        PlaceOrderRefusal.HoldExpired => Problems.Of(410, "hold-expired", "The time for these seats has run out. Choose seats again."),
        PlaceOrderRefusal.NotOnSale => Problems.Of(409, "not-on-sale", "This performance is not on sale any more."),
        PlaceOrderRefusal.BuyerInvalid => Problems.Invalid("buyer", "The buyer's details are not complete."),
        PlaceOrderRefusal.BuyerLimit => Problems.Of(422, "buyer-limit", "With these seats you would have more than one buyer may have for this performance."),
        PlaceOrderRefusal.PromoUnknown => Problems.Of(422, "promo-unknown", "There is no such promo code."),
        PlaceOrderRefusal.PromoNotValidNow => Problems.Of(422, "promo-not-valid-now", "This promo code is not valid at this time."),
        PlaceOrderRefusal.PromoNotApplicable => Problems.Of(422, "promo-not-applicable", "This promo code is not for these seats."),
        PlaceOrderRefusal.PromoUsedUp => Problems.Of(409, "promo-used-up", "This promo code has been used as often as it may be."),
        PlaceOrderRefusal.PaymentUnderWay => Problems.Of(409, "payment-under-way", "A payment for this order is under way. Wait for its end."),
        PlaceOrderRefusal.PaymentUnavailable => Problems.Of(
            503, "payment-unavailable", "The payment provider does not answer. Your seats are kept: send the same request again."),
        PlaceOrderRefusal.Busy => Problems.Of(503, "unavailable", "Too many ask at once. Your seats are kept: send the same request again in a few seconds."),
        PlaceOrderRefusal.RequestKeyReused => Problems.KeyReused(),
    };

    public static ProblemHttpResult Of(CancelOrderRefusal refusal) => refusal switch
    {
        CancelOrderRefusal.NotFound => NotFound(),
        CancelOrderRefusal.AlreadyEnded => Problems.Of(409, "order-ended", "This order has ended already."),
        CancelOrderRefusal.NotWithinPolicy => Problems.Of(409, "not-cancellable", "The refund policy of this order does not allow to cancel it now."),
        CancelOrderRefusal.PaymentUnderWay => Problems.Of(409, "payment-under-way", "A payment for this order is under way. Wait for its end."),
    };

    public static ProblemHttpResult Of(RefundOrderRefusal refusal) => refusal switch
    {
        RefundOrderRefusal.NotFound => NotFound(),
        RefundOrderRefusal.NotPaid => Problems.Of(409, "nothing-to-refund", "Nothing was paid for this order, or all of it has gone back."),
        RefundOrderRefusal.ItemNotRefundable => Problems.Of(422, "item-not-refundable", "An item is not of this order, or was refunded before."),
    };

    public static ProblemHttpResult NotFound() => Problems.NotFound("There is no such order.");
}
