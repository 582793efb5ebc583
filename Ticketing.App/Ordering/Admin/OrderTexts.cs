using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Core.Payments;

namespace Ticketing.App.Ordering.Admin;

/// <summary>Texts of orders in the back office.</summary>
internal static class OrderTexts
{
    public static string Describe(OrderStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        OrderStatus.AwaitingPayment => texts["Awaiting payment"],
        OrderStatus.Paid => texts["Paid"],
        OrderStatus.PartiallyRefunded => texts["Partly refunded"],
        OrderStatus.Refunded => texts["Refunded"],
        OrderStatus.Expired => texts["Expired"],
        OrderStatus.Cancelled => texts["Cancelled"],
    };

    public static string Describe(PaymentStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        PaymentStatus.Pending => texts["Open"],
        PaymentStatus.Succeeded => texts["Paid"],
        PaymentStatus.Cancelled => texts["Cancelled"],
        PaymentStatus.Returned => texts["Returned"],
        PaymentStatus.Mismatched => texts["Amount does not match"],
    };

    public static string Describe(RefundStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        RefundStatus.Requested or RefundStatus.Pending => texts["On its way"],
        RefundStatus.Succeeded => texts["Refunded"],
        RefundStatus.Failed => texts["Failed"],
        RefundStatus.Cancelled => texts["Not needed"],
    };

    /// <summary>How a payment was made, as far as it is known: the card's last digits, or who took it.</summary>
    public static string MeansOf(Payment payment, IStringLocalizer<Texts> texts) => payment switch
    {
        { Provider: Payment.Cash } => texts["Cash, taken by {0}", payment.TakenBy ?? ""],
        { Provider: Payment.Terminal } => texts["Card terminal, taken by {0}", payment.TakenBy ?? ""],
        { Provider: Payment.Comp } => texts["Complimentary, issued by {0}", payment.TakenBy ?? ""],
        { CardLast4: { } digits } => texts["{0} card ending in {1}", payment.CardBrand ?? "", digits],
        _ => "",
    };

    /// <summary>Who did something; people are named by their addresses.</summary>
    public static string ActorOf(string actor, IStringLocalizer<Texts> texts) =>
        actor == Actor.Buyer.Name ? texts["Buyer"]
        : actor == Actor.System.Name ? texts["Automatic"]
        : actor == Actor.Provider.Name ? texts["Payment provider"]
        : actor;

    /// <summary>A refund's failure_reason (https://docs.stripe.com/api/refunds/object) in words; unknown ones as they are.</summary>
    public static string FailureOf(string? reason, IStringLocalizer<Texts> texts) => reason switch
    {
        null or "unknown" => texts["The provider gave no reason"],
        "expired_or_canceled_card" => texts["The card has expired or was cancelled"],
        "lost_or_stolen_card" => texts["The card was lost or stolen"],
        "insufficient_funds" => texts["The balance at the provider is too low"],
        "declined" => texts["The bank declined it"],
        Refund.ByHand => texts["It was paid by hand: hand the money over"],
        _ => reason,
    };

    public static string Describe(CancelOrderRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        CancelOrderRefusal.NotFound => texts["This order can no longer be found."],
        CancelOrderRefusal.AlreadyEnded => texts["This order has already ended."],
        CancelOrderRefusal.NotWithinPolicy => texts["The refund policy does not allow it."],
        CancelOrderRefusal.PaymentUnderWay => texts["A payment is in progress. Wait until it has finished."],
        CancelOrderRefusal.Disputed => texts["The buyer disputes this payment at the bank. The money can't move before the decision."],
        CancelOrderRefusal.ProofNeeded => texts["Confirm first that it is you, then try again."],
        CancelOrderRefusal.AboveLimit => Describe(RefundOrderRefusal.AboveLimit, texts),
    };

    /// <summary>A refund that exceeds a limit, with the limit.</summary>
    public static string DescribeExceeded(RefundAllowance allowance, IStringLocalizer<Texts> texts) => texts[
        "You may refund up to {0} of one order, and {1} of this one has been refunded. Ask an owner to refund more.",
        allowance.Limit.Format(CultureInfo.CurrentCulture), allowance.Given.Format(CultureInfo.CurrentCulture)];

