using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;

namespace Ticketing.App.Ordering.Api;

/// <summary>Maps ordering refusals to problem+json.</summary>
internal static class OrderProblems
{
    public static ProblemHttpResult Of(PlaceOrderRefusal refusal) => refusal switch
    {
        PlaceOrderRefusal.HoldNotFound => Problems.NotFound("There is no such hold, or the secret is wrong."),
        PlaceOrderRefusal.HoldExpired => Problems.Of(410, "hold-expired", "The time for these seats has run out. Choose seats again."),
        PlaceOrderRefusal.NotOnSale => Problems.Of(409, "not-on-sale", "This performance is no longer on sale."),
        PlaceOrderRefusal.CompanionWithoutWheelchair => Problems.Of(
            422, "companion-alone", "A companion seat is sold only with the wheelchair place beside it. Hold that place too, or release the companion seat."),
        PlaceOrderRefusal.TierMinimum => Problems.Of(
            422, "tier-minimum", "The hold has fewer seats of a price tier than an order needs. See the tiers of the performance."),
        PlaceOrderRefusal.TierMaximum => Problems.Of(
            422, "tier-maximum", "The hold has more seats of a price tier than an order can have. See the tiers of the performance."),
        PlaceOrderRefusal.BuyerInvalid => Problems.Invalid("buyer", "The buyer's details are not complete."),
        PlaceOrderRefusal.AnswersInvalid => Problems.Invalid("answers", "Required questions are not answered, or answers are not valid."),
        PlaceOrderRefusal.ExtrasInvalid => Problems.Invalid("extras", "An extra cannot be ordered as it is chosen."),
        PlaceOrderRefusal.ExtraSoldOut => Problems.Of(409, "extra-sold-out", "Another order has taken the last units of an extra. Order fewer of it."),
        PlaceOrderRefusal.BuyerLimit => Problems.Of(422, "buyer-limit", "These seats would exceed the maximum per buyer for this performance."),
        PlaceOrderRefusal.PromoUnknown => Problems.Of(422, "promo-unknown", "There is no such promo code."),
        PlaceOrderRefusal.PromoNotValidNow => Problems.Of(422, "promo-not-valid-now", "This promo code is not valid at this time."),
        PlaceOrderRefusal.PromoNotApplicable => Problems.Of(422, "promo-not-applicable", "This promo code is not for these seats."),
        PlaceOrderRefusal.PromoUsedUp => Problems.Of(409, "promo-used-up", "This promo code has been used up."),
        PlaceOrderRefusal.ReductionUnknown => Problems.Of(
            422, "reduction-unknown", "A seat of the hold, or its price tier, does not have this reduced price. See the tiers of the performance."),
        PlaceOrderRefusal.ReductionNotForSeat => Problems.Of(
            422, "reduction-not-for-seat", "This reduced price is for companion seats only, one for each wheelchair place of the order."),
        PlaceOrderRefusal.ReductionLimit => Problems.Of(422, "reduction-limit", "More seats have this reduced price than it allows in an order."),
        PlaceOrderRefusal.AccessCodeNeeded => Problems.Of(
            403, "access-code-needed", "Only a presale sells these seats. Send the proof of its access code in the header Access-Code."),
        PlaceOrderRefusal.AccessCodeUsedUp => Problems.Of(409, "access-code-used-up", "This access code has been used up."),
        PlaceOrderRefusal.AccessCodeOfAnother => Problems.Of(422, "access-code-of-another", "This access code is for another e-mail address."),
        PlaceOrderRefusal.SeatsNotInPresale => Problems.Of(422, "seats-not-in-presale", "The presale of this access code does not sell all of these seats."),
        PlaceOrderRefusal.PaymentUnderWay => Problems.Of(409, "payment-under-way", "A payment for this order is in progress. Wait until it has finished."),
        PlaceOrderRefusal.AmountTooSmall => Problems.Of(422, "amount-too-small", "The total is less than the payment provider charges. Choose more seats, or leave the promo code out."),
        PlaceOrderRefusal.AmountTooLarge => Problems.Of(422, "amount-too-large", "The total is more than the payment provider charges at once. Order fewer seats."),
        PlaceOrderRefusal.PaymentRefused => Problems.Of(422, "payment-refused", "The payment provider refuses this payment. Do not send the same request again."),
        PlaceOrderRefusal.PaymentUnavailable => Problems.Of(
            503, "payment-unavailable", "The payment provider does not answer. Your seats are kept: send the same request again."),
        PlaceOrderRefusal.Busy => Problems.Of(503, "unavailable", "Too many requests at once. Your seats are kept: send the same request again in a few seconds."),
        PlaceOrderRefusal.RequestKeyReused => Problems.KeyReused(),
    };

    public static ProblemHttpResult Of(CancelOrderRefusal refusal) => refusal switch
    {
        CancelOrderRefusal.NotFound => NotFound(),
        CancelOrderRefusal.AlreadyEnded => Problems.Of(409, "order-ended", "This order has already ended."),
        CancelOrderRefusal.NotWithinPolicy => Problems.Of(409, "not-cancellable", "The refund policy of this order does not allow cancellation now."),
        CancelOrderRefusal.PaymentUnderWay => Problems.Of(409, "payment-under-way", "A payment for this order is in progress. Wait until it has finished."),
        CancelOrderRefusal.Disputed => Disputed(),
        CancelOrderRefusal.ProofNeeded => ProofNeeded(),
        CancelOrderRefusal.AboveLimit => AboveLimit(null),
    };

    public static ProblemHttpResult Of(RefundOrderRefusal refusal) => refusal switch
    {
        RefundOrderRefusal.NotFound => NotFound(),
        RefundOrderRefusal.NotPaid => Problems.Of(409, "nothing-to-refund", "Nothing was paid for this order, or everything has been refunded."),
        RefundOrderRefusal.ItemNotRefundable => Problems.Of(422, "item-not-refundable", "An item does not belong to this order or has already been refunded."),
        RefundOrderRefusal.Disputed => Disputed(),
        RefundOrderRefusal.ProofNeeded => ProofNeeded(),
        RefundOrderRefusal.AboveLimit => AboveLimit(null),
    };

    /// <summary>403: more than the caller may give back of one order.</summary>
    /// <param name="allowance">The caller's limit; null: it has been lifted since.</param>
    public static ProblemHttpResult AboveLimit(RefundAllowance? allowance) => allowance is null
        ? Problems.Of(403, "above-limit", "This is more than you may refund of one order. An owner can refund it.")
        : Problems.Of(
            403, "above-limit",
            $"You may refund up to {allowance.Limit} of one order; {allowance.Given} of this one has been refunded. An owner can refund more.",
            ("limit", allowance.Limit.Amount), ("refunded", allowance.Given.Amount), ("currency", allowance.Limit.Currency));

    private static ProblemHttpResult ProofNeeded() => Problems.Of(
        403, "proof-needed", "Prove first that it is you: with your password, a code or a passkey, on the site.");

    private static ProblemHttpResult Disputed() => Problems.Of(
        409, "payment-disputed", "The buyer disputes this payment at the bank. The money cannot move before the decision.");

    public static ProblemHttpResult NotFound() => Problems.NotFound("There is no such order.");
}