    public static string Describe(RefundOrderRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        RefundOrderRefusal.NotFound => texts["This order can no longer be found."],
        RefundOrderRefusal.NotPaid => texts["Nothing was paid, or everything has already been refunded."],
        RefundOrderRefusal.ItemNotRefundable => texts["One of these seats has already been refunded. Check the list again."],
        RefundOrderRefusal.Disputed => texts["The buyer disputes this payment at the bank. The money can't move before the decision."],
        RefundOrderRefusal.ProofNeeded => texts["Confirm first that it is you, then try again."],
        RefundOrderRefusal.AboveLimit => texts["This is more than you may refund of one order. Ask an owner to refund it."],
    };

    public static string Describe(FailedRefundRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        FailedRefundRefusal.NotFound => texts["This refund can no longer be found."],
        FailedRefundRefusal.AlreadySettled => texts["This refund is settled already."],
        FailedRefundRefusal.ByHand => texts["This was paid in cash or at a terminal. Hand the money over, and record how."],
        FailedRefundRefusal.NoteInvalid => texts["Say how the buyer was paid, in at most 200 characters."],
        FailedRefundRefusal.ProofNeeded => texts["Confirm first that it is you, then try again."],
    };

    /// <summary>How staff dealt with a failed refund; empty: not yet, or it has not failed.</summary>
    public static string Resolution(Refund refund, IStringLocalizer<Texts> texts) => refund.Resolution switch
    {
        RefundResolution.Retried => texts["sent again"],
        RefundResolution.PaidOtherwise => texts["paid otherwise: {0}", refund.ResolutionNote!],
        null => "",
    };

    public static string Describe(ResendOrderMailRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        ResendOrderMailRefusal.NotFound => texts["This order can no longer be found."],
        ResendOrderMailRefusal.NoTickets => texts["There are no tickets to send."],
    };

    public static string BadgeOf(OrderStatus status) => status switch
    {
        OrderStatus.AwaitingPayment => "badge-warning",
        OrderStatus.Paid => "badge-success",
        OrderStatus.PartiallyRefunded or OrderStatus.Refunded => "badge-info",
        OrderStatus.Expired or OrderStatus.Cancelled => "",
    };

    /// <summary>An audit entry's action in words; its code if it has none.</summary>
    public static string Action(string action, IStringLocalizer<Texts> texts) => action switch
    {
        "order.placed" => texts["Order placed"],
        "order.paid" => texts["Paid"],
        "order.claimed" => texts["Added to an account"],
        "order.admitted" => texts["Let in by the box office"],
        "order.cancelled" => texts["Order cancelled"],
        "order.expired" => texts["Time to pay ran out"],
        "order.refunded" => texts["Refunded"],
        "order.partially-refunded" => texts["Partly refunded"],
        "order.refunded-at-provider" => texts["Refunded at the payment provider"],
        "order.refund-failed" => texts["Refund failed"],
        "order.refund-retried" => texts["Refund sent again"],
        "order.refunds-adjusted" => texts["Refunded amount corrected"],
        "order.refund-paid-otherwise" => texts["Refund paid in another way"],
        "order.late-payment-returned" => texts["Late payment returned"],
        "order.dispute-opened" => texts["Payment disputed"],
        "order.dispute-won" => texts["Dispute won"],
        "order.dispute-lost" => texts["Dispute lost"],
        "order.mail-requested" => texts["Mail sent again"],
        "order.link-requested" => texts["Link to the order requested"],
        "order.email-corrected" => texts["E-mail address corrected"],
        "order.changed" => texts["Seats exchanged"],
        "order.buyer-edited" => texts["Buyer's details corrected"],
        "order.attendee-edited" => texts["Name on a ticket changed"],
        "order.access-code-missed" => texts["Paid late: its access code has no use left"],
        "order.attention-marked" => texts["Marked for attention"],
        "order.attention-cleared" => texts["Mark for attention removed"],
        "order.note-added" => texts["Note written"],
        "order.note-deleted" => texts["Note deleted"],
        _ => action,
    };
}
